/* SPDX-License-Identifier: MIT */
/* lib/refcount.c; 5.0 ... 7.2. Each kind of misuse is warned of once a boot; the counter sticks. */
#include <linux/refcount.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <unoops/machine.h>

static const struct { int line; const char *text; } misuse[] = {
	[REFCOUNT_ADD_NOT_ZERO_OVF] = { 19, "refcount_t: saturated; leaking memory." },
	[REFCOUNT_ADD_OVF] = { 22, "refcount_t: saturated; leaking memory." },
	[REFCOUNT_ADD_UAF] = { 25, "refcount_t: addition on 0; use-after-free." },
	[REFCOUNT_SUB_UAF] = { 28, "refcount_t: underflow; use-after-free." },
	[REFCOUNT_DEC_LEAK] = { 31, "refcount_t: decrement hit 0; leaking memory." },
};
static unsigned int warned;

void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	refcount_set(r, REFCOUNT_SATURATED);
	unoops_trap(UNOOPS_REFCOUNT, r, misuse[t].text);
	if (warned & 1u << t)
		return;
	warned |= 1u << t;
	unoops_warn("lib/refcount.c", misuse[t].line, misuse[t].text);
}

bool refcount_dec_if_one(refcount_t *r)
{
	return atomic_cmpxchg(&r->refs, 1, 0) == 1;
}

bool refcount_dec_not_one(refcount_t *r)
{
	int old = atomic_read(&r->refs);

	if (old == REFCOUNT_SATURATED)
		return true;
	if (old == 1)
		return false;
	if (old < 1)
		refcount_warn_saturate(r, REFCOUNT_SUB_UAF);
	else
		atomic_dec(&r->refs);
	return true;
}

bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	mutex_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	mutex_unlock(lock);
	return false;
}

bool refcount_dec_and_lock(refcount_t *r, struct spinlock *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	spin_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	spin_unlock(lock);
	return false;
}
