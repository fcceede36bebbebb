/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PERCPU_REFCOUNT_H
#define _LINUX_PERCPU_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/gfp.h>

/* lib/percpu-refcount.c; 4.4 ... 7.2. The initial use lasts until a grace period after percpu_ref_kill(): nobody can give back the last one before. */
struct percpu_ref;
typedef void (percpu_ref_func_t)(struct percpu_ref *ref);

enum { PERCPU_REF_INIT_ATOMIC = 1, PERCPU_REF_INIT_DEAD = 2, PERCPU_REF_ALLOW_REINIT = 4 };

struct percpu_ref {
	atomic_t unoops_uses;
	bool unoops_dead;
	percpu_ref_func_t *unoops_release, *unoops_confirm;
	struct rcu_head unoops_rcu;
};

int __must_check percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags, gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill);
void percpu_ref_reinit(struct percpu_ref *ref);
bool percpu_ref_is_zero(struct percpu_ref *ref);
void percpu_ref_get_many(struct percpu_ref *ref, unsigned long nr);
bool percpu_ref_tryget_many(struct percpu_ref *ref, unsigned long nr);
bool percpu_ref_tryget_live(struct percpu_ref *ref);
void percpu_ref_put_many(struct percpu_ref *ref, unsigned long nr);
static __always_inline void percpu_ref_kill(struct percpu_ref *ref) { percpu_ref_kill_and_confirm(ref, NULL); }
static __always_inline void percpu_ref_get(struct percpu_ref *ref) { percpu_ref_get_many(ref, 1); }
static __always_inline bool percpu_ref_tryget(struct percpu_ref *ref) { return percpu_ref_tryget_many(ref, 1); }
static __always_inline void percpu_ref_put(struct percpu_ref *ref) { percpu_ref_put_many(ref, 1); }
#if UNOOPS_SINCE(4, 5)
static __always_inline bool percpu_ref_is_dying(struct percpu_ref *ref) { return READ_ONCE(ref->unoops_dead); }
#endif

#endif
