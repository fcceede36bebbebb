import type { RulePage } from "./page.ts";

/** Rules about threads that are gone when somebody still believes in them. */
export const KTHREAD_END_PAGES = {
  "kthread-stop-after-exit": {
    title: "kthread_stop() on a thread that has already exited",
    found: "kthread_stop() uses a freed task_struct: the thread had already exited",
    advice: [
      "Hold the task from its creation: kthread_create(), get_task_struct(), wake_up_process(); then kthread_stop() and put_task_struct().",
      "Or let the thread wait for the stop before it returns. A reference taken after kthread_run(), or a test before the stop, is too late.",
    ],
    text: `kthread_stop() may be called only while the task_struct is certain to be there. A thread that returns by
itself, without having been asked to stop, gives up its last reference; the task_struct is freed after an
RCU grace period, and kthread_stop() then writes to freed memory. It is enough that one way out of the
thread does not wait for kthread_should_stop(): an error, a signal, the end of its work.`,
    bad: `static int worker(void *unused)
{
	do_work();
	return 0;		/* nobody asked it to stop */
}

	k = kthread_run(worker, NULL, "worker");
	...
	kthread_stop(k);	/* the task_struct may be gone */`,
    good: `	k = kthread_create(worker, NULL, "worker");
	get_task_struct(k);	/* before it can run */
	wake_up_process(k);
	...
	kthread_stop(k);
	put_task_struct(k);`,
    kernels: `All. 4.4 crashes in exit_creds() or prints nothing; from 5.10 on, refcount_t warns first ("addition on 0;
use-after-free"). With the memory in use again, any of them stops an innocent thread instead.`,
  },
  "kthread-double-stop": {
    title: "kthread_stop() is called twice on one thread",
    found: "kthread_stop() is called a second time, on a thread that is gone",
    advice: ["Stop the thread once: set the handle to NULL under the lock that both stoppers take."],
    text: `kthread_stop() returns when the thread has exited, and from then on the handle is worth nothing. A second
call on it finds a freed task_struct, or waits forever for a completion that was used up. Mostly two
ways lead to the same cleanup: an error path and the exit function, or an ioctl and rmmod.`,
    bad: `static void shut_down(void)
{
	kthread_stop(k);
}

static void __exit leave(void)
{
	shut_down();		/* also called by the last close() */
}`,
    good: `static void shut_down(void)
{
	struct task_struct *t = xchg(&k, NULL);

	if (t)
		kthread_stop(t);
}`,
    kernels: `All. Right after the first call 4.4 is silent, and 5.10 and 6.1 leave rmmod hanging in state D; some time
later the memory is gone, and it looks like kthread-stop-after-exit.`,
  },
  "kthread-pin-too-late": {
    title: "get_task_struct() after the thread may have exited",
    found: "get_task_struct() comes too late: the thread may have exited already",
    advice: ["Use kthread_create(), take the reference, and only then wake_up_process()."],
    text: `A reference protects only when it is taken while somebody else holds one for sure. After kthread_run() the
thread runs already: it may have exited, and its task_struct may be free, before the next line. Take the
reference between kthread_create() and wake_up_process(), when the thread cannot have run.`,
    bad: `	k = kthread_run(worker, NULL, "worker");
	get_task_struct(k);	/* too late */`,
    good: `	k = kthread_create(worker, NULL, "worker");
	if (IS_ERR(k))
		return PTR_ERR(k);
	get_task_struct(k);
	wake_up_process(k);`,
    kernels: `All. 5.10 and later say "addition on 0; use-after-free" when it happens.`,
  },
  "kthread-unreferenced-read": {
    title: "a task_struct is read that nobody holds a reference to",
    found: "uses the task_struct of a thread that may have exited, without a reference to it",
    advice: ["Do not look at the task without a reference to it: take one before the thread can run."],
    text: `Looking whether a thread still lives is no protection: the state, the pid and the flags lie in the very
task_struct that may be gone. If the test can find the thread dead, it can also read freed memory.
Hold a reference, or let the thread tell by a completion or a flag of your own that it has ended.`,
    bad: `	if (k->__state != TASK_DEAD)	/* reads the dead task */
		kthread_stop(k);`,
    good: `	get_task_struct(k);	/* before wake_up_process() */
	...
	kthread_stop(k);	/* fine on a dead task that is held */
	put_task_struct(k);`,
    kernels: `All. The member is called state up to 5.13, and __state from 5.14 on.`,
  },
  "kthread-outlives-module": {
    title: "a thread still runs when its module is unloaded",
    found: "the thread is still there when the module is unloaded",
    advice: ["Stop the thread in the exit function, or let the exit function wait until it has ended."],
    text: `rmmod frees the module's code and data as soon as the exit function returns. A thread that was not stopped
goes on in memory that is no longer there; the next instruction it fetches is a page fault. This also
holds for the last instructions of a thread that has already said that it is done. Every thread must be
stopped and waited for, or end in kthread_complete_and_exit(), which is the kernel's own code.`,
    bad: `static void __exit leave(void)
{
	kthread_should_go = true;	/* and when will it have gone? */
}`,
    good: `static void __exit leave(void)
{
	kthread_stop(k);	/* returns when the thread is gone */
}`,
    kernels: `All. The function for the last case is complete_and_exit() up to 5.16, kthread_complete_and_exit() since.`,
  },
  "kthread-ref-leak": {
    title: "a reference to a task_struct is never dropped",
    found: "a reference to the task_struct is never dropped",
    advice: ["Drop the reference with put_task_struct() after kthread_stop(), on the error paths too."],
    text: `get_task_struct() keeps the task_struct until put_task_struct() gives it back. Without that, some ten
kilobytes (and on some kernels the thread's stack) stay allocated until the next boot, each time the
module is loaded. Often the put is missing on an error path alone. kthread_stop_put() does both.`,
    bad: `	get_task_struct(k);
	wake_up_process(k);
	...
	kthread_stop(k);	/* and who puts? */`,
    good: `	get_task_struct(k);
	wake_up_process(k);
	...
	kthread_stop(k);
	put_task_struct(k);`,
    kernels: `All. kthread_stop_put() exists since 6.7.`,
  },
} satisfies Record<string, RulePage>;
