/* SPDX-License-Identifier: MIT */
#ifndef _NET_NETLINK_H
#define _NET_NETLINK_H

#include <linux/netlink.h>
#include <linux/string.h>

/* include/net/netlink.h, lib/nlattr.c; 4.4 ... 7.2. */
struct nlattr { u16 nla_len, nla_type; };
#define NLA_ALIGNTO	4
#define NLA_ALIGN(len)	(((len) + NLA_ALIGNTO - 1) & ~(NLA_ALIGNTO - 1))
#define NLA_HDRLEN	((int)NLA_ALIGN(sizeof(struct nlattr)))
#define NLA_F_NESTED	(1 << 15)
enum {
	NLA_UNSPEC, NLA_U8, NLA_U16, NLA_U32, NLA_U64, NLA_STRING, NLA_FLAG, NLA_MSECS, NLA_NESTED, NLA_NESTED_ARRAY, NLA_NUL_STRING, NLA_BINARY,
	NLA_S8, NLA_S16, NLA_S32, NLA_S64,
};
struct nla_policy { u16 type, len; };
static __always_inline int nla_attr_size(int payload) { return NLA_HDRLEN + payload; }
static __always_inline int nla_total_size(int payload) { return NLA_ALIGN(nla_attr_size(payload)); }
static __always_inline void *nla_data(const struct nlattr *nla) { return (char *)nla + NLA_HDRLEN; }
static __always_inline int nla_len(const struct nlattr *nla) { return nla->nla_len - NLA_HDRLEN; }
static __always_inline int nla_type(const struct nlattr *nla) { return nla->nla_type & 0x3fff; }
static __always_inline u8 nla_get_u8(const struct nlattr *nla) { return *(u8 *)nla_data(nla); }
static __always_inline u16 nla_get_u16(const struct nlattr *nla) { return *(u16 *)nla_data(nla); }
static __always_inline u32 nla_get_u32(const struct nlattr *nla) { return *(u32 *)nla_data(nla); }
static __always_inline s32 nla_get_s32(const struct nlattr *nla) { return *(s32 *)nla_data(nla); }
static __always_inline u64 nla_get_u64(const struct nlattr *nla)
{
	u64 value;

	memcpy(&value, nla_data(nla), sizeof(value));
	return value;
}
static __always_inline int nla_get_flag(const struct nlattr *nla) { return !!nla; }
int nla_put(struct sk_buff *skb, int type, int len, const void *data);
static __always_inline int nla_put_u8(struct sk_buff *skb, int type, u8 value) { return nla_put(skb, type, sizeof(value), &value); }
static __always_inline int nla_put_u16(struct sk_buff *skb, int type, u16 value) { return nla_put(skb, type, sizeof(value), &value); }
static __always_inline int nla_put_u32(struct sk_buff *skb, int type, u32 value) { return nla_put(skb, type, sizeof(value), &value); }
static __always_inline int nla_put_s32(struct sk_buff *skb, int type, s32 value) { return nla_put(skb, type, sizeof(value), &value); }
static __always_inline int nla_put_string(struct sk_buff *skb, int type, const char *s) { return nla_put(skb, type, strlen(s) + 1, s); }
static __always_inline int nla_put_flag(struct sk_buff *skb, int type) { return nla_put(skb, type, 0, NULL); }
#if UNOOPS_SINCE(4, 7)
static __always_inline int nla_put_u64_64bit(struct sk_buff *skb, int type, u64 value, int pad) { return nla_put(skb, type, sizeof(value), &value); }
#endif
static __always_inline struct nlattr *nla_nest_start(struct sk_buff *skb, int type)
{
	struct nlattr *start = (struct nlattr *)skb_tail_pointer(skb);

	return nla_put(skb, type, 0, NULL) ? NULL : start;
}
static __always_inline int nla_nest_end(struct sk_buff *skb, struct nlattr *start)
{
	start->nla_len = skb_tail_pointer(skb) - (unsigned char *)start;
	return skb->len;
}
static __always_inline size_t unoops_nla_copy(char *to, const struct nlattr *nla, size_t size)
{
	size_t len = nla_len(nla);
	const char *from = nla_data(nla);

	if (len > 0 && from[len - 1] == 0)
		len--;
	if (size > 0) {
		size_t n = len >= size ? size - 1 : len;

		memset(to, 0, size);
		memcpy(to, from, n);
	}
	return len;
}
#if UNOOPS_SINCE(5, 12)
static __always_inline ssize_t nla_strscpy(char *to, const struct nlattr *nla, size_t size) { return unoops_nla_copy(to, nla, size); }
#else
static __always_inline size_t nla_strlcpy(char *to, const struct nlattr *nla, size_t size) { return unoops_nla_copy(to, nla, size); }
#endif

#endif
