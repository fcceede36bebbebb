// SPDX-License-Identifier: MIT
/*
 * A thread that may end by itself, made safe: the reference is taken before the thread first runs,
 * and kept until after kthread_stop().
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

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

static int __init pinned_init(void)
{
	k = kthread_create(poll_thread, NULL, "poll thread");
	if (IS_ERR(k))
		return PTR_ERR(k);
	get_task_struct(k);
	wake_up_process(k);
	return 0;
}

static void __exit pinned_exit(void)
{
	kthread_stop(k);
	put_task_struct(k);
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_DESCRIPTION("A thread that may end early, with its task_struct held");
MODULE_LICENSE("GPL");
