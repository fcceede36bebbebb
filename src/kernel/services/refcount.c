/* SPDX-License-Identifier: MIT */
/* lib/refcount.c; 4.11 ... 7.2. Each kind of misuse is warned of once a boot. */
#include <linux/refcount.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <unoops/machine.h>

static unsigned int warned;

/* WARN_ONCE(), of which `nth` is the how manyth of this file. */
static __always_inline void warn_of_misuse(refcount_t *r, unsigned int nth, int line, const char *text)
{
	unoops_trap(UNOOPS_REFCOUNT, r, text);
	if (warned & 1u << nth)
		return;
	warned |= 1u << nth;
	unoops_warn("lib/refcount.c", line, text);
}

#if UNOOPS_REFCOUNT_INLINE
/* The counter sticks, whatever was wrong. */
static const struct { int line; const char *text; } misuse[] = {
	[REFCOUNT_ADD_NOT_ZERO_OVF] = { 19, "refcount_t: saturated; leaking memory." },
	[REFCOUNT_ADD_OVF] = { 22, "refcount_t: saturated; leaking memory." },
	[REFCOUNT_ADD_UAF] = { 25, "refcount_t: addition on 0; use-after-free." },
	[REFCOUNT_SUB_UAF] = { 28, "refcount_t: underflow; use-after-free." },
	[REFCOUNT_DEC_LEAK] = { 31, "refcount_t: decrement hit 0; leaking memory." },
};

void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	refcount_set(r, REFCOUNT_SATURATED);
	warn_of_misuse(r, t, misuse[t].line, misuse[t].text);
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
#else
/* Lines of 5.4; 4.14 ... 4.20 have each three lines earlier. A counter at 0 stays there, one at its end sticks. */
#define LINE(of_5_4)	((of_5_4) - (UNOOPS_REFCOUNT_CHECKED_NAMES ? 0 : 3))
static const char addition[] = "refcount_t: addition on 0; use-after-free.";
static const char increment[] = "refcount_t: increment on 0; use-after-free.";
static const char underflow[] = "refcount_t: underflow; use-after-free.";
static const char decrement[] = "refcount_t: decrement hit 0; leaking memory.";
static const char saturated[] = "refcount_t: saturated; leaking memory.";

/* True when the count was not 0. */
static __always_inline bool add_unless_0(unsigned int i, refcount_t *r, unsigned int nth, int line)
{
	unsigned int old = atomic_fetch_add_unless(&r->refs, (int)i, 0);

	if (old == 0 || old + i > old)
		return old != 0;
	atomic_set(&r->refs, REFCOUNT_SATURATED);
	if (old != (unsigned int)REFCOUNT_SATURATED)
		warn_of_misuse(r, nth, line, saturated);
	return true;
}

bool refcount_add_not_zero(unsigned int i, refcount_t *r) { return add_unless_0(i, r, 0, LINE(81)); }
void refcount_add(unsigned int i, refcount_t *r)
{
	if (!refcount_add_not_zero(i, r))
		warn_of_misuse(r, 1, LINE(105), addition);
}
bool refcount_inc_not_zero(refcount_t *r) { return add_unless_0(1, r, 2, LINE(136)); }
void refcount_inc(refcount_t *r)
{
	if (!refcount_inc_not_zero(r))
		warn_of_misuse(r, 3, LINE(156), increment);
}

bool refcount_sub_and_test(unsigned int i, refcount_t *r)
{
	unsigned int old = atomic_fetch_sub((int)i, &r->refs);

	if (old >= i && old != (unsigned int)REFCOUNT_SATURATED)
		return old == i;
	atomic_set(&r->refs, (int)old);
	if (old < i)
		warn_of_misuse(r, 4, LINE(190), underflow);
	return false;
}
bool refcount_dec_and_test(refcount_t *r) { return refcount_sub_and_test(1, r); }
void refcount_dec(refcount_t *r)
{
	if (refcount_dec_and_test(r))
		warn_of_misuse(r, 5, LINE(231), decrement);
}

bool refcount_dec_not_one(refcount_t *r)
{
	int old = atomic_read(&r->refs);

	if (old == REFCOUNT_SATURATED || old == 1)
		return old != 1;
	if (old == 0)
		warn_of_misuse(r, 6, LINE(282), underflow);
	else
		atomic_dec(&r->refs);
	return true;
}
#endif

bool refcount_dec_if_one(refcount_t *r)
{
	return atomic_cmpxchg(&r->refs, 1, 0) == 1;
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
