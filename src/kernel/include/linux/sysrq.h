/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SYSRQ_H
#define _LINUX_SYSRQ_H

#include <linux/errno.h>
#include <linux/types.h>

/* drivers/tty/sysrq.c; 4.4 ... 7.2. What the key does is not modelled: nobody reboots. */
#if UNOOPS_SINCE(6, 6)
static __always_inline void handle_sysrq(u8 key) { }
#else
static __always_inline void handle_sysrq(int key) { }
#endif
#define SYSRQ_ENABLE_LOG	0x0002
#define SYSRQ_ENABLE_KEYBOARD	0x0004
#define SYSRQ_ENABLE_DUMP	0x0008
#define SYSRQ_ENABLE_SYNC	0x0010
#define SYSRQ_ENABLE_REMOUNT	0x0020
#define SYSRQ_ENABLE_SIGNAL	0x0040
#define SYSRQ_ENABLE_BOOT	0x0080
#define SYSRQ_ENABLE_RTNICE	0x0100
struct sysrq_key_op {
#if UNOOPS_SINCE(6, 6)
	void (*const handler)(u8 key);
#elif UNOOPS_SINCE(5, 10)
	void (*const handler)(int key);
#else
	void (*handler)(int key);
#endif
	const char *help_msg, *action_msg;
	int enable_mask;
};
#if UNOOPS_SINCE(6, 6)
int register_sysrq_key(u8 key, const struct sysrq_key_op *op);
int unregister_sysrq_key(u8 key, const struct sysrq_key_op *op);
#else
int register_sysrq_key(int key, const struct sysrq_key_op *op);
int unregister_sysrq_key(int key, const struct sysrq_key_op *op);
#endif

#endif
