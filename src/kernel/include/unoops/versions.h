/* SPDX-License-Identifier: MIT */
/*
 * What differs between kernel versions, and nothing else. Every other file asks for these names.
 * UNOOPS_KERNEL comes from the command line: major << 16 | minor << 8.
 */
#ifndef UNOOPS_VERSIONS_H
#define UNOOPS_VERSIONS_H

#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#define LINUX_VERSION_CODE	UNOOPS_KERNEL
#define UNOOPS_SINCE(a, b)	(UNOOPS_KERNEL >= KERNEL_VERSION(a, b, 0))

/* struct kthread: on the thread's stack, then allocated; how a task leads to it. */
#define UNOOPS_KTHREAD_ON_STACK	(!UNOOPS_SINCE(4, 10))	/* to_live_kthread(), by vfork_done */
#define UNOOPS_KTHREAD_BY_WORKER_PRIVATE UNOOPS_SINCE(5, 17)	/* before: set_child_tid */
#define UNOOPS_KTHREAD_RESULT		UNOOPS_SINCE(5, 17)	/* before: task_struct.exit_code */
#define UNOOPS_KTHREAD_STOP_NOTIFIES	UNOOPS_SINCE(6, 1)	/* kthread_stop() sets TIF_NOTIFY_SIGNAL */
#define UNOOPS_KTHREAD_STOP_PUT	UNOOPS_SINCE(6, 6)
#define UNOOPS_KTHREAD_RUN_ON_CPU	UNOOPS_SINCE(5, 17)
#define UNOOPS_KTHREAD_WORKER_NAMES	UNOOPS_SINCE(4, 9)	/* before: init_kthread_worker() ... */
#define UNOOPS_KTHREAD_RUN_WORKER	UNOOPS_SINCE(6, 14)	/* kthread_create_worker() no longer wakes */
#define UNOOPS_KTHREAD_EXIT		UNOOPS_SINCE(5, 17)	/* before: do_exit(), complete_and_exit() */
#define UNOOPS_DO_EXIT_EXPORTED		(!UNOOPS_SINCE(5, 17) || UNOOPS_SINCE(7, 2))	/* 6.1 and 6.12: kernel/exit.c exports none */
/* Line of the PF_KTHREAD warning in to_kthread(), kernel/kthread.c, where it was seen; 0 elsewhere. */
#define UNOOPS_KTHREAD_WARN_LINE	(UNOOPS_SINCE(5, 17) ? 75 : UNOOPS_KERNEL == KERNEL_VERSION(5, 10, 0) ? 83 : 0)

/* Line of the warning in do_one_initcall(), init/main.c, where it was seen; 0 elsewhere. */
#define UNOOPS_INITCALL_WARN_LINE	(UNOOPS_SINCE(7, 0) ? 1365 : UNOOPS_SINCE(6, 12) ? 1253 : UNOOPS_SINCE(6, 1) ? 1284 : 0)

/* task_struct */
#define UNOOPS_TASK_HAS___STATE	UNOOPS_SINCE(5, 14)	/* before: volatile long state */
#define UNOOPS_TASK_USAGE_REFCOUNT	UNOOPS_SINCE(5, 0)	/* before: atomic_t, two at birth */
#define UNOOPS_TASK_PUT_BY_RCU		UNOOPS_SINCE(7, 0)	/* __put_task_struct() after a grace period */
#define UNOOPS_TASK_GET_RETURNS	UNOOPS_SINCE(5, 3)	/* get_task_struct() returns the task */
#define UNOOPS_TASK_DEAD_IS_128	UNOOPS_SINCE(4, 14)	/* TASK_DEAD 0x80, TASK_PARKED 0x40 */
#define UNOOPS_HAS_TIF_NOTIFY_SIGNAL	UNOOPS_SINCE(5, 11)

/* names that came or went */
#define UNOOPS_FORCE_SIG_TAKES_TASK	(!UNOOPS_SINCE(5, 3))
#define UNOOPS_HAS_ALLOW_KERNEL_SIGNAL	UNOOPS_SINCE(5, 3)
#define UNOOPS_DEQUEUE_SIGNAL_NO_INFO	UNOOPS_SINCE(4, 20)
#define UNOOPS_PRINTK_IS__PRINTK	UNOOPS_SINCE(5, 15)
#define UNOOPS_WAIT_QUEUE_ENTRY_NAMES	UNOOPS_SINCE(4, 13)	/* before: wait_queue_t */
#define UNOOPS_RCU_KVFREE_RCU		UNOOPS_SINCE(5, 9)
#define UNOOPS_HAS_TIMER_SETUP		UNOOPS_SINCE(4, 14)	/* timer_setup() */
#define UNOOPS_TIMER_TAKES_DATA	(!UNOOPS_SINCE(4, 15))	/* setup_timer(), function(unsigned long) */
#define UNOOPS_HAS_DEL_TIMER		(!UNOOPS_SINCE(6, 15))
#define UNOOPS_HAS_TIMER_DELETE	UNOOPS_SINCE(6, 1)	/* 6.2, and its stable trees: timer_shutdown() as well */
#define UNOOPS_HAS_TIMER_CONTAINER_OF	UNOOPS_SINCE(6, 16)	/* before: from_timer() */
#define UNOOPS_HAS_CANCEL_WORK		UNOOPS_SINCE(4, 16)
#define UNOOPS_HAS_DISABLE_WORK	UNOOPS_SINCE(6, 10)
#define UNOOPS_HAS_WQ_BH		UNOOPS_SINCE(6, 9)
#define UNOOPS_HAS_SYSTEM_PERCPU_WQ	UNOOPS_SINCE(6, 17)	/* before: system_wq, system_unbound_wq */
#define UNOOPS_FLUSH_WORKQUEUE_IS___	UNOOPS_SINCE(6, 6)	/* __flush_workqueue() */
#define UNOOPS_UNBOUND_OF_1_IS_ORDERED	(!UNOOPS_SINCE(6, 9))	/* alloc_workqueue(..., WQ_UNBOUND, 1) */
#define UNOOPS_HAS_NEW_TASKLET		UNOOPS_SINCE(5, 9)	/* tasklet_setup() */
#define UNOOPS_TASKLET_UNLOCK_SLEEPS	UNOOPS_SINCE(5, 13)	/* tasklet_disable() is not for atomic context */
#define UNOOPS_HAS_RCU_FLAVOURS	(!UNOOPS_SINCE(5, 1))	/* call_rcu_bh(), call_rcu_sched() */
#define UNOOPS_HAS_CLEANUP_H		UNOOPS_SINCE(6, 5)
#define UNOOPS_HAS_KFREE_SENSITIVE	UNOOPS_SINCE(5, 9)	/* before: kzfree */
#define UNOOPS_HAS_KVMALLOC		UNOOPS_SINCE(4, 12)
#define UNOOPS_HAS_KMALLOC_OBJ		UNOOPS_SINCE(7, 0)
#define UNOOPS_HAS_SCHED_SET_FIFO	UNOOPS_SINCE(5, 9)
#define UNOOPS_HAS_STRSCPY		UNOOPS_SINCE(4, 3)
#define UNOOPS_HAS_STRLCPY		(!UNOOPS_SINCE(6, 8))
#define UNOOPS_HAS_LIST_COUNT_NODES	UNOOPS_SINCE(6, 3)
#define UNOOPS_HAS_LIST_IS_HEAD	UNOOPS_SINCE(5, 17)
#define UNOOPS_HAS_FREEZABLE_FLAG	UNOOPS_SINCE(6, 1)	/* TASK_FREEZABLE */
#define UNOOPS_HAS_IDLE_WAITS		UNOOPS_SINCE(4, 15)	/* TASK_IDLE waits with an exclusive form */
/* refcount_t: inline, and one function that warns; before, functions that warn themselves, called so since 5.0. */
#define UNOOPS_REFCOUNT_INLINE		UNOOPS_SINCE(5, 5)
#define UNOOPS_REFCOUNT_CHECKED_NAMES	UNOOPS_SINCE(5, 0)
#define UNOOPS_REFCOUNT_STUCK		(UNOOPS_REFCOUNT_INLINE ? 0xc0000000u : 0xffffffffu)
/* SLUB's free-list pointer in the middle of an object. */
#define UNOOPS_SLUB_POINTER_IN_MIDDLE	UNOOPS_SINCE(5, 7)

#endif
