/* SPDX-License-Identifier: MIT */
/* A device of a class, as processes use it: at any time until it is unregistered, which waits for those inside. */
#ifndef UNOOPS_CLASS_USE_H
#define UNOOPS_CLASS_USE_H

#include "user.h"

/* First member of what it is about, which goes with it. */
struct class_use {
	struct happening session;
	struct list_head entry;
	const void *key;		/* what unregisters it */
	void (*use)(struct class_use *self);
	unsigned int active;
	bool gone;
};

/* `size` bytes that begin with a class_use. */
void *unoops_new_class_use(unsigned int size, const void *key, void (*use)(struct class_use *self));
void unoops_offer(struct class_use *cu);
struct class_use *unoops_offered(const void *key);
/* Nobody begins any more, and those inside are waited for, as kernfs_drain() does; it is gone then. */
void unoops_withdraw(struct class_use *cu);

/* What a device of the environment answers, as far as code can tell it apart: 0, or all ones. */
unsigned int unoops_any_answer(void);
/* The same where nobody minds all ones: 0, or what the module compares with. A buffer is full of one number, of `size` bytes or, for 0, of as many as it needs. */
unsigned int unoops_plain_answer(void);
void unoops_fill_with_answer(void *buf, unsigned int len, unsigned int size);

#endif
