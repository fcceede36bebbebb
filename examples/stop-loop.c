// SPDX-License-Identifier: MIT
/*
 * The usual way, and a safe one: the loop ends only when kthread_stop() asks for it, so the thread
 * is alive whenever it is stopped.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *k;

static int poll_thread(void *unused)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init stop_loop_init(void)
{
	k = kthread_run(poll_thread, NULL, "poll thread");
	return PTR_ERR_OR_ZERO(k);
}

static void __exit stop_loop_exit(void)
{
	kthread_stop(k);
}

module_init(stop_loop_init);
module_exit(stop_loop_exit);
MODULE_DESCRIPTION("A thread that runs until it is stopped");
MODULE_LICENSE("GPL");
