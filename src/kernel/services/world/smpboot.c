/* SPDX-License-Identifier: MIT */
/* kernel/smpboot.c; 4.4 ... 7.2. A thread for each CPU, of which there is one: it is made, parked, let go, and stopped when it is unregistered. */
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smpboot.h>
#include "../model.h"

enum { NOT_SET_UP, ACTIVE, PARKED };

struct seat {
	struct smp_hotplug_thread *plan;
	unsigned int status;
};

static void leave(struct seat *seat)
{
	struct smp_hotplug_thread *plan = seat->plan;

	__set_current_state(TASK_RUNNING);
	if (plan->cleanup && seat->status != NOT_SET_UP)
		plan->cleanup(0, true);
	kfree(seat);
}

static void be_parked(struct seat *seat)
{
	struct smp_hotplug_thread *plan = seat->plan;

	__set_current_state(TASK_RUNNING);
	if (plan->park && seat->status == ACTIVE) {
		plan->park(0);
		seat->status = PARKED;
	}
	kthread_parkme();
}

static void become_active(struct seat *seat)
{
	struct smp_hotplug_thread *plan = seat->plan;

	__set_current_state(TASK_RUNNING);
	if (seat->status == NOT_SET_UP && plan->setup)
		plan->setup(0);
	else if (seat->status == PARKED && plan->unpark)
		plan->unpark(0);
	seat->status = ACTIVE;
}

static int smpboot_thread_fn(void *data)
{
	struct seat *seat = data;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop()) {
			leave(seat);
			return 0;
		}
		if (kthread_should_park()) {
			be_parked(seat);
		} else if (seat->status != ACTIVE) {
			become_active(seat);
		} else if (!seat->plan->thread_should_run(0)) {
			schedule();
		} else {
			__set_current_state(TASK_RUNNING);
			seat->plan->thread_fn(0);
		}
	}
}

int smpboot_register_percpu_thread(struct smp_hotplug_thread *plan)
{
	struct seat *seat = kzalloc(sizeof(*seat), GFP_KERNEL);
	struct task_struct *tsk;

	unoops_assume("CPUs neither come nor go");
	if (!seat)
		return -ENOMEM;
	seat->plan = plan;
	tsk = kthread_create_on_cpu(smpboot_thread_fn, seat, 0, plan->thread_comm);
	if (IS_ERR(tsk)) {
		kfree(seat);
		return PTR_ERR(tsk);
	}
	kthread_park(tsk);
	get_task_struct(tsk);
	*plan->store = tsk;
	if (plan->create)
		plan->create(0);
	if (!plan->selfparking)
		kthread_unpark(tsk);
	return 0;
}

void smpboot_unregister_percpu_thread(struct smp_hotplug_thread *plan)
{
	struct task_struct *tsk = *plan->store;

	if (!tsk)
		return;
	kthread_stop(tsk);
	put_task_struct(tsk);
	*plan->store = NULL;
}
