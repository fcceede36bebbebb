/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/kernel.h>
#include <linux/time.h>
#include <linux/ktime.h>
#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/net.h>
#include <linux/slab.h>

/* net/core/skbuff.c; 4.4 ... 7.2. */
struct net_device;
struct sk_buff {
	struct sk_buff *next, *prev;
	struct sock *sk;
	struct net_device *dev;
	char cb[48];
	unsigned int len, data_len, truesize;
	u32 mark, priority, hash;
	union { __wsum csum; struct { u16 csum_start, csum_offset; }; };
	ktime_t tstamp;
	int skb_iif;
	unsigned long _nfct;
	__be16 protocol, vlan_proto;
	u16 vlan_tci, queue_mapping, mac_len;
	u8 pkt_type, ip_summed;
	u16 transport_header, network_header, mac_header;
	unsigned char *head, *data, *tail, *end;
	refcount_t users;
};
#define NET_IP_ALIGN		0	/* arch/x86/include/asm/processor.h */
#define NET_SKB_PAD		64
struct sk_buff_head { struct sk_buff *next, *prev; u32 qlen; spinlock_t lock; };
#define CHECKSUM_NONE		0
#define CHECKSUM_UNNECESSARY	1
#define CHECKSUM_COMPLETE	2
#define CHECKSUM_PARTIAL	3
struct ts_config;
unsigned int skb_find_text(struct sk_buff *skb, unsigned int from, unsigned int to, struct ts_config *config);
struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp);
#define dev_alloc_skb(size)	alloc_skb(size, GFP_ATOMIC)
#define netdev_alloc_skb(dev, size) alloc_skb(size, GFP_ATOMIC)
struct sk_buff *skb_get(struct sk_buff *skb);
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp);
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp);
void kfree_skb(struct sk_buff *skb);
#define consume_skb		kfree_skb
#define dev_kfree_skb		kfree_skb
#define dev_kfree_skb_any	kfree_skb
#define dev_kfree_skb_irq	kfree_skb
static __always_inline void skb_reserve(struct sk_buff *skb, int len) { skb->data += len; skb->tail += len; }
void *skb_put(struct sk_buff *skb, unsigned int len);
void *skb_push(struct sk_buff *skb, unsigned int len);
void *skb_pull(struct sk_buff *skb, unsigned int len);
void skb_trim(struct sk_buff *skb, unsigned int len);
int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int len);
static __always_inline void *skb_header_pointer(const struct sk_buff *skb, int offset, int len, void *buffer)
{
	if (offset + len <= (int)skb->len)
		return skb->data + offset;
	return skb_copy_bits(skb, offset, buffer, len) < 0 ? NULL : buffer;
}
static __always_inline int skb_ensure_writable(struct sk_buff *skb, int len) { return len <= (int)skb->len ? 0 : -ENOMEM; }
#if !UNOOPS_SINCE(5, 4)
static __always_inline int skb_make_writable(struct sk_buff *skb, unsigned int len) { return len <= skb->len; }
#endif
static __always_inline unsigned int skb_headlen(const struct sk_buff *skb) { return skb->len - skb->data_len; }
static __always_inline bool pskb_may_pull(struct sk_buff *skb, unsigned int len) { return len <= skb_headlen(skb); }
static __always_inline int skb_linearize(struct sk_buff *skb) { return 0; }
static __always_inline bool skb_is_nonlinear(const struct sk_buff *skb) { return skb->data_len; }
static __always_inline int skb_headroom(const struct sk_buff *skb) { return skb->data - skb->head; }
static __always_inline int skb_tailroom(const struct sk_buff *skb) { return skb->end - skb->tail; }
static __always_inline unsigned char *skb_tail_pointer(const struct sk_buff *skb) { return skb->tail; }
static __always_inline unsigned char *skb_end_pointer(const struct sk_buff *skb) { return skb->end; }
static __always_inline void skb_forward_csum(struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
}
static __always_inline void skb_reset_network_header(struct sk_buff *skb) { skb->network_header = skb->data - skb->head; }
static __always_inline void skb_reset_transport_header(struct sk_buff *skb) { skb->transport_header = skb->data - skb->head; }
static __always_inline void skb_reset_mac_header(struct sk_buff *skb) { skb->mac_header = skb->data - skb->head; }
static __always_inline void skb_set_network_header(struct sk_buff *skb, int offset) { skb->network_header = skb->data - skb->head + offset; }
static __always_inline void skb_set_transport_header(struct sk_buff *skb, int offset) { skb->transport_header = skb->data - skb->head + offset; }
static __always_inline int skb_network_offset(const struct sk_buff *skb) { return skb->head + skb->network_header - skb->data; }
static __always_inline int skb_transport_offset(const struct sk_buff *skb) { return skb->head + skb->transport_header - skb->data; }
static __always_inline u32 skb_network_header_len(const struct sk_buff *skb) { return skb->transport_header - skb->network_header; }
static __always_inline void *skb_put_data(struct sk_buff *skb, const void *data, unsigned int len) { return memcpy(skb_put(skb, len), data, len); }
static __always_inline void __skb_queue_head_init(struct sk_buff_head *list) { list->prev = list->next = (struct sk_buff *)list; list->qlen = 0; }
static __always_inline void skb_queue_head_init(struct sk_buff_head *list) { spin_lock_init(&list->lock); __skb_queue_head_init(list); }
static __always_inline u32 skb_queue_len(const struct sk_buff_head *list) { return list->qlen; }
static __always_inline int skb_queue_empty(const struct sk_buff_head *list) { return list->next == (const struct sk_buff *)list; }
void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb);
struct sk_buff *skb_dequeue(struct sk_buff_head *list);
void skb_queue_purge(struct sk_buff_head *list);
static __always_inline unsigned char *skb_network_header(const struct sk_buff *skb) { return skb->head + skb->network_header; }
static __always_inline unsigned char *skb_transport_header(const struct sk_buff *skb) { return skb->head + skb->transport_header; }
#define skb_mac_header(skb)	((skb)->head + (skb)->mac_header)

#endif
