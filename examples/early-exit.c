// SPDX-License-Identifier: MIT
/*
 * The report's bug: the thread returns at once, and nobody holds its task_struct. By the time of
 * rmmod it is freed memory, which kthread_stop() then uses.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *k;

static int test_thread(void *unused)
{
	pr_info("test thread: nothing to do\n");
	return 0;
}

static int __init early_exit_init(void)
{
	k = kthread_run(test_thread, NULL, "test thread");
	if (!k)
		return -ENOMEM;
	return 0;
}

static void __exit early_exit_exit(void)
{
	kthread_stop(k);
}

module_init(early_exit_init);
module_exit(early_exit_exit);
MODULE_DESCRIPTION("A thread that ends before it is stopped");
MODULE_LICENSE("GPL");
