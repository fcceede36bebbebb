/* SPDX-License-Identifier: MIT */
/* Sixteen threads that have nothing to do with one another: states must grow with their number, not with its power. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

#define THREADS 16

static struct task_struct *threads[THREADS];

static int poll(void *unused)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static void stop_first(int count)
{
	while (count--)
		kthread_stop(threads[count]);
}

static int __init start(void)
{
	int i;

	for (i = 0; i < THREADS; i++) {
		threads[i] = kthread_run(poll, NULL, "poll/%d", i);
		if (IS_ERR(threads[i])) {
			stop_first(i);
			return PTR_ERR(threads[i]);
		}
	}
	return 0;
}

static void __exit finish(void)
{
	stop_first(THREADS);
}

module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
