/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KEYBOARD_H
#define _LINUX_KEYBOARD_H

#include <linux/notifier.h>

/* drivers/tty/vt/keyboard.c; 4.4 ... 7.2. */
struct vc_data;
struct keyboard_notifier_param {
	struct vc_data *vc;
	int down, shift;
#if UNOOPS_SINCE(5, 10)
	int ledstate;
#endif
	unsigned int value;
};
#define KBD_KEYCODE		0x0001
#define KBD_UNBOUND_KEYCODE	0x0002
#define KBD_UNICODE		0x0003
#define KBD_KEYSYM		0x0004
#define KBD_POST_KEYSYM		0x0005
#define KG_SHIFT	0
#define KG_ALTGR	1
#define KG_CTRL		2
#define KG_ALT		3
#define KG_SHIFTL	4
#define KG_SHIFTR	5
#define KG_CTRLL	6
#define KG_CTRLR	7
#define KG_CAPSSHIFT	8
int register_keyboard_notifier(struct notifier_block *nb);
int unregister_keyboard_notifier(struct notifier_block *nb);

#endif
