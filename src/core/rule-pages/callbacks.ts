import type { RulePage } from "./page.ts";

/** Rules about functions that the kernel calls later. */
export const CALLBACK_PAGES = {
  "work-outlives-module": {
    title: "a work item is still queued when its module is unloaded",
    found: "work that the module queued is still pending or running when the module is unloaded",
    text: `Work that was queued runs whenever a worker gets to it, delayed work much later. If the exit function returns
first, the worker calls a function in memory that is gone. cancel_work_sync() waits for work that is
already running; cancel_delayed_work() does not, and cancelling does not help against work that is queued
again afterwards.`,
    bad: `static void __exit leave(void)
{
	cancel_delayed_work(&poll);	/* may be running now */
}`,
    good: `static void __exit leave(void)
{
	cancel_delayed_work_sync(&poll);
}`,
    kernels: `All. disable_work_sync() and disable_delayed_work_sync(), which also refuse new queueing, exist since 6.10.`,
  },
  "timer-outlives-module": {
    title: "a timer is still pending when its module is unloaded",
    found: "the timer is still armed, or its handler still running, when the module is unloaded",
    text: `A timer that is pending at unload fires into memory that is gone; the trace then shows __run_timers() and nothing
of the module. del_timer() does not wait for a handler that runs on another CPU, and which may arm the timer
again; del_timer_sync() waits, and leaves the timer unarmed even then. Where other code may still arm it, such
as work that the module queued, stop that first, or shut the timer down for good.`,
    bad: `static void __exit leave(void)
{
	del_timer(&tick);	/* the handler may be running */
}`,
    good: `static void __exit leave(void)
{
	timer_shutdown_sync(&tick);
}`,
    kernels: `del_timer_sync() up to 6.14 and timer_delete_sync() since 6.2; timer_shutdown_sync() exists since 6.2.`,
  },
  "tasklet-outlives-module": {
    title: "a tasklet is still scheduled when its module is unloaded",
    found: "the tasklet is still scheduled or running when the module is unloaded",
    text: `A scheduled tasklet runs in the next softirq, on whatever CPU it was scheduled. tasklet_kill() waits until it has run
and is not scheduled any more; tasklet_disable() alone leaves it scheduled. Stop first whoever schedules
it, such as the interrupt handler.`,
    bad: `static void __exit leave(void)
{
	tasklet_disable(&bottom);	/* still scheduled */
}`,
    good: `static void __exit leave(void)
{
	free_irq(irq, dev);
	tasklet_kill(&bottom);
}`,
    kernels: `All.`,
  },
  "rcu-callback-outlives-module": {
    title: "an RCU callback runs when its module is gone",
    found: "an RCU callback runs after the module is gone: rcu_barrier() is missing",
    advice: ["Call rcu_barrier() at the end of the exit function."],
    text: `call_rcu() calls its function after a grace period, which may end long after the exit function returned.
synchronize_rcu() is not enough: it waits for readers, not for callbacks. rcu_barrier() waits for every
callback that was queued before. kfree_rcu() needs none of this, for its function is the kernel's own.`,
    bad: `static void __exit leave(void)
{
	call_rcu(&old->rcu, free_entry);	/* free_entry() goes away */
}`,
    good: `static void __exit leave(void)
{
	call_rcu(&old->rcu, free_entry);
	rcu_barrier();
}`,
    kernels: `All.`,
  },
  "handler-outlives-module": {
    title: "a handler is still registered when its module is unloaded",
    found: "the kernel can still call a handler of the module after it is unloaded",
    text: `An interrupt, a notifier, a netfilter hook or queued irq_work may call its function at any moment until it is taken
back. free_irq(), unregister_..._notifier() and nf_unregister_net_hook() also wait for a call that is under way;
irq_work_sync() does so for irq_work. Take handlers back before what they use is stopped or freed.`,
    bad: `static void __exit leave(void)
{
	kthread_stop(worker);	/* the interrupt still comes */
}`,
    good: `static void __exit leave(void)
{
	free_irq(irq, dev);
	kthread_stop(worker);
}`,
    kernels: `All.`,
  },
  "file-outlives-module": {
    title: "user space is in a file of the module that is unloaded",
    found: "user space can still be inside a file of the module when it is unloaded",
    text: `A device that is open holds its module only if the file_operations name it as .owner; without that, rmmod goes on
while a process is in read() or has the file open, and the next call runs code that is gone. A file that is never
unregistered can be opened afterwards: the exit function must take back everything that init registered.`,
    bad: `static const struct file_operations fops = {
	.read = show,	/* nobody holds the module */
};`,
    good: `static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.read = show,
};`,
    kernels: `All. Files in /proc and attributes in sysfs have no owner: their removal waits for calls that are under way.`,
  },
} satisfies Record<string, RulePage>;
