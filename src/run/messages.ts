import type { Trap } from "../machine/trap.ts";
import type { RuleId } from "../core/rules.ts";

/** What a run shows, in one line: what its rule says, or more exactly what happened where the rule covers several things. */
export function messageFor(rule: RuleId, trap: Trap, stuck: number): string {
  if (rule === "deadlock" && stuck === 1) return "waits for ever: nobody is left who could end the wait";
  if (rule === "endless-loop" && trap.kind === "livelock")
    return "goes round this loop for ever: what it waits for never comes";
  const exact = EXACT.has(rule) || trap.kind === "out-of-bounds";
  return exact ? trap.text : (MESSAGES[rule] ?? trap.text);
}

/** Rules for which the machine says it better. */
const EXACT: ReadonlySet<RuleId> = new Set([
  "undefined-arithmetic",
  "lock-misuse",
  "api-misuse",
  "bug-reached",
]);

/** What each rule says about a run, in one line. */
export const MESSAGES: Partial<Record<RuleId, string>> = {
  "kthread-stop-after-exit":
    "kthread_stop() uses the task_struct of a thread that has exited, and that is freed",
  "kthread-double-stop": "the thread is stopped a second time, when it is gone",
  "kthread-pin-too-late": "get_task_struct() takes its reference when the thread may have exited already",
  "kthread-unreferenced-read":
    "uses the task_struct of a thread that may have exited, without a reference to it",
  "kthread-outlives-module": "the thread is still there when the module is unloaded",
  "kthread-ref-leak": "a reference to the task_struct is never dropped",
  "kthread-err-ptr": "kthread_stop() is called on an ERR_PTR or NULL: the thread was never created",
  "kthread-null-check":
    "the handle is tested for NULL, but kthread_run() and kthread_create() return an ERR_PTR when they fail",
  "kthread-stop-deadlock":
    "kthread_stop() waits for the thread, which waits for a lock that the stopper holds",
  "kthread-never-stops": "kthread_stop() waits for ever: the thread never looks whether it should stop",
  "kthread-never-ran": "the thread is created and never woken: its function never runs",
  "kthread-lost-wakeup": "the wake-up comes between the test and the sleep, and is lost",
  "work-outlives-module":
    "work that the module queued is still to be done, or being done, when the module is unloaded",
  "timer-outlives-module": "the timer is armed, or its handler runs, when the module is unloaded",
  "tasklet-outlives-module": "the tasklet is scheduled, or runs, when the module is unloaded",
  "rcu-callback-outlives-module": "an RCU callback runs when the module is gone: rcu_barrier() is missing",
  "use-after-free": "memory is used after it was freed",
  "double-free": "memory is freed twice",
  "refcount-misuse": "a reference count is misused",
  "sleep-in-atomic": "sleeps where sleeping is not allowed",
  deadlock: "the tasks wait for each other for ever",
  "endless-loop": "goes round this loop for ever, and never sleeps",
  "handler-outlives-module": "the kernel can still call a handler of the module when it is unloaded",
  "file-outlives-module": "user space can still be in a file of the module when it is unloaded",
  "module-leak": "memory that the module allocated is never freed",
  "null-dereference": "a NULL or error pointer is dereferenced",
  "out-of-bounds": "memory outside of any object is touched",
  "undefined-arithmetic": "divides by zero, or shifts by more bits than there are",
  "lock-misuse": "a lock is misused",
  "api-misuse": "a kernel function is called where it must not be",
  "bug-reached": "BUG() is reached",
};
