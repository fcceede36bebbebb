/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include <linux/compiler.h>
#include <linux/stddef.h>

typedef signed char __s8, s8;
typedef unsigned char __u8, u8;
typedef short __s16, s16;
typedef unsigned short __u16, u16;
typedef int __s32, s32;
typedef unsigned int __u32, u32;
typedef long long __s64, s64;
typedef unsigned long long __u64, u64;

typedef s8 int8_t;
typedef u8 uint8_t;
typedef s16 int16_t;
typedef u16 uint16_t;
typedef s32 int32_t;
typedef u32 uint32_t;
typedef s64 int64_t;
typedef u64 uint64_t;
typedef u8 u_int8_t;
typedef u16 u_int16_t;
typedef u32 u_int32_t;
typedef u64 u_int64_t;
typedef unsigned char u_char, unchar;
typedef unsigned short u_short, ushort;
typedef unsigned int u_int, uint;
typedef unsigned long u_long, ulong;

typedef u16 __le16, __be16;
typedef u32 __le32, __be32;
typedef u64 __le64, __be64;
/* include/uapi/linux/types.h, include/linux/types.h */
#define aligned_u64	__aligned_u64
#define aligned_be64	__aligned_be64
#define aligned_le64	__aligned_le64
typedef u64 __aligned_u64 __attribute__((__aligned__(8)));
typedef s64 __aligned_s64 __attribute__((__aligned__(8)));
typedef __be64 __aligned_be64 __attribute__((__aligned__(8)));
typedef __le64 __aligned_le64 __attribute__((__aligned__(8)));

typedef _Bool bool;
#define true	1
#define false	0

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef long ssize_t;
typedef unsigned long uintptr_t;
typedef long intptr_t;
typedef long long loff_t;
typedef unsigned int gfp_t, fmode_t, slab_flags_t;
typedef unsigned short umode_t;
typedef int pid_t;
typedef unsigned int uid_t, gid_t, dev_t;
typedef long long time64_t;
typedef s64 ktime_t;
typedef int clockid_t, key_t, timer_t, mqd_t, __kernel_pid_t;
typedef long __kernel_time_t, time_t, suseconds_t, clock_t, off_t, daddr_t, __kernel_long_t;
typedef unsigned long __kernel_ulong_t, blkcnt_t, pgoff_t, irq_hw_number_t, pteval_t;
typedef unsigned long ino_t, __kernel_size_t;
typedef unsigned short mode_t;
typedef unsigned int nlink_t, __poll_t, oom_flags_t, isolate_mode_t;
typedef unsigned short __sum16;
typedef unsigned int __wsum;
typedef char *caddr_t;
typedef unsigned long phys_addr_t, dma_addr_t, resource_size_t, sector_t;

typedef struct { int counter; } atomic_t;
typedef struct { s64 counter __aligned(8); } atomic64_t;
#define ATOMIC_INIT(i)	{ (i) }

struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct hlist_head { struct hlist_node *first; };

/* `next` holds the open readers that the callback's grace period waits for: see services/rcu.c. */
struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
};
#define rcu_head callback_head

typedef void (*rcu_callback_t)(struct callback_head *head);
typedef void (*call_rcu_func_t)(struct callback_head *head, rcu_callback_t func);
struct ustat;

#define BITS_PER_BYTE	8
#define BITS_PER_LONG	32
#define BITS_PER_LONG_LONG 64
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define BITS_TO_LONGS(n)	DIV_ROUND_UP(n, BITS_PER_LONG)
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]

#endif
