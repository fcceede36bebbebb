/* SPDX-License-Identifier: MIT */
/* Threads that share a word under a lock, each held from its creation; the loader stops them, so there is one task more. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/spinlock.h>

#define MOST 8

static DEFINE_SPINLOCK(lock);
static int users;
static int count = 3;
module_param(count, int, 0);
static struct task_struct *threads[MOST];

static int work(void *unused)
{
	spin_lock(&lock);
	users++;
	spin_unlock(&lock);
	return 0;
}

static void stop_first(int n)
{
	while (n--) {
		kthread_stop(threads[n]);
		put_task_struct(threads[n]);
	}
}

static int __init start(void)
{
	int i;

	for (i = 0; i < count; i++) {
		threads[i] = kthread_create(work, NULL, "work/%d", i);
		if (IS_ERR(threads[i])) {
			stop_first(i);
			return PTR_ERR(threads[i]);
		}
		get_task_struct(threads[i]);
		wake_up_process(threads[i]);
	}
	return 0;
}

static void __exit finish(void)
{
	stop_first(count);
	WARN_ON(users > count);
}

module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
