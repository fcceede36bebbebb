/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWLOCK_H
#define _LINUX_RWLOCK_H

#include <linux/spinlock_types.h>

#define UNOOPS_DECLARE_RWLOCK_SIDE(side)						\
void _raw_##side##_lock(rwlock_t *lock);					\
void _raw_##side##_lock_bh(rwlock_t *lock);					\
void _raw_##side##_lock_irq(rwlock_t *lock);					\
unsigned long _raw_##side##_lock_irqsave(rwlock_t *lock);			\
int _raw_##side##_trylock(rwlock_t *lock);					\
void _raw_##side##_unlock(rwlock_t *lock);					\
void _raw_##side##_unlock_bh(rwlock_t *lock);					\
void _raw_##side##_unlock_irq(rwlock_t *lock);					\
void _raw_##side##_unlock_irqrestore(rwlock_t *lock, unsigned long flags);
UNOOPS_DECLARE_RWLOCK_SIDE(read)
UNOOPS_DECLARE_RWLOCK_SIDE(write)

#define rwlock_init(l)			((l)->holders = 0)
#define read_lock(l)			_raw_read_lock(l)
#define read_lock_bh(l)			_raw_read_lock_bh(l)
#define read_lock_irq(l)		_raw_read_lock_irq(l)
#define read_lock_irqsave(l, flags)	do { (flags) = _raw_read_lock_irqsave(l); } while (0)
#define read_trylock(l)			_raw_read_trylock(l)
#define read_unlock(l)			_raw_read_unlock(l)
#define read_unlock_bh(l)		_raw_read_unlock_bh(l)
#define read_unlock_irq(l)		_raw_read_unlock_irq(l)
#define read_unlock_irqrestore(l, flags) _raw_read_unlock_irqrestore(l, flags)
#define write_lock(l)			_raw_write_lock(l)
#define write_lock_bh(l)		_raw_write_lock_bh(l)
#define write_lock_irq(l)		_raw_write_lock_irq(l)
#define write_lock_irqsave(l, flags)	do { (flags) = _raw_write_lock_irqsave(l); } while (0)
#define write_trylock(l)		_raw_write_trylock(l)
#define write_unlock(l)			_raw_write_unlock(l)
#define write_unlock_bh(l)		_raw_write_unlock_bh(l)
#define write_unlock_irq(l)		_raw_write_unlock_irq(l)
#define write_unlock_irqrestore(l, flags) _raw_write_unlock_irqrestore(l, flags)

#endif
