/* SPDX-License-Identifier: MIT */
/*
 * What stands around the threads of a driver that is run in part: everything that the part does not show is decided by the
 * environment, in every way that the part can tell apart.
 */
#ifndef UNOOPS_SLICE_H
#define UNOOPS_SLICE_H

#include <unoops/machine.h>

/* The environment decides, at this place. */
#define unoops_any(why) unoops_choose(2, why)

/* The same in the head of a loop: others may run between two rounds. */
#define unoops_again(why)							\
({										\
	unoops_yield();								\
	unoops_choose(2, why);							\
})

/* Any of these values, which the driver can tell apart. */
#define unoops_value(why, ...)							\
({										\
	const long unoops_values[] = { __VA_ARGS__ };				\
	unoops_values[unoops_choose(sizeof(unoops_values) / sizeof(long), why)]; \
})

/* Of many like each other, two are enough. */
#define unoops_few(n) ((n) < 2 ? (n) : 2)

/* A wait that the environment may end at any time. */
#define unoops_woken(wait)							\
({										\
	long unoops_left = (wait);						\
	unoops_left < 0 ? unoops_left : 0;					\
})

/* A test that has one answer for the whole run; `known` keeps it. */
#define unoops_fixed(test, why) unoops_keep(&unoops_answers[test], why)

static inline int unoops_keep(int *known, const char *why)
{
	if (!*known)
		*known = 1 + unoops_choose(2, why);
	return *known - 1;
}

/* What a pointer of the driver's points to, when the driver follows it. */
#define unoops_at(tag, pointer) ((pointer) ? (pointer) : unoops_the_##tag())

/* The one object of a struct that the environment hands out: the driver's own once it made one. */
#define UNOOPS_OBJECT(tag)							\
static struct tag unoops_one_##tag, *unoops_a_##tag;				\
static inline struct tag *unoops_the_##tag(void)				\
{										\
	return unoops_a_##tag ? unoops_a_##tag : &unoops_one_##tag;		\
}										\
static inline void unoops_free_##tag(const struct tag *object)			\
{										\
	if (unoops_a_##tag == object)						\
		unoops_a_##tag = NULL;						\
	kfree(object);								\
}

#endif
