import type { RuleId } from "../../core/rules.ts";
import { certainIf, certain, chain, isAsleep, likely, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import type { Crash } from "../crash.ts";
import { UNLOAD } from "./knowledge.ts";
import { sceneEvidence } from "./scene.ts";

/** A function that waits for one particular other, and why that one may never come. */
interface Wait {
  readonly by: RegExp;
  /** Only while a module is unloaded: elsewhere the wait says too little. */
  readonly unloadOnly?: boolean;
  readonly rule?: RuleId;
  readonly others?: readonly RuleId[];
  readonly whom: string;
  readonly why: readonly string[];
  readonly next: string;
}

const CALLED_FROM_ITSELF = "it is called from the very function that it waits for";
const LOCK_HELD = "the caller holds a lock that it waits for in turn";

/** The particular before the general: kthread_park() waits by a completion too. */
const WAITS: readonly Wait[] = [
  {
    by: /^kthread_park$/,
    rule: "kthread-never-stops",
    whom: "the thread to call kthread_parkme()",
    why: [
      "the thread does not look at kthread_should_park(), or sleeps where nothing wakes it",
      "the thread has ended",
    ],
    next: "test kthread_should_park() in each round of the thread's loop, and call kthread_parkme()",
  },
  {
    by: /^(?:__)?kthread_(?:flush_(?:work|worker)|cancel_(?:delayed_)?work_sync|destroy_worker|cancel_work)$/,
    rule: "deadlock",
    others: ["kthread-never-ran"],
    whom: "the kthread_worker to run what is queued",
    why: [
      "a work function does not return",
      LOCK_HELD,
      CALLED_FROM_ITSELF,
      "the worker's thread was never started, or was stopped",
    ],
    next: "look at what the worker's thread does: echo t > /proc/sysrq-trigger",
  },
  {
    by: /^(?:cancel_(?:delayed_)?work_sync|disable_(?:delayed_)?work_sync|__cancel_work_(?:timer|sync)|flush_(?:delayed_)?work)$/,
    rule: "deadlock",
    whom: "the work function to return",
    why: [
      LOCK_HELD,
      CALLED_FROM_ITSELF,
      "the work function does not return: it loops, or waits for what the caller has yet to do",
    ],
    next: "look for a kworker in the same log, or in echo t > /proc/sysrq-trigger: its trace names the work function",
  },
  {
    by: /^(?:__)?(?:flush|drain|destroy)_workqueue$/,
    rule: "deadlock",
    whom: "every work item of the queue to end",
    why: [
      LOCK_HELD,
      "a work item queues itself again without end",
      "it is called from a work item of the same queue",
    ],
    next: "look for a kworker in the same log, or in echo t > /proc/sysrq-trigger: its trace names the work function",
  },
  {
    by: /^(?:del_timer_sync|timer_delete_sync|__timer_delete_sync|timer_shutdown_sync|hrtimer_cancel|del_singleshot_timer_sync)$/,
    rule: "deadlock",
    whom: "the timer's callback to return on another processor",
    why: [
      `${LOCK_HELD}, a spinlock that the callback takes`,
      CALLED_FROM_ITSELF,
      "the callback does not return",
    ],
    next: "call it without the locks that the callback takes, and never from the callback",
  },
  {
    by: /^(?:__)?synchronize_(?:s?rcu|net|sched|rcu_tasks)\w*$|^s?rcu_barrier$/,
    whom: "a grace period: for every reader that has begun to leave its section",
    why: [
      "a reader sleeps or loops between rcu_read_lock() and rcu_read_unlock(), or never unlocks",
      "a processor does not come to schedule: look for a stall or a lockup in the log",
      "rcu_preempt, the thread that ends grace periods, does not get to run",
    ],
    next: "look for `rcu: INFO: ... detected stalls` in the log: it names the processor or the task that holds it up",
  },
  {
    by: /^(?:wait_for_completion\w*|__wait_for_common)$/,
    unloadOnly: true,
    rule: "kthread-lost-wakeup",
    others: ["kthread-never-ran", "kthread-never-stops"],
    whom: "a complete() that another thread or callback of the module owes",
    why: [
      "the thread ended by a way that does not complete(), or was never woken to begin",
      "the completion was used up by an earlier wait: complete() lets one waiter through",
      "reinit_completion() came after the complete()",
    ],
    next: "follow every way out of the thread function to its complete(); kthread_stop() waits for the thread without one",
  },
];

/** A task that waits for one that it names. */
export function waitHangs({ crash }: LogFacts): Diagnosis | undefined {
  if (!isAsleep(crash)) return undefined;
  const callers = chain(crash);
  if (isNeverWoken(callers)) return neverWoken(crash);
  const isUnload = callers.some((name) => UNLOAD.test(name));
  const found = WAITS.find(
    ({ by, unloadOnly }) => (!unloadOnly || isUnload) && callers.some((name) => by.test(name)),
  );
  const by = found && callers.find((name) => found.by.test(name));
  if (!found || by === undefined) return undefined;
  const who = crash.process.comm ?? "A task";
  return {
    ...(found.rule !== undefined && { rule: found.rule }),
    ...(found.others && { alternatives: found.others }),
    summary: `${who} hangs in ${by}(), which waits for ${found.whom}.`,
    evidence: [
      certain("sleeps-below", `the process sleeps below ${by}()`),
      ...found.why.map((reason) => likely(`a usual reason: ${reason}`)),
      ...sceneEvidence(crash),
    ],
    next: [found.next, "with lockdep, `Showing all locks held in the system` names the locks of both"],
  };
}

const SLEEPS = /^(?:__)?schedule(?:_|$)|^context_switch$|^__switch_to/;

/** kthread() sleeps once, before it calls the thread's function: until the first wake_up_process(). */
function isNeverWoken(callers: readonly string[]): boolean {
  const inner = callers.find((name) => !SLEEPS.test(name));
  return inner === "kthread" && callers.some((name) => SLEEPS.test(name));
}

/** A line of a trace without a symbol: code of a module that is gone. */
const BARE = /^(?:\? )?(?:\[<[0-9a-f]{8,16}>\] )?0x[0-9a-f]{6,16}(?:\/0x[0-9a-f]+)?$/;

/** True where the thread may sleep in a function of its own, which the trace has no name for, or marks as doubtful. */
function mayBeElsewhere(crash: Crash): boolean {
  const names = crash.frames.map((frame) => frame.function.replace(/\..*/, ""));
  return (
    crash.lines.some((line) => BARE.test(line.trim())) ||
    crash.frames.slice(0, names.indexOf("kthread")).some(({ module }) => module !== undefined)
  );
}

function neverWoken(crash: Crash): Diagnosis {
  const { comm } = crash.process;
  const isSure = !mayBeElsewhere(crash);
  return {
    rule: "kthread-never-ran",
    summary:
      `The kernel thread ${comm ?? ""} was ${isSure ? "" : "most likely "}created and never woken: its function has not begun to run.`.replace(
        "  ",
        " ",
      ),
    evidence: [
      certainIf(
        isSure,
        "never-woken",
        "it sleeps in kthread() itself: kernel/kthread.c sleeps there once, before it calls the thread's function",
      ),
    ],
    next: [
      "call wake_up_process() after kthread_create(), or use kthread_run(); where the thread is not wanted any more, kthread_stop() ends it",
      "unoops run MODULE.c",
    ],
  };
}
