/* SPDX-License-Identifier: MIT */
/* kernel/locking/spinlock.c; 4.4 ... 7.2. A held lock also forbids its holder to sleep. */
#include "model.h"

void unoops_lock(raw_spinlock_t *lock)
{
	unoops_check_below(lock, lock->locked);
	preempt_disable();
	unoops_block(&lock->locked, ~0u, 0);
	lock->locked = UNOOPS_HELD;
	unoops_note(UNOOPS_LOCKED, lock, 0);
}

/* A handler looks before it waits: what it asks for may be held by the task below it. */
static __always_inline void guard_lock(const volatile void *word, unsigned int excludes)
{
	unoops_guard(word, current->handler ? 0 : excludes, 0);
}
static __always_inline void spin_guard(raw_spinlock_t *lock) { guard_lock(&lock->locked, ~0u); }
static __always_inline void read_guard(rwlock_t *lock) { guard_lock(&lock->holders, UNOOPS_RWLOCK_WRITER); }
static __always_inline void write_guard(rwlock_t *lock) { guard_lock(&lock->holders, ~0u); }

static __always_inline void spin_take(raw_spinlock_t *lock)
{
	unoops_lock(lock);
	lock->locked = UNOOPS_HELD | unoops_may_interrupt();
}

noinline void _raw_spin_lock(raw_spinlock_t *lock)
{
	spin_guard(lock);
	spin_take(lock);
}

int _raw_spin_trylock(raw_spinlock_t *lock)
{
	if (cmpxchg(&lock->locked, 0, UNOOPS_HELD))
		return 0;
	preempt_disable();
	lock->locked = UNOOPS_HELD | unoops_may_interrupt();
	unoops_note(UNOOPS_LOCKED, lock, 0);
	return 1;
}

void _raw_spin_unlock(raw_spinlock_t *lock)
{
	if (!lock->locked)
		unoops_trap(UNOOPS_BAD_LOCK, lock, "unlock of a spinlock that nobody holds");
	lock->locked = 0;
	unoops_note(UNOOPS_UNLOCKED, lock, 0);
	preempt_enable();
}

static __always_inline void rw_unlock(rwlock_t *lock, unsigned int hold, const char *unheld)
{
	bool writer = lock->holders == UNOOPS_RWLOCK_WRITER;

	if (!lock->holders || writer != (hold == UNOOPS_RWLOCK_WRITER))
		unoops_trap(UNOOPS_BAD_LOCK, lock, unheld);
	if (lock->holders == hold)
		lock->above = 0;
	(void)__atomic_fetch_sub(&lock->holders, hold, UNOOPS_ATOMIC_SC);
	unoops_note(UNOOPS_UNLOCKED, lock, 0);
	preempt_enable();
}

/* Of several readers nobody knows who is interrupted: what may come on top of them is known of the first, while it is alone. */
static __always_inline void note_above(rwlock_t *lock, unsigned int hold)
{
	lock->above = lock->holders == hold ? unoops_may_interrupt() : 0;
}

static __always_inline void rw_lock(rwlock_t *lock, unsigned int excludes, unsigned int hold)
{
	if (lock->holders & excludes)
		unoops_check_below(lock, lock->above);
	preempt_disable();
	unoops_block(&lock->holders, excludes, 0);
	(void)__atomic_fetch_add(&lock->holders, hold, UNOOPS_ATOMIC_SC);
	note_above(lock, hold);
	unoops_note(UNOOPS_LOCKED, lock, 0);
}

static __always_inline int rw_trylock(rwlock_t *lock, unsigned int excludes, unsigned int hold)
{
	unsigned int holders = lock->holders;

	do
		if (holders & excludes)
			return 0;
	while (!try_cmpxchg(&lock->holders, &holders, holders + hold));
	note_above(lock, hold);
	preempt_disable();
	unoops_note(UNOOPS_LOCKED, lock, 0);
	return 1;
}

static __always_inline void read_take(rwlock_t *lock) { rw_lock(lock, UNOOPS_RWLOCK_WRITER, 1); }
static __always_inline void write_take(rwlock_t *lock) { rw_lock(lock, ~0u, UNOOPS_RWLOCK_WRITER); }
noinline void _raw_read_lock(rwlock_t *lock) { read_guard(lock); read_take(lock); }
int _raw_read_trylock(rwlock_t *lock) { return rw_trylock(lock, UNOOPS_RWLOCK_WRITER, 1); }
void _raw_read_unlock(rwlock_t *lock) { rw_unlock(lock, 1, "read_unlock without a reader"); }
noinline void _raw_write_lock(rwlock_t *lock) { write_guard(lock); write_take(lock); }
int _raw_write_trylock(rwlock_t *lock) { return rw_trylock(lock, ~0u, UNOOPS_RWLOCK_WRITER); }
void _raw_write_unlock(rwlock_t *lock) { rw_unlock(lock, UNOOPS_RWLOCK_WRITER, "write_unlock without a writer"); }

/* The forms that also turn softirqs or interrupts off around the lock. */
#define LOCK_FORMS(op, T)							\
noinline void _raw_##op##_lock_bh(T *lock) { op##_guard(lock); local_bh_disable(); op##_take(lock); } \
void _raw_##op##_unlock_bh(T *lock) { _raw_##op##_unlock(lock); local_bh_enable(); } \
noinline void _raw_##op##_lock_irq(T *lock) { op##_guard(lock); local_irq_disable(); op##_take(lock); } \
void _raw_##op##_unlock_irq(T *lock) { _raw_##op##_unlock(lock); local_irq_enable(); } \
noinline unsigned long _raw_##op##_lock_irqsave(T *lock)					\
{										\
	unsigned long flags;							\
										\
	op##_guard(lock);							\
	flags = arch_local_irq_save();						\
	op##_take(lock);							\
	return flags;								\
}										\
void _raw_##op##_unlock_irqrestore(T *lock, unsigned long flags)		\
{										\
	_raw_##op##_unlock(lock);						\
	local_irq_restore(flags);						\
}
LOCK_FORMS(spin, raw_spinlock_t)
LOCK_FORMS(read, rwlock_t)
LOCK_FORMS(write, rwlock_t)

int _raw_spin_trylock_bh(raw_spinlock_t *lock)
{
	local_bh_disable();
	if (_raw_spin_trylock(lock))
		return 1;
	local_bh_enable();
	return 0;
}

/* lib/dec_and_lock.c; 4.4 ... 7.2. */
int _atomic_dec_and_lock(atomic_t *atomic, spinlock_t *lock)
{
	if (atomic_add_unless(atomic, -1, 1))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock(lock);
	return 0;
}
