/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RCULIST_H
#define _LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

/* list_add() and list_del() publish and unpublish with one store already; list_del_rcu() only has
 * to leave `next` alone, for the readers that still stand on the entry. */
#define list_add_rcu(new, head)		list_add(new, head)
#define list_add_tail_rcu(new, head)	list_add_tail(new, head)
static __always_inline void list_del_rcu(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->prev = LIST_POISON2;
}
#define list_replace_rcu(old, new)					\
	do { list_replace(old, new); (old)->prev = LIST_POISON2; } while (0)
#define list_entry_rcu(ptr, type, member)	container_of(READ_ONCE(ptr), type, member)
#define list_first_or_null_rcu(head, type, member)			\
({									\
	struct list_head *__head = (head), *__first = READ_ONCE(__head->next); \
	__first == __head ? NULL : container_of(__first, type, member);	\
})
#define list_for_each_entry_rcu(pos, head, member, cond...)		\
	for ((pos) = list_entry_rcu((head)->next, typeof(*(pos)), member); \
	     !list_entry_is_head(pos, head, member);			\
	     (pos) = list_entry_rcu((pos)->member.next, typeof(*(pos)), member))

#define hlist_add_head_rcu(n, h)	hlist_add_head(n, h)
static __always_inline void hlist_del_rcu(struct hlist_node *n)
{
	__hlist_del(n);
	n->pprev = LIST_POISON2;
}
#define hlist_for_each_entry_rcu(pos, head, member, cond...)		\
	for ((pos) = hlist_entry_safe(READ_ONCE((head)->first), typeof(*(pos)), member); (pos); \
	     (pos) = hlist_entry_safe(READ_ONCE((pos)->member.next), typeof(*(pos)), member))

#endif
