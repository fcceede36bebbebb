import type { RulePage } from "./page.ts";

/** Rules about how threads are created, run and stopped. */
export const KTHREAD_LIFE_PAGES = {
  "kthread-err-ptr": {
    title: "the handle may be an ERR_PTR or NULL when it is used",
    found: "kthread_stop() is called on an ERR_PTR or NULL: the thread was never created",
    advice: ["Test the handle with IS_ERR() where it is created, and leave it NULL on failure."],
    text: `kthread_run() and kthread_create() return an ERR_PTR when they fail, and a static handle is NULL until they
were called. kthread_stop() checks neither: it takes the value for an address. Leave init with the error,
or remember that there is no thread.`,
    bad: `	k = kthread_run(worker, NULL, "worker");
	return 0;		/* whatever k is */

	kthread_stop(k);`,
    good: `	k = kthread_run(worker, NULL, "worker");
	if (IS_ERR(k))
		return PTR_ERR(k);
	return 0;`,
    kernels: `All.`,
  },
  "kthread-null-check": {
    title: "the handle is tested against NULL, which it never is",
    found:
      "the handle is tested for NULL, but kthread_run() and kthread_create() return an ERR_PTR on failure",
    advice: ["kthread_run() and kthread_create() return an ERR_PTR, never NULL: test with IS_ERR()."],
    text: `kthread_run() and kthread_create() never return NULL. A test such as if (!k) lets an ERR_PTR through, and the
module goes on with -ENOMEM or -EINTR as its handle. Creation does fail: without memory, and whenever
the process that loads the module is killed meanwhile.`,
    bad: `	k = kthread_run(worker, NULL, "worker");
	if (!k)
		return -ENOMEM;`,
    good: `	k = kthread_run(worker, NULL, "worker");
	if (IS_ERR(k))
		return PTR_ERR(k);`,
    kernels: `All.`,
  },
  "kthread-stop-deadlock": {
    title: "kthread_stop() under a lock that the thread needs",
    found: "kthread_stop() waits for the thread, which waits for a lock that the caller holds",
    advice: ["Drop the lock around kthread_stop(): take the handle under it, stop the thread without it."],
    text: `kthread_stop() sleeps until the thread has exited. If the caller holds a mutex that the thread takes on its
way there, each waits for the other, and rmmod never returns. Give the lock back before the stop. The same
happens before the stop, if the caller first waits for a completion and the thread can leave without it.`,
    bad: `	mutex_lock(&lock);
	kthread_stop(k);	/* the loop of k takes lock */
	mutex_unlock(&lock);`,
    good: `	mutex_lock(&lock);
	stopping = true;
	mutex_unlock(&lock);
	kthread_stop(k);`,
    kernels: `All. khungtaskd reports it after two minutes where it is configured; lockdep does not see it.`,
  },
  "kthread-never-stops": {
    title: "the thread never looks whether it should stop",
    found: "kthread_stop() waits forever: the thread does not come to see that it should stop",
    advice: ["Test kthread_should_stop() in the thread's loop, and in whatever it waits for."],
    text: `kthread_stop() only sets a flag and wakes the thread once; the thread itself must look at
kthread_should_stop() again after every sleep, and leave. A loop without that test, or one that sleeps
again for something else, keeps rmmod waiting forever. A wait must have the test in its condition.`,
    bad: `	for (;;) {
		wait_event(queue, ready);
		ready = false;
	}`,
    good: `	while (!kthread_should_stop()) {
		wait_event(queue, ready || kthread_should_stop());
		ready = false;
	}`,
    kernels: `From 6.1 on, kthread_stop() also ends interruptible sleeps as a signal would (TIF_NOTIFY_SIGNAL); up to
5.10 it only wakes.`,
  },
  "kthread-never-ran": {
    title: "the thread is created and never woken",
    found: "the thread is created but never woken: its function never runs",
    advice: ["Wake the thread: kthread_run(), or wake_up_process() after kthread_create()."],
    text: `kthread_create() makes a thread that sleeps until wake_up_process(). If it is stopped first, its function never
runs and kthread_stop() returns -EINTR; what the function was to do or to free is left. If it is not even
stopped, it stays asleep forever. Use kthread_run(), or wake it on every path.`,
    bad: `	k = kthread_create(worker, ctx, "worker");	/* worker frees ctx */
	...
	kthread_stop(k);`,
    good: `	k = kthread_create(worker, ctx, "worker");
	if (IS_ERR(k))
		return PTR_ERR(k);
	wake_up_process(k);`,
    kernels: `All.`,
  },
  "kthread-lost-wakeup": {
    title: "a wake-up between the test and the sleep is lost",
    found: "the wake-up comes between the test and the sleep, and is lost",
    advice: ["Set the task's state before the condition is tested: set_current_state(), test, schedule()."],
    text: `A thread that first looks at a condition and then says that it sleeps misses what happens in between: whoever
wakes it finds it running, does nothing, and it then sleeps with nobody left to wake it. The state has
to be set before the test. The wait_event() family does so.`,
    bad: `	while (!kthread_should_stop()) {
		/* woken here: too early */
		set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}`,
    good: `	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);`,
    kernels: `All. From 6.1 on, kthread_stop() ends an interruptible sleep that begins too late, so that the bug shows
with TASK_UNINTERRUPTIBLE and with other wake-ups only.`,
  },
  "allow-signal-mask": {
    title: "allow_signal() is given a mask instead of a signal number",
    text: `allow_signal() takes the number of one signal. SIGKILL | SIGSTOP is 27, which is SIGPROF: the thread then listens
to a signal that nobody meant, and not to those that were. Call it once for each signal.`,
    bad: `	allow_signal(SIGKILL | SIGTERM);	/* 9 | 15 is 15 */`,
    good: `	allow_signal(SIGKILL);
	allow_signal(SIGTERM);`,
    kernels: `All.`,
  },
} satisfies Record<string, RulePage>;
