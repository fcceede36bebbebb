/* SPDX-License-Identifier: MIT */
/* lib/percpu-refcount.c; 4.4 ... 7.2. Uses that are counted on each CPU, and together from percpu_ref_kill() on. */
#include <linux/percpu-refcount.h>
#include <linux/errno.h>
#include "../model.h"

int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags, gfp_t gfp)
{
	if (unoops_fault("percpu_ref_init"))
		return -ENOMEM;
	ref->unoops_dead = flags & PERCPU_REF_INIT_DEAD;
	atomic_set(&ref->unoops_uses, !ref->unoops_dead);
	ref->unoops_release = release;
	return 0;
}

void percpu_ref_exit(struct percpu_ref *ref) { unoops_look_at(ref->unoops_release); }

void percpu_ref_get_many(struct percpu_ref *ref, unsigned long nr) { atomic_add(nr, &ref->unoops_uses); }

bool percpu_ref_tryget_many(struct percpu_ref *ref, unsigned long nr) { return atomic_add_unless(&ref->unoops_uses, nr, 0); }

bool percpu_ref_tryget_live(struct percpu_ref *ref)
{
	if (READ_ONCE(ref->unoops_dead))
		return false;
	atomic_inc(&ref->unoops_uses);
	return true;
}

void percpu_ref_put_many(struct percpu_ref *ref, unsigned long nr)
{
	if (atomic_sub_and_test(nr, &ref->unoops_uses))
		unoops_call_fn(ref->unoops_release, ref);
}

bool percpu_ref_is_zero(struct percpu_ref *ref) { return !atomic_read(&ref->unoops_uses); }

/* percpu_ref_switch_to_atomic_rcu(), and the initial use, which is given back with it. */
static void percpu_ref_counted_together(struct rcu_head *head)
{
	struct percpu_ref *ref = container_of(head, struct percpu_ref, unoops_rcu);

	if (ref->unoops_confirm)
		unoops_call_fn(ref->unoops_confirm, ref);
	percpu_ref_put(ref);
}

void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill)
{
	if (ref->unoops_dead) {
		unoops_warn("lib/percpu-refcount.c", 0, "percpu_ref_kill_and_confirm() called more than once");
		return;
	}
	WRITE_ONCE(ref->unoops_dead, true);
	ref->unoops_confirm = confirm_kill;
	call_rcu(&ref->unoops_rcu, percpu_ref_counted_together);
}

void percpu_ref_reinit(struct percpu_ref *ref)
{
	if (!percpu_ref_is_zero(ref))
		unoops_warn("lib/percpu-refcount.c", 0, "percpu_ref_reinit() of a counter that is in use");
	atomic_set(&ref->unoops_uses, 1);
	WRITE_ONCE(ref->unoops_dead, false);
}
