/* SPDX-License-Identifier: MIT */
/* kernel/kthread.c; 4.4 ... 7.2. */
#include "model.h"
#include <linux/module.h>
#include <linux/freezer.h>

/* The task's struct kthread as its own thread, or a holder of a reference, may ask for it. */
static __always_inline struct kthread *to_kthread(struct task_struct *k)
{
#if UNOOPS_KTHREAD_ON_STACK
	return k->vfork_done ? container_of(k->vfork_done, struct kthread, exited) : NULL;
#else
	if (unlikely(!(k->flags & PF_KTHREAD)))
		unoops_warn("kernel/kthread.c", UNOOPS_KTHREAD_WARN_LINE, "");
#if UNOOPS_KTHREAD_BY_WORKER_PRIVATE
	return k->worker_private;
#else
	return k->set_child_tid;
#endif
#endif
}

static __always_inline bool kthread_flag(int bit)
{
	return test_bit(bit, &to_kthread(current)->flags);
}
bool kthread_should_stop(void) { return kthread_flag(KTHREAD_SHOULD_STOP); }
bool kthread_should_park(void) { return kthread_flag(KTHREAD_SHOULD_PARK); }
bool unoops_is_kthread_should_stop(void) { return (current->flags & PF_KTHREAD) && kthread_should_stop(); }

/* The refrigerator is never entered: the system is not suspended. */
bool kthread_freezable_should_stop(bool *was_frozen)
{
	might_sleep();
	if (was_frozen)
		*was_frozen = false;
	return kthread_should_stop();
}
bool set_freezable(void) { might_sleep(); return false; }

void *kthread_data(struct task_struct *k) { return to_kthread(k)->data; }
#if UNOOPS_SINCE(5, 9)
void *kthread_func(struct task_struct *k) { return (void *)to_kthread(k)->threadfn; }
#endif

/* Who parks a thread again before it has left waits once more: since 4.18 it completes whenever it is to park, before that once, and unparking takes that back. */
static void park(struct kthread *self)
{
	for (;;) {
		set_special_state(TASK_PARKED);
		if (!test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			break;
#if !UNOOPS_SINCE(4, 18)
		if (!test_and_set_bit(KTHREAD_IS_PARKED, &self->flags))
#endif
			complete(&self->parked);
		schedule();
	}
#if !UNOOPS_SINCE(4, 18)
	clear_bit(KTHREAD_IS_PARKED, &self->flags);
#endif
	__set_current_state(TASK_RUNNING);
}
void kthread_parkme(void) { park(to_kthread(current)); }

#if UNOOPS_KTHREAD_EXIT
void kthread_exit(long result)
{
	to_kthread(current)->result = result;
	do_exit(0);
}
#define end_thread(result)	kthread_exit(result)
void kthread_complete_and_exit(struct completion *comp, long code)
#else
#define end_thread(result)	do_exit(result)
/* kernel/exit.c; until 5.16. */
void complete_and_exit(struct completion *comp, long code)
#endif
{
	if (comp)
		complete(comp);
	end_thread(code);
}

/* The life of a thread: asleep until it is first woken; a stop that came before is its end. */
static void kthread(struct task_struct *self)
{
	struct kthread *kthread = to_kthread(self);
	int ret = -EINTR;

	/* unoops_spawn() has let it sleep until here. */
	if (!test_bit(KTHREAD_SHOULD_STOP, &kthread->flags)) {
		if (test_bit(KTHREAD_SHOULD_PARK, &kthread->flags))
			park(kthread);
		unoops_note(UNOOPS_TASK_RUNS, self, 0);
		ret = unoops_call_fn(kthread->threadfn, kthread->data);
		unoops_note(UNOOPS_TASK_RETURNS, self, ret);
	}
	end_thread(ret);
}

/* arch/.../entry.S */
static void ret_from_fork(void *self)
{
	kthread(self);
}

/* A task becomes a kthread; its struct kthread is where this version looks for it. */
void unoops_init_kthread(struct task_struct *tsk, struct kthread *kthread)
{
	init_completion(&kthread->parked);
	init_completion(&kthread->exited);
	tsk->flags = PF_KTHREAD;
	tsk->vfork_done = &kthread->exited;
#if UNOOPS_KTHREAD_ON_STACK
	tsk->stack = kthread;
#elif UNOOPS_KTHREAD_BY_WORKER_PRIVATE
	tsk->worker_private = kthread;
#else
	tsk->set_child_tid = kthread;
#endif
}

/* kthreadd is left out: the thread is there, asleep, when its creator goes on. */
static struct task_struct *create(int (*threadfn)(void *data), void *data, const char *namefmt, va_list args)
{
	struct task_struct *tsk;
	struct kthread *kthread;

	unoops_check_may_sleep("kthread_create() in atomic context");
	if (unoops_fault("kthread_create"))
		return ERR_PTR(-ENOMEM);
	tsk = unoops_new_task("task_struct");
	kthread = unoops_alloc(sizeof(*kthread), "kthread");
	kthread->threadfn = threadfn;
	kthread->data = data;
	unoops_init_kthread(tsk, kthread);
	*unoops_task_state_word(tsk) = TASK_UNINTERRUPTIBLE;
	vsnprintf(tsk->comm, sizeof(tsk->comm), namefmt, args);
	unoops_spawn(ret_from_fork, tsk, tsk, tsk->comm);
	unoops_note(UNOOPS_TASK_NEW, tsk, 0);
	return tsk;
}

struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char namefmt[], ...)
{
	struct task_struct *tsk;
	va_list args;

	va_start(args, namefmt);
	tsk = create(threadfn, data, namefmt, args);
	va_end(args);
	return tsk;
}

struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data,
					  unsigned int cpu, const char *namefmt)
{
	struct task_struct *tsk = kthread_create_on_node(threadfn, data, NUMA_NO_NODE, namefmt, cpu);

	if (!IS_ERR(tsk))
		kthread_bind(tsk, cpu);
	return tsk;
}

/* Only for a thread that does not run yet. */
void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	if (!(UNOOPS_READ_TASK_STATE(k) & TASK_UNINTERRUPTIBLE))
		unoops_warn("kernel/kthread.c", 0, "kthread_bind() of a running thread");
	unoops_assume("priorities and CPU affinity do not restrict the schedules");
}
void kthread_bind_mask(struct task_struct *k, const struct cpumask *mask) { kthread_bind(k, 0); }

static __always_inline void unpark(struct task_struct *k, struct kthread *kthread)
{
	if (!test_bit(KTHREAD_SHOULD_PARK, &kthread->flags))
		return;
	clear_bit(KTHREAD_SHOULD_PARK, &kthread->flags);
#if !UNOOPS_SINCE(4, 18)
	if (!test_and_clear_bit(KTHREAD_IS_PARKED, &kthread->flags))
		return;
#endif
	wake_up_state(k, TASK_PARKED);
}

void kthread_unpark(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);

	if (kthread)
		unpark(k, kthread);
}

/* Returns when the thread sleeps in kthread_parkme(). */
int kthread_park(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);

	might_sleep();
	if (!kthread || (k->flags & PF_EXITING))
		return -ENOSYS;
	if (test_bit(KTHREAD_SHOULD_PARK, &kthread->flags))
		return UNOOPS_KTHREAD_ON_STACK ? 0 : -EBUSY;
	set_bit(KTHREAD_SHOULD_PARK, &kthread->flags);
	if (k != current) {
		wake_up_process(k);
		wait_for_completion(&kthread->parked);
	}
	return 0;
}

/*
 * Asks the thread to return, and waits until it has. Its own reference is taken here, which is too
 * late for a thread that may have ended by itself: the caller must hold one.
 */
int kthread_stop(struct task_struct *k)
{
	struct kthread *kthread;
	int ret;

	unoops_note(UNOOPS_TASK_STOP, k, 0);
	get_task_struct(k);
	kthread = to_kthread(k);
	/* the kernel sleeps in wait_for_completion(): what is no thread fails before, in get_task_struct() */
	unoops_check_may_sleep("kthread_stop() in atomic context");
#if UNOOPS_KTHREAD_ON_STACK
	if (kthread) {
#else
	{
#endif
		set_bit(KTHREAD_SHOULD_STOP, &kthread->flags);
		unpark(k, kthread);
#if UNOOPS_KTHREAD_STOP_NOTIFIES
		set_tsk_thread_flag(k, TIF_NOTIFY_SIGNAL);
#endif
		wake_up_process(k);
		current->unoops_stops = k;
		wait_for_completion(&kthread->exited);
		current->unoops_stops = NULL;
	}
#if UNOOPS_KTHREAD_RESULT
	ret = kthread->result;
#else
	ret = k->exit_code;
#endif
	unoops_note(UNOOPS_TASK_STOPPED, k, ret);
	put_task_struct(k);
	return ret;
}

#if UNOOPS_KTHREAD_STOP_PUT
int kthread_stop_put(struct task_struct *k)
{
	int ret = kthread_stop(k);

	put_task_struct(k);
	return ret;
}
#endif
