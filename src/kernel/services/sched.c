/* SPDX-License-Identifier: MIT */
/* Sleeping and waking: kernel/sched/core.c, kernel/time/timer.c (sleep_timeout.c from 6.13 on). */
#include "model.h"
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/cpumask.h>

void unoops_check_may_sleep(const char *text)
{
	struct task_struct *tsk = current;

	if (unlikely(tsk->preempt_count | tsk->irqs_off | tsk->rcu_read_lock_nesting))
		unoops_trap(UNOOPS_SLEEP_IN_ATOMIC, NULL, text);
}

/* A kernel that counts at all says so when it comes to a sleep, and goes on as if nothing were held. */
static void schedule_debug(void)
{
	struct task_struct *tsk = current;

	/* a reader alone is warned of by RCU, where readers may be preempted: kernel/rcu/tree_plugin.h */
	unoops_check_may_sleep(tsk->preempt_count | tsk->irqs_off ? "scheduling while atomic" : "scheduling in an RCU reader");
	if (tsk->preempt_count & ~0xff00)
		tsk->preempt_count = 0;
}

/* 4.4 ... 7.2. */
void __might_sleep(const char *file, int line)
{
	unoops_check_may_sleep("sleeping function called from invalid context");
}

static __always_inline void set_state(unsigned int state)
{
	*unoops_task_state_word(current) = state;
}

static __always_inline bool leaves_for_signal(struct task_struct *tsk)
{
	return signal_pending_state(UNOOPS_READ_TASK_STATE(tsk), tsk) || unoops_is_interrupted(tsk);
}

/* 4.4 ... 7.2. A task that is running, or that a signal keeps running, only lets others run. */
void schedule(void)
{
	struct task_struct *tsk = current;

	schedule_debug();
	if (UNOOPS_READ_TASK_STATE(tsk) == TASK_RUNNING || leaves_for_signal(tsk)) {
		set_state(TASK_RUNNING);
		unoops_yield();
		return;
	}
	unoops_block(unoops_task_state_word(tsk), ~0u, TASK_RUNNING);
}

/* 4.4 ... 7.2. Woken in time: some of the time is left; else none. */
long schedule_timeout(long timeout)
{
	struct task_struct *tsk = current;
	bool woken = true;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	schedule_debug();
	if (timeout < 0) {
		set_state(TASK_RUNNING);
		return 0;
	}
	if (UNOOPS_READ_TASK_STATE(tsk) == TASK_RUNNING || leaves_for_signal(tsk))
		unoops_yield();
	else
		woken = unoops_block_timeout(unoops_task_state_word(tsk), ~0u, TASK_RUNNING);
	set_state(TASK_RUNNING);
	return woken ? (timeout + 1) / 2 : 0;
}

#define SCHEDULE_TIMEOUT(suffix, state)						\
long schedule_timeout_##suffix(long timeout)					\
{										\
	set_state(state);							\
	return schedule_timeout(timeout);					\
}
SCHEDULE_TIMEOUT(interruptible, TASK_INTERRUPTIBLE)
SCHEDULE_TIMEOUT(killable, TASK_KILLABLE)
SCHEDULE_TIMEOUT(uninterruptible, TASK_UNINTERRUPTIBLE)
SCHEDULE_TIMEOUT(idle, TASK_IDLE)

void io_schedule(void) { schedule(); }
long io_schedule_timeout(long timeout) { return schedule_timeout(timeout); }

/* kernel/time/hrtimer.c; 4.4 ... 7.2. */
int schedule_hrtimeout(ktime_t *expires, const enum hrtimer_mode mode)
{
	if (!expires) {
		schedule();
		return -EINTR;
	}
	return schedule_timeout(2) ? -EINTR : 0;
}

/* Any other task may run, and the sleep is over in every state that a wake-up could leave behind. */
static void sleep_some_time(void)
{
	schedule_debug();
	unoops_yield();
	if (UNOOPS_READ_TASK_STATE(current) != TASK_RUNNING)
		set_state(TASK_RUNNING);
}

void msleep(unsigned int msecs) { sleep_some_time(); }
void ssleep(unsigned int seconds) { sleep_some_time(); }
void usleep_range(unsigned long min, unsigned long max) { sleep_some_time(); }

/* Only a signal ends it early, and then some time is left. */
unsigned long msleep_interruptible(unsigned int msecs)
{
	sleep_some_time();
	return signal_pending(current) ? (msecs + 1) / 2 : 0;
}

void __delay(unsigned long loops) { unoops_yield(); }

void yield(void)
{
	schedule_debug();
	set_state(TASK_RUNNING);
	unoops_yield();
}

int __cond_resched(void)
{
	unoops_check_may_sleep("sleeping function called from invalid context");
	unoops_yield();
	return 0;
}

/* 4.4 ... 7.2. Returns whether the task was asleep in one of these states. */
static int try_to_wake_up(struct task_struct *p, unsigned int state)
{
	unsigned int old = UNOOPS_READ_TASK_STATE(p);
	bool wakes = (old & state) && cmpxchg((unsigned int *)unoops_task_state_word(p), old, TASK_RUNNING) == old;

	unoops_note(UNOOPS_TASK_WAKE, p, wakes);
	return wakes;
}

int wake_up_process(struct task_struct *p)
{
	return try_to_wake_up(p, TASK_NORMAL);
}

int wake_up_state(struct task_struct *p, unsigned int state)
{
	return try_to_wake_up(p, state);
}

/* Where and when a task runs is the explorer's choice in any case. */
static int ignore_priority(void)
{
	unoops_assume("priorities and CPU affinity do not restrict the schedules");
	return 0;
}
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *mask) { return ignore_priority(); }
long sched_setaffinity(pid_t pid, const struct cpumask *mask) { return ignore_priority(); }
void set_user_nice(struct task_struct *p, long nice) { ignore_priority(); }
int sched_setscheduler(struct task_struct *p, int policy, const struct sched_param *param) { return ignore_priority(); }
int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param) { return ignore_priority(); }
#if UNOOPS_HAS_SCHED_SET_FIFO
void sched_set_fifo(struct task_struct *p) { ignore_priority(); }
void sched_set_fifo_low(struct task_struct *p) { ignore_priority(); }
void sched_set_normal(struct task_struct *p, int nice) { ignore_priority(); }
#endif

const struct cpumask unoops_cpu0_mask = { { 1 } };
