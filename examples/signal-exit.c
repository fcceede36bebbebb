// SPDX-License-Identifier: MIT
/*
 * A second way out of the loop: a signal. After "kill -USR1" the thread is gone, and rmmod stops a
 * task_struct that may be freed.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

static struct task_struct *k;

static int poll_thread(void *unused)
{
	allow_signal(SIGUSR1);
	while (!kthread_should_stop()) {
		schedule_timeout_interruptible(HZ);
		if (signal_pending(current))
			break;
	}
	return 0;
}

static int __init signal_exit_init(void)
{
	k = kthread_run(poll_thread, NULL, "poll thread");
	return PTR_ERR_OR_ZERO(k);
}

static void __exit signal_exit_exit(void)
{
	kthread_stop(k);
}

module_init(signal_exit_init);
module_exit(signal_exit_exit);
MODULE_DESCRIPTION("A thread that also leaves on a signal");
MODULE_LICENSE("GPL");
