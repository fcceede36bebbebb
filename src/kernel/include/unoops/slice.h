/* SPDX-License-Identifier: MIT */
/*
 * What stands around the threads of a driver that is run in part: everything that the part does not show is decided by the
 * environment, in every way that the part can tell apart.
 */
#ifndef UNOOPS_SLICE_H
#define UNOOPS_SLICE_H

#include <unoops/machine.h>

/* Every choice of the environment's is made here: a driver may ask for many of them in a row. */
#define unoops_pick(n, why)							\
({										\
	unoops_pause();								\
	unoops_choose(n, why);							\
})

/* The environment decides, at this place. */
#define unoops_any(why) unoops_pick(2, why)

/* The same in the head of a loop: others may run between two rounds. */
#define unoops_again(why)							\
({										\
	unoops_yield();								\
	unoops_pick(2, why);							\
})

/* Any of these values, which the driver can tell apart. */
#define unoops_value(why, ...)							\
({										\
	const long unoops_values[] = { __VA_ARGS__ };				\
	unoops_values[unoops_pick(sizeof(unoops_values) / sizeof(long), why)]; \
})

/* Of many like each other two are enough, or as many as the driver names. */
#define unoops_few(n, elements) ((n) < (elements) ? (n) : (elements))

/* And an index is of one of them, or of the one that stands for all others. */
static inline unsigned long unoops_nth(unsigned long n, unsigned long elements, unsigned long other)
{
	return n < elements ? n : other;
}

/* A wait that the environment may end at any time. */
#define unoops_woken(wait)							\
({										\
	long unoops_left = (wait);						\
	unoops_left < 0 ? unoops_left : 0;					\
})

/* A wait of which only that it ends is known, some time and with any result. */
#define unoops_nap(why)								\
({										\
	unoops_yield();								\
	unoops_value(why, 0, 1, -ERESTARTSYS);					\
})

/* A test that has one answer for the whole run; `known` keeps it. */
#define unoops_fixed(test, why) unoops_keep(&unoops_answer(test), 2, why)
#define unoops_fixed_way(test, ways, why) unoops_keep(&unoops_answer(test), ways, why)

static inline int unoops_keep(volatile int *known, unsigned int ways, const char *why)
{
	if (!*known)
		*known = 1 + unoops_pick(ways, why);
	return *known - 1;
}

/* What a pointer of the driver's points to, when the driver follows it. */
#define unoops_at(tag, pointer) ((pointer) ? (pointer) : unoops_the_##tag())

/* What holds an object of the driver's is there only with that. */
#define unoops_with(holder, object)						\
({										\
	long unoops_holder = (long)(holder);					\
	unoops_holder > 0 && !(object) ? 0 : unoops_holder;			\
})

/* A pointer that something which is not there may have set. */
#define unoops_maybe(tag, pointer, why)						\
({										\
	struct tag *unoops_pointer = (pointer);					\
	!unoops_pointer && unoops_pick(2, why) ? unoops_the_##tag() : unoops_pointer; \
})

/* Room for the few of what a pointer points to, where the environment gives a table of them. */
#define unoops_room(place, elements)						\
({										\
	static typeof(*(place)) unoops_table[elements];				\
	(long)unoops_table;							\
})

/* Something of a struct of the kernel's, whose fields nobody asks for. */
static long unoops_something[32] __attribute__((unused));

/* Objects of one struct that a driver may have at a time; the allocation of one more fails, or there would be no end of them. */
#define UNOOPS_MANY 3

/*
 * The objects of a struct: those that the driver made, those that it has in a list, and the one that the environment hands out: the
 * driver's last, or `one` as long as there is none.
 */
#define UNOOPS_OBJECT(tag, one)							\
static struct tag *volatile unoops_last_##tag, *volatile unoops_all_##tag[UNOOPS_MANY];	\
static inline struct tag *unoops_the_##tag(void)				\
{										\
	return unoops_last_##tag ? unoops_last_##tag : (one);			\
}										\
static inline struct tag *unoops_new_##tag(void)				\
{										\
	for (int unoops_n = 0; unoops_n < UNOOPS_MANY; unoops_n++) {		\
		struct tag *unoops_made;					\
										\
		if (unoops_all_##tag[unoops_n])					\
			continue;						\
		unoops_made = kzalloc(sizeof(struct tag), GFP_KERNEL);		\
		if (unoops_made)						\
			unoops_last_##tag = unoops_all_##tag[unoops_n] = unoops_made;	\
		return unoops_made;						\
	}									\
	return NULL;								\
}										\
static struct tag *volatile unoops_in_list_##tag[UNOOPS_MANY];			\
static inline bool unoops_is_listed_##tag(const struct tag *object)		\
{										\
	for (int unoops_m = 0; unoops_m < UNOOPS_MANY; unoops_m++)		\
		if (object && unoops_in_list_##tag[unoops_m] == object)		\
			return true;						\
	return false;								\
}										\
static inline bool unoops_any_listed_##tag(void)				\
{										\
	for (int unoops_m = 0; unoops_m < UNOOPS_MANY; unoops_m++)		\
		if (unoops_in_list_##tag[unoops_m])				\
			return true;						\
	return false;								\
}										\
static inline void unoops_unlist_##tag(const struct tag *object)		\
{										\
	for (int unoops_m = 0; unoops_m < UNOOPS_MANY; unoops_m++)		\
		if (unoops_in_list_##tag[unoops_m] == object)			\
			unoops_in_list_##tag[unoops_m] = NULL;			\
}										\
static inline void unoops_list_##tag(struct tag *object)			\
{										\
	unoops_unlist_##tag(object);						\
	for (int unoops_m = 0; unoops_m < UNOOPS_MANY; unoops_m++)		\
		if (!unoops_in_list_##tag[unoops_m]) {				\
			unoops_in_list_##tag[unoops_m] = object;		\
			break;							\
		}								\
}										\
static inline void unoops_free_##tag(const struct tag *object)			\
{										\
	unoops_unlist_##tag(object);						\
	unoops_last_##tag = NULL;						\
	for (int unoops_n = 0; unoops_n < UNOOPS_MANY; unoops_n++) {		\
		if (unoops_all_##tag[unoops_n] == object)			\
			unoops_all_##tag[unoops_n] = NULL;			\
		if (unoops_all_##tag[unoops_n])					\
			unoops_last_##tag = unoops_all_##tag[unoops_n];		\
	}									\
	kfree(object);								\
}

#endif
