import type { RulePage } from "./page.ts";

/** Rules about locks, order and where things may be called. */
export const CONTEXT_PAGES = {
  "sleep-in-atomic": {
    title: "sleeps where sleeping is not allowed",
    found: "sleeps where sleeping is not allowed",
    text: `Under a spinlock, with interrupts or preemption off, inside an RCU read section, and in interrupt handlers, nothing
may sleep: the CPU could switch to a task that spins forever on the lock. mutex_lock(), msleep(),
kthread_stop(), wait_event() and kmalloc(GFP_KERNEL) all may sleep.`,
    bad: `	spin_lock(&lock);
	ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	spin_unlock(&lock);`,
    good: `	ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	spin_lock(&lock);
	...
	spin_unlock(&lock);`,
    kernels: `All. Only with CONFIG_DEBUG_ATOMIC_SLEEP does the kernel say "sleeping function called from invalid context".`,
  },
  deadlock: {
    title: "tasks wait for each other forever",
    found: "the tasks wait for each other forever",
    text: `Each of several tasks waits for something that only another of them can do: a lock that it holds, a completion that
it would signal, its own end. Take locks in one order everywhere, hold none while waiting for another
task, and let every wait have somebody who is certain to end it.`,
    bad: `	/* one task */
	mutex_lock(&a);
	mutex_lock(&b);

	/* another task */
	mutex_lock(&b);
	mutex_lock(&a);`,
    good: `	/* one task */
	mutex_lock(&a);
	mutex_lock(&b);

	/* another task */
	mutex_lock(&a);
	mutex_lock(&b);`,
    kernels: `All. CONFIG_PROVE_LOCKING names a wrong order of locks even when nothing hangs; it says nothing of waits.`,
  },
  "irq-lock-inversion": {
    title: "an interrupt takes a lock that its CPU holds with interrupts on",
    found: "a handler may come on top of the task that holds this lock, and spins for it forever",
    advice: [
      "Take the lock with spin_lock_irqsave() where it can be interrupted; where only softirqs share it, spin_lock_bh() will do.",
    ],
    text: `A task holds a spinlock while interrupts are on, and a handler that takes the same lock comes on top of it, on the
same CPU. The handler spins until the task lets go, and the task cannot run until the handler is done. A lock that
a hard interrupt takes (request_irq(), hrtimers, irq_work) needs spin_lock_irqsave() or spin_lock_irq()
in all other code, timers and tasklets included; one that only softirqs take (timer_list timers,
tasklets, RCU callbacks) needs at least spin_lock_bh() in tasks. Inside of the handler itself spin_lock()
will do.`,
    bad: `	/* in the thread */
	spin_lock(&dev->lock);
	dev->count++;
	spin_unlock(&dev->lock);

	/* in the interrupt handler */
	spin_lock(&dev->lock);`,
    good: `	/* in the thread */
	spin_lock_irqsave(&dev->lock, flags);
	dev->count++;
	spin_unlock_irqrestore(&dev->lock, flags);`,
    kernels: `All with more than one CPU; with one, spinlocks are empty, and the data is torn instead. With PREEMPT_RT most
handlers are threads. CONFIG_PROVE_LOCKING says "inconsistent lock state" before anything hangs.`,
  },
  "endless-loop": {
    title: "a loop that never ends, and lets nobody else run",
    found: "loops forever without sleeping",
    text: `A task goes round a loop that changes nothing the loop looks at, and nobody else changes it either. It does not sleep:
on a kernel without full preemption its CPU runs nothing else any more, and the insmod or rmmod that is in
it cannot be killed. Let the loop count to a limit, wait for an event that is certain to come, or sleep and
look whether to stop.`,
    bad: `	while (!ready)		/* nobody sets it any more */
		cpu_relax();`,
    good: `	if (!wait_for_completion_timeout(&ready, HZ))
		return -ETIMEDOUT;`,
    kernels: `All: "watchdog: BUG: soft lockup - CPU#0 stuck for 22s!" where CONFIG_SOFTLOCKUP_DETECTOR is on and the kernel
does not preempt ("NMI watchdog: BUG: soft lockup" before 4.14); else one CPU is busy forever.`,
  },
  "data-race": {
    title: "plain accesses of two tasks race",
    text: `Two tasks access the same variable at the same time, one of them writes, and neither access is atomic, marked or under
a common lock. The compiler may then tear, repeat or drop the access: a loop on a plain flag may never see
it change. Use a lock, an atomic, or READ_ONCE() and WRITE_ONCE() with the order that they need.`,
    bad: `	while (!done)		/* may be read once only */
		;`,
    good: `	while (!READ_ONCE(done))	/* the other side: WRITE_ONCE() */
		cpu_relax();`,
    kernels: `All. KCSAN (since 5.8) reports it on a running system.`,
  },
  "lock-misuse": {
    title: "a lock is given back by a stranger, or taken twice",
    text: `A mutex may be unlocked only by the task that locked it, a lock that is not held may not be unlocked at all, and none
of the kernel's locks may be taken again by its holder. Look for error paths that jump over an unlock,
and for helpers that lock what their caller has locked.`,
    bad: `	mutex_lock(&lock);
	if (full)
		goto out;	/* over the unlock below */
	mutex_unlock(&lock);
out:
	return err;`,
    good: `	mutex_lock(&lock);
	if (full)
		err = -ENOSPC;
	mutex_unlock(&lock);
	return err;`,
    kernels: `All. Without CONFIG_DEBUG_MUTEXES most of it passes in silence. guard(mutex)(&lock) exists since 6.5.`,
  },
  "api-misuse": {
    title: "a kernel function is called where it must not be",
    text: `Some functions are only for certain callers or moments: kthread_should_stop() is for kthreads, for it looks at
what only those have; module_put() needs a try_module_get(); complete() needs an initialised completion. The
note of the finding says which rule of the function is broken.`,
    bad: `static int __init enter(void)
{
	while (!kthread_should_stop())	/* insmod is no kthread */
		msleep(10);
}`,
    good: `static int worker(void *unused)
{
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}`,
    kernels: `From 5.17 on every kthread has its struct kthread for all of its life; before, some misuses worked by chance.`,
  },
  "bug-reached": {
    title: "BUG() is reached, or the stack is used up",
    text: `The module's own BUG() or BUG_ON() says that this cannot happen, and an interleaving shows that it can; or a recursion
uses more than the thread's stack. BUG() ends the task with all of its locks held. Handle the
case, or WARN_ON_ONCE() and go on.`,
    bad: `	BUG_ON(list_empty(&jobs));	/* another task took the last one */`,
    good: `	spin_lock(&lock);
	job = list_first_entry_or_null(&jobs, struct job, list);
	spin_unlock(&lock);
	if (!job)
		return 0;`,
    kernels: `All. With panic_on_oops the machine stops altogether.`,
  },
} satisfies Record<string, RulePage>;
