import type { RuleId } from "../core/rules.ts";

/** What to do about a finding, in the words of somebody who would review the patch. */
const ADVICE: Partial<Record<RuleId, readonly string[]>> = {
  "kthread-stop-after-exit": [
    "Hold the task from its creation: kthread_create(), get_task_struct(), wake_up_process(); then kthread_stop() and put_task_struct().",
    "Or let the thread wait for the stop before it returns. A reference taken after kthread_run(), or a test before the stop, is too late.",
  ],
  "kthread-double-stop": [
    "Stop the thread once: set the handle to NULL under the lock that both stoppers take.",
  ],
  "kthread-pin-too-late": ["Use kthread_create(), take the reference, and only then wake_up_process()."],
  "kthread-unreferenced-read": [
    "Do not look at the task without a reference to it: take one before the thread can run.",
  ],
  "kthread-outlives-module": [
    "Stop the thread in the exit function, or let the exit function wait until it has ended.",
  ],
  "kthread-ref-leak": [
    "Drop the reference with put_task_struct() after kthread_stop(), on the error paths too.",
  ],
  "kthread-err-ptr": ["Test the handle with IS_ERR() where it is created, and leave it NULL on failure."],
  "kthread-null-check": [
    "kthread_run() and kthread_create() return an ERR_PTR, never NULL: test with IS_ERR().",
  ],
  "kthread-stop-deadlock": [
    "Drop the lock around kthread_stop(): take the handle under it, stop the thread without it.",
  ],
  "kthread-never-stops": ["Test kthread_should_stop() in the thread's loop, and in whatever it waits for."],
  "kthread-never-ran": ["Wake the thread: kthread_run(), or wake_up_process() after kthread_create()."],
  "kthread-lost-wakeup": [
    "Set the task's state before the condition is tested: set_current_state(), test, schedule().",
  ],
  "rcu-callback-outlives-module": ["Call rcu_barrier() at the end of the exit function."],
};

export function adviceFor(rule: RuleId): readonly string[] {
  return ADVICE[rule] ?? [`unoops rules ${rule} says more.`];
}
