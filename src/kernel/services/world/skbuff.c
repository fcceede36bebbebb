/* SPDX-License-Identifier: MIT */
/* net/core/skbuff.c; 4.4 ... 7.2. */
#include <linux/skbuff.h>
#include <linux/slab.h>
#include "happening.h"

struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp)
{
	struct sk_buff *skb;

	if (gfpflags_allow_blocking(gfp))
		unoops_check_may_sleep("alloc_skb(GFP_KERNEL) in atomic context");
	if (unoops_fault("alloc_skb"))
		return NULL;
	skb = unoops_alloc(sizeof(*skb), "sk_buff");
	skb->head = skb->data = skb->tail = unoops_alloc(size ? size : 1, "skb data");
	skb->end = skb->head + size;
	refcount_set(&skb->users, 1);
	return skb;
}
struct sk_buff *skb_get(struct sk_buff *skb)
{
	refcount_inc(&skb->users);
	return skb;
}
/* skb_unref() */
void kfree_skb(struct sk_buff *skb)
{
	if (!skb || !refcount_dec_and_test(&skb->users))
		return;
	unoops_free(skb->head);
	unoops_free(skb);
}
void *skb_put(struct sk_buff *skb, unsigned int len)
{
	void *p = skb->tail;

	skb->tail += len;
	skb->len += len;
	if (skb->tail > skb->end)
		unoops_trap(UNOOPS_BUG, skb, "skb_put() past the end of the buffer");
	return p;
}
void *skb_push(struct sk_buff *skb, unsigned int len)
{
	skb->data -= len;
	skb->len += len;
	if (skb->data < skb->head)
		unoops_trap(UNOOPS_BUG, skb, "skb_push() before the start of the buffer");
	return skb->data;
}
void *skb_pull(struct sk_buff *skb, unsigned int len)
{
	if (len > skb->len)
		return NULL;
	skb->len -= len;
	return skb->data += len;
}

void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb->next = (struct sk_buff *)list;
	skb->prev = list->prev;
	list->prev->next = skb;
	list->prev = skb;
	list->qlen++;
	spin_unlock_irqrestore(&list->lock, flags);
}
struct sk_buff *skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb;
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb = list->next == (struct sk_buff *)list ? NULL : list->next;
	if (skb) {
		list->next = skb->next;
		skb->next->prev = (struct sk_buff *)list;
		skb->next = skb->prev = NULL;
		list->qlen--;
	}
	spin_unlock_irqrestore(&list->lock, flags);
	return skb;
}
void skb_queue_purge(struct sk_buff_head *list)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(list)))
		kfree_skb(skb);
}

static struct sk_buff *copy_of(const struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *copy = alloc_skb(skb->end - skb->head, gfp);
	unsigned char *head;

	if (!copy)
		return NULL;
	head = memcpy(copy->head, skb->head, skb->end - skb->head);
	*copy = *skb;
	copy->next = copy->prev = NULL;
	copy->head = head;
	copy->data = head + (skb->data - skb->head);
	copy->tail = head + (skb->tail - skb->head);
	copy->end = head + (skb->end - skb->head);
	refcount_set(&copy->users, 1);
	return copy;
}
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp) { return copy_of(skb, gfp); }
/* Its data is its own here: nobody may write to what clones share. */
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp) { return copy_of(skb, gfp); }

void skb_trim(struct sk_buff *skb, unsigned int len)
{
	if (len < skb->len) {
		skb->len = len;
		skb->tail = skb->data + len;
	}
}
int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int len)
{
	if (offset > (int)skb->len - len)
		return -EFAULT;
	memcpy(to, skb->data + offset, len);
	return 0;
}
