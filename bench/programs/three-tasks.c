/* SPDX-License-Identifier: MIT */
/* 2 threads that share a word under a lock, each held from its creation; the loader stops them: 3 tasks. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/spinlock.h>

#define THREADS 2

static DEFINE_SPINLOCK(lock);
static int users;
static struct task_struct *threads[THREADS];

static int work(void *unused)
{
	spin_lock(&lock);
	users++;
	spin_unlock(&lock);
	return 0;
}

static void stop_first(int count)
{
	while (count--) {
		kthread_stop(threads[count]);
		put_task_struct(threads[count]);
	}
}

static int __init start(void)
{
	int i;

	for (i = 0; i < THREADS; i++) {
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
	stop_first(THREADS);
	WARN_ON(users > THREADS);
}

module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
