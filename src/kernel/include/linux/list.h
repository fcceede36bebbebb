/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H

#include <linux/types.h>
#include <linux/container_of.h>
#include <linux/poison.h>

#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)		struct list_head name = LIST_HEAD_INIT(name)

static __always_inline void INIT_LIST_HEAD(struct list_head *list)
{
	WRITE_ONCE(list->next, list);
	WRITE_ONCE(list->prev, list);
}

/* The two steps all others are made of: tie two entries together, put one between two. */
static __always_inline void __list_tie(struct list_head *prev, struct list_head *next)
{
	next->prev = prev;
	WRITE_ONCE(prev->next, next);
}
static __always_inline void __list_add(struct list_head *new, struct list_head *prev, struct list_head *next)
{
	__list_tie(new, next);
	__list_tie(prev, new);
}

static __always_inline void list_add(struct list_head *new, struct list_head *head) { __list_add(new, head, head->next); }
static __always_inline void list_add_tail(struct list_head *new, struct list_head *head) { __list_add(new, head->prev, head); }
static __always_inline void __list_del_entry(struct list_head *entry) { __list_tie(entry->prev, entry->next); }
static __always_inline void list_del(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}
static __always_inline void list_del_init(struct list_head *entry)
{
	__list_del_entry(entry);
	INIT_LIST_HEAD(entry);
}
static __always_inline void list_move(struct list_head *list, struct list_head *head)
{
	__list_del_entry(list);
	list_add(list, head);
}
static __always_inline void list_move_tail(struct list_head *list, struct list_head *head)
{
	__list_del_entry(list);
	list_add_tail(list, head);
}
static __always_inline void list_replace(struct list_head *old, struct list_head *new)
{
	__list_add(new, old->prev, old->next);
}
static __always_inline void list_replace_init(struct list_head *old, struct list_head *new)
{
	list_replace(old, new);
	INIT_LIST_HEAD(old);
}

static __always_inline int list_empty(const struct list_head *head) { return READ_ONCE(head->next) == head; }
#define list_empty_careful(head)	list_empty(head)
#define list_del_init_careful(entry)	list_del_init(entry)
static __always_inline int list_is_first(const struct list_head *list, const struct list_head *head) { return list->prev == head; }
static __always_inline int list_is_last(const struct list_head *list, const struct list_head *head) { return list->next == head; }
static __always_inline int list_is_head(const struct list_head *list, const struct list_head *head) { return list == head; }
static __always_inline int list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}
static __always_inline void list_rotate_left(struct list_head *head)
{
	if (!list_empty(head))
		list_move_tail(head->next, head);
}

/* All of `list`, which stays as it was, goes between two neighbours. */
static __always_inline void __list_splice(struct list_head *list, struct list_head *prev, struct list_head *next)
{
	struct list_head *first = list->next, *last = list->prev;

	if (first == list)
		return;
	__list_tie(prev, first);
	__list_tie(last, next);
}
static __always_inline void list_splice(struct list_head *list, struct list_head *head) { __list_splice(list, head, head->next); }
static __always_inline void list_splice_tail(struct list_head *list, struct list_head *head) { __list_splice(list, head->prev, head); }
static __always_inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	list_splice(list, head);
	INIT_LIST_HEAD(list);
}
static __always_inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	list_splice_tail(list, head);
	INIT_LIST_HEAD(list);
}

#define list_entry(ptr, type, member)		container_of(ptr, type, member)
#define list_first_entry(head, type, member)	list_entry((head)->next, type, member)
#define list_last_entry(head, type, member)	list_entry((head)->prev, type, member)
#define list_next_entry(pos, member)		list_entry((pos)->member.next, typeof(*(pos)), member)
#define list_prev_entry(pos, member)		list_entry((pos)->member.prev, typeof(*(pos)), member)
#define list_entry_is_head(pos, head, member)	(&(pos)->member == (head))
#define list_first_entry_or_null(head, type, member)	\
	(list_empty(head) ? NULL : list_first_entry(head, type, member))

/* Walks: forwards or backwards, from the start or from somewhere, and with a spare cursor (_safe). */
#define list_for_each(pos, head)						\
	for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)
#define list_for_each_prev(pos, head)						\
	for ((pos) = (head)->prev; (pos) != (head); (pos) = (pos)->prev)
#define list_for_each_safe(pos, n, head)					\
	for ((pos) = (head)->next; (n) = (pos)->next, (pos) != (head); (pos) = (n))
#define list_for_each_prev_safe(pos, n, head)					\
	for ((pos) = (head)->prev; (n) = (pos)->prev, (pos) != (head); (pos) = (n))

#define __list_walk(pos, head, member, start, step)				\
	for ((pos) = (start); !list_entry_is_head(pos, head, member);		\
	     (pos) = step(pos, member))
#define __list_walk_safe(pos, n, head, member, start, step)			\
	for ((pos) = (start); (n) = step(pos, member),				\
	     !list_entry_is_head(pos, head, member); (pos) = (n))

#define list_for_each_entry(pos, head, member)					\
	__list_walk(pos, head, member, list_first_entry(head, typeof(*pos), member), list_next_entry)
#define list_for_each_entry_reverse(pos, head, member)				\
	__list_walk(pos, head, member, list_last_entry(head, typeof(*pos), member), list_prev_entry)
#define list_for_each_entry_continue(pos, head, member)				\
	__list_walk(pos, head, member, list_next_entry(pos, member), list_next_entry)
#define list_for_each_entry_from(pos, head, member)				\
	__list_walk(pos, head, member, pos, list_next_entry)
#define list_for_each_entry_safe(pos, n, head, member)				\
	__list_walk_safe(pos, n, head, member, list_first_entry(head, typeof(*pos), member), list_next_entry)
#define list_for_each_entry_safe_reverse(pos, n, head, member)			\
	__list_walk_safe(pos, n, head, member, list_last_entry(head, typeof(*pos), member), list_prev_entry)
#define list_for_each_entry_safe_continue(pos, n, head, member)			\
	__list_walk_safe(pos, n, head, member, list_next_entry(pos, member), list_next_entry)
#define list_for_each_entry_safe_from(pos, n, head, member)			\
	__list_walk_safe(pos, n, head, member, pos, list_next_entry)

#if UNOOPS_HAS_LIST_COUNT_NODES
static __always_inline size_t list_count_nodes(struct list_head *head)
{
	struct list_head *pos;
	size_t count = 0;

	list_for_each(pos, head)
		count++;
	return count;
}
#endif

#define HLIST_HEAD_INIT		{ .first = NULL }
#define HLIST_HEAD(name)	struct hlist_head name = HLIST_HEAD_INIT
#define INIT_HLIST_HEAD(ptr)	((ptr)->first = NULL)

static __always_inline void INIT_HLIST_NODE(struct hlist_node *h)
{
	h->next = NULL;
	h->pprev = NULL;
}
static __always_inline int hlist_unhashed(const struct hlist_node *h) { return !h->pprev; }
static __always_inline int hlist_empty(const struct hlist_head *h) { return !READ_ONCE(h->first); }

/* `link` is the pointer that leads to the new node. */
static __always_inline void __hlist_link(struct hlist_node *n, struct hlist_node **link)
{
	n->next = *link;
	n->pprev = link;
	if (n->next)
		n->next->pprev = &n->next;
	WRITE_ONCE(*link, n);
}
static __always_inline void hlist_add_head(struct hlist_node *n, struct hlist_head *h) { __hlist_link(n, &h->first); }
static __always_inline void hlist_add_before(struct hlist_node *n, struct hlist_node *next) { __hlist_link(n, next->pprev); }
static __always_inline void hlist_add_behind(struct hlist_node *n, struct hlist_node *prev) { __hlist_link(n, &prev->next); }
static __always_inline void __hlist_del(struct hlist_node *n)
{
	WRITE_ONCE(*n->pprev, n->next);
	if (n->next)
		n->next->pprev = n->pprev;
}
static __always_inline void hlist_del(struct hlist_node *n)
{
	__hlist_del(n);
	n->next = LIST_POISON1;
	n->pprev = LIST_POISON2;
}
static __always_inline void hlist_del_init(struct hlist_node *n)
{
	if (hlist_unhashed(n))
		return;
	__hlist_del(n);
	INIT_HLIST_NODE(n);
}

#define hlist_entry(ptr, type, member)	container_of(ptr, type, member)
#define hlist_entry_safe(ptr, type, member)					\
	({ typeof(ptr) __ptr = (ptr); __ptr ? hlist_entry(__ptr, type, member) : NULL; })
#define hlist_for_each(pos, head)						\
	for ((pos) = (head)->first; (pos); (pos) = (pos)->next)
#define hlist_for_each_safe(pos, n, head)					\
	for ((pos) = (head)->first; (pos) && ((n) = (pos)->next, 1); (pos) = (n))
#define hlist_for_each_entry(pos, head, member)					\
	for ((pos) = hlist_entry_safe((head)->first, typeof(*(pos)), member); (pos); \
	     (pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
#define hlist_for_each_entry_safe(pos, n, head, member)				\
	for ((pos) = hlist_entry_safe((head)->first, typeof(*(pos)), member);	\
	     (pos) && ((n) = (pos)->member.next, 1);				\
	     (pos) = hlist_entry_safe(n, typeof(*(pos)), member))

#endif
