/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WAIT_BIT_H
#define _LINUX_WAIT_BIT_H

#include <linux/wait.h>

void wake_up_bit(void *word, int bit);
int __must_check out_of_line_wait_on_bit(void *word, int bit, unsigned int mode);
#define wait_on_bit(word, bit, mode)	out_of_line_wait_on_bit(word, bit, mode)
#define wait_on_bit_timeout(word, bit, mode, timeout) out_of_line_wait_on_bit(word, bit, mode)
void __wake_up_var(void *var);
#define wake_up_var(var)		__wake_up_var((void *)(var))
#define clear_and_wake_up_bit(bit, word) do { clear_bit(bit, word); wake_up_bit(word, bit); } while (0)

#endif
