/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LLIST_H
#define _LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/container_of.h>

struct llist_node { struct llist_node *next; };
struct llist_head { struct llist_node *first; };
#define LLIST_HEAD_INIT(name)	{ NULL }
#define LLIST_HEAD(name)	struct llist_head name = LLIST_HEAD_INIT(name)
#define llist_entry(ptr, type, member)	container_of(ptr, type, member)

static __always_inline void init_llist_head(struct llist_head *list) { list->first = NULL; }
static __always_inline bool llist_empty(const struct llist_head *head) { return !READ_ONCE(head->first); }
static __always_inline struct llist_node *llist_next(struct llist_node *node) { return node->next; }

/* Returns whether the list was empty before. */
static __always_inline bool llist_add(struct llist_node *new, struct llist_head *head)
{
	struct llist_node *first = READ_ONCE(head->first);

	do
		new->next = first;
	while (!try_cmpxchg(&head->first, &first, new));
	return !first;
}
static __always_inline struct llist_node *llist_del_all(struct llist_head *head) { return xchg(&head->first, NULL); }
static __always_inline struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *reversed = NULL;

	while (head) {
		struct llist_node *next = head->next;

		head->next = reversed;
		reversed = head;
		head = next;
	}
	return reversed;
}

#define llist_for_each(pos, node)						\
	for ((pos) = (node); (pos); (pos) = (pos)->next)
#define llist_for_each_safe(pos, n, node)					\
	for ((pos) = (node); (pos) && ((n) = (pos)->next, 1); (pos) = (n))
#define __llist_is_entry(pos, member)	((char *)(pos) + offsetof(typeof(*(pos)), member) != NULL)
#define llist_for_each_entry(pos, node, member)					\
	for ((pos) = llist_entry((node), typeof(*(pos)), member); __llist_is_entry(pos, member); \
	     (pos) = llist_entry((pos)->member.next, typeof(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member)				\
	for ((pos) = llist_entry((node), typeof(*(pos)), member);		\
	     __llist_is_entry(pos, member) &&					\
	     ((n) = llist_entry((pos)->member.next, typeof(*(n)), member), 1); (pos) = (n))

#endif
