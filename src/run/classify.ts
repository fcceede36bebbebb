import type { RuleId } from "../core/rules.ts";
import { LOADER } from "../machine/end.ts";
import type { Machine } from "../machine/machine.ts";
import { STOPPERS, WAKES } from "../kernel-api/index.ts";
import { isCountOfError, type CallbackName } from "../machine/task-struct.ts";
import { FIELD, STATUS } from "../machine/tasks.ts";
import { MAX_TASKS } from "../machine/layout.ts";
import { ERR_PTRS } from "../machine/memory-map.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import { stopsUnderLock } from "../machine/wait-circle.ts";
import { testsForNull } from "./null-check.ts";
import { LOOPS } from "./standstill.ts";
import { placeOf } from "./place.ts";
import type { SourceOf } from "../core/span.ts";
import type { ValueChange } from "./watched-machine.ts";

/** A failing run, replayed: the machine stands where it ended. */
export interface FailingRun {
  readonly machine: Machine;
  readonly trap: Trap;
  readonly trace: readonly TraceEvent[];
  /** Variables that changed on the way. */
  readonly changes: readonly ValueChange[];
  readonly source: SourceOf;
}

/** The rule that a failing run breaks; undefined for what is no finding but a limit of the model. */
export function classify(run: FailingRun): RuleId | undefined {
  const { trap } = run;
  switch (trap.kind) {
    case "use-after-free":
      return isTask(trap) ? deadTask(run) : "use-after-free";
    case "null-dereference":
    case "err-ptr-dereference":
      return usesHandle(run.machine, trap) ? badHandle(run) : "null-dereference";
    case "unloaded-code":
    case "unloaded-data":
    case "left-behind":
      return outlives(run);
    case "deadlock":
      return deadlock(run);
    case "spins":
      return "endless-loop";
    case "livelock":
      if (stopsUnderLock(run.machine)) return "kthread-stop-deadlock";
      if (waitsForStop(run)) return "kthread-never-stops";
      return run.trap.text === LOOPS ? "endless-loop" : "deadlock";
    case "leak":
      return trap.object === "task_struct" ? leakedTask(run) : "module-leak";
    case "wild-access":
      return stops(trap) ? badHandle(run) : "out-of-bounds";
    case "out-of-bounds":
    case "read-only":
      return "out-of-bounds";
    case "bad-shift":
    case "division":
      return "undefined-arithmetic";
    case "dead-stack":
      return "use-after-free";
    case "double-free":
    case "bad-free":
      return "double-free";
    case "sleep-in-atomic":
      return "sleep-in-atomic";
    case "refcount": // of a freed task that waits for a second grace period, on 7.2
      return isTask(trap) && (stops(trap) || within(run, "get_task_struct"))
        ? deadTask(run)
        : "refcount-misuse";
    case "bad-lock":
      return "lock-misuse";
    case "bad-call":
      return "api-misuse";
    case "irq-lock-inversion":
      return "irq-lock-inversion";
    case "bug":
    case "stack-overflow":
      return "bug-reached";
    case "unmodelled":
    case "too-large":
      return undefined;
  }
}

/** Whether a failure may be about the life of a kernel thread, before it is known how it came about. */
export function concernsThreads(machine: Machine, trap: Trap): boolean {
  switch (trap.kind) {
    case "use-after-free":
    case "double-free":
      // a worker that is ended twice is freed by the first who ends it
      return isTask(trap) || stops(trap);
    case "refcount":
      return isTask(trap);
    case "null-dereference":
    case "err-ptr-dereference":
    case "wild-access":
      return usesHandle(machine, trap);
    case "unloaded-code":
    case "unloaded-data":
    case "left-behind":
      return trap.callback === undefined;
    case "leak":
      return trap.object === "task_struct";
    case "sleep-in-atomic":
      return stops(trap);
    case "deadlock":
    case "livelock":
      return STOPPERS.has(machine.program.sites[machine.moduleSiteOf(LOADER)]?.callee ?? "");
    default:
      return false;
  }
}

/** The rule about a timer, work or another callback that is still there when the module is gone; undefined of other failures. */
export function callbackRule({ kind, callback }: Trap): RuleId | undefined {
  const isLeft = kind === "unloaded-code" || kind === "unloaded-data" || kind === "left-behind";
  return isLeft && callback ? OUTLIVING[callback] : undefined;
}

/** `struct kthread` dies with its task. */
function isTask(trap: Trap): boolean {
  return trap.object === "task_struct" || trap.object === "kthread";
}

function stops(trap: Trap): boolean {
  return trap.stack.some((name) => STOPPERS.has(name));
}

/** A thread is stopped that is none. */
function usesHandle(machine: Machine, trap: Trap): boolean {
  return stops(trap) || usesError(machine, trap);
}

/** What a failed creation gave is woken or referenced, as the thread that it was to be. */
function usesError(machine: Machine, trap: Trap): boolean {
  if (trap.kind === "err-ptr-dereference" && trap.stack.some((name) => WAKES.has(name))) return true;
  const { address } = trap;
  return address !== undefined && isCountOfError(address) && within({ machine, trap }, "get_task_struct");
}

function deadTask(run: FailingRun): RuleId {
  const { trap, trace } = run;
  const rule = useOfDeadTask(run.machine, trap);
  const isSecond = rule === "kthread-stop-after-exit" && timesStopped(trace, trap.objectStart ?? 0) > 1;
  return isSecond ? "kthread-double-stop" : rule;
}

/** What is done with a thread that is gone, as far as the place tells where it fails: whether it was stopped before, only a trace tells. */
export function useOfDeadTask(machine: Machine, trap: Trap): RuleId {
  if (stops(trap)) return "kthread-stop-after-exit";
  if (within({ machine, trap }, "get_task_struct")) return "kthread-pin-too-late";
  const isCount = trap.kind === "refcount" || within({ machine, trap }, "put_task_struct");
  return isCount ? "refcount-misuse" : "kthread-unreferenced-read";
}

/** Whether a function of the kernel's headers was at work, whether the compiler put it into its caller or not. */
function within({ machine, trap }: Pick<FailingRun, "machine" | "trap">, name: string): boolean {
  const frames = machine.program.sites[trap.site]?.frames ?? [];
  return trap.stack.some((one) => one.includes(name)) || frames.some((frame) => frame.function === name);
}

/** How often kthread_stop() was called on the thread, the failing call included. */
function timesStopped(trace: readonly TraceEvent[], task: number): number {
  return trace.filter(
    (event) => event.type === "note" && event.event === "task-stop" && event.object === task,
  ).length;
}

/** NULL, or an ERR_PTR that got past a test for NULL. */
function badHandle({ machine, trap, trace, source }: FailingRun): RuleId {
  const stop = trace.findLast(
    (event) => event.type === "note" && event.event === "task-stop" && event.process === trap.process,
  );
  const isError = usesError(machine, trap) || (stop?.type === "note" && stop.object >= ERR_PTRS);
  const failed = trace.findLast((event) => event.type === "choice" && event.picked > 0);
  const place = failed && placeOf(machine.program, failed.moduleSite);
  if (isError && place && testsForNull(source(place.file), place.line, machine.program.target.kernel))
    return "kthread-null-check";
  return "kthread-err-ptr";
}

const OUTLIVING: Readonly<Record<CallbackName, RuleId>> = {
  timer: "timer-outlives-module",
  "delayed work": "work-outlives-module",
  kworker: "work-outlives-module",
  tasklet: "tasklet-outlives-module",
  rcu: "rcu-callback-outlives-module",
  interrupt: "handler-outlives-module",
  irq_work: "handler-outlives-module",
  notifier: "handler-outlives-module",
  packet: "handler-outlives-module",
  user: "file-outlives-module",
};

function outlives({ machine, trap, trace }: FailingRun): RuleId {
  if (trap.callback) return OUTLIVING[trap.callback];
  const task = machine.tasks.get(trap.process, FIELD.task);
  // whoever is no thread came to a handler: a task that met a probe, a key that was pressed
  if (trap.process !== LOADER && task === 0) return "handler-outlives-module";
  const ran = trace.some(
    (event) => event.type === "note" && event.event === "task-runs" && event.object === task,
  );
  return trap.kind === "left-behind" && !ran ? "kthread-never-ran" : "kthread-outlives-module";
}

/** The thread that the loader waits for in kthread_stop(); undefined when it waits for something else. */
function stoppedThread({ machine, trace }: FailingRun): number | undefined {
  const site = machine.program.sites[machine.moduleSiteOf(LOADER)];
  if (!site || !STOPPERS.has(site.callee)) return undefined;
  const stop = trace.findLast(
    (event) => event.type === "note" && event.event === "task-stop" && event.process === LOADER,
  );
  return stop?.type === "note" ? stop.object : undefined;
}

function waitsForStop(run: FailingRun): boolean {
  return stoppedThread(run) !== undefined;
}

function slotOf(machine: Machine, task: number): number | undefined {
  for (let slot = 0; slot < MAX_TASKS; slot++) {
    if (machine.tasks.get(slot, FIELD.status) !== STATUS.free && machine.tasks.get(slot, FIELD.task) === task)
      return slot;
  }
  return undefined;
}

function deadlock(run: FailingRun): RuleId {
  const { machine, trace } = run;
  if (stopsUnderLock(machine)) return "kthread-stop-deadlock";
  const asleep = blockedTasks(machine).filter((slot) => awaitedLock(trace, slot) === undefined);
  if (asleep.some((slot) => lostWakeup(trace, machine.tasks.get(slot, FIELD.task))))
    return "kthread-lost-wakeup";
  const task = stoppedThread(run);
  if (task === undefined) return "deadlock";
  const slot = slotOf(machine, task);
  if (slot === undefined) return timesStopped(trace, task) > 1 ? "kthread-double-stop" : "deadlock";
  const lock = awaitedLock(trace, slot);
  if (lock !== undefined && trace[takenAt(trace, lock)]?.process === LOADER) return "kthread-stop-deadlock";
  return lock === undefined ? "kthread-never-stops" : "deadlock";
}

function blockedTasks(machine: Machine): number[] {
  return machine.blocked().filter((slot) => machine.tasks.get(slot, FIELD.task) !== 0);
}

/** The last wake-up that was meant for the task found it running, and it went to sleep after that. */
function lostWakeup(trace: readonly TraceEvent[], task: number): boolean {
  const wake = trace.findLast(
    (event) => event.type === "note" && event.event === "task-wake" && event.object === task,
  );
  return wake?.type === "note" && wake.value === 0;
}

/** The lock that a blocked process said last it waits for, and did not get. */
export function awaitedLock(trace: readonly TraceEvent[], process: number): number | undefined {
  const last = trace.findLast(
    (event) =>
      event.type === "note" &&
      event.process === process &&
      (event.event === "waits" || event.event === "locked"),
  );
  return last?.type === "note" && last.event === "waits" ? last.object : undefined;
}

/** Where in the trace the lock was taken that a blocked process waits for, if nobody has given it back since; -1 otherwise. */
export function takenAt(trace: readonly TraceEvent[], word: number): number {
  const at = trace.findLastIndex(
    (event) => event.type === "note" && LOCKING.test(event.event) && isWithin(word, event.object),
  );
  const last = trace[at];
  return last?.type === "note" && last.event === "locked" ? at : -1;
}

const LOCKING = /^(un)?locked$/;

/** Whether a word that is waited for is a lock's: of an rw_semaphore it is the second one (kernel/include/linux/rwsem.h). */
function isWithin(word: number, lock: number): boolean {
  return word === lock || word === lock + 4;
}

function leakedTask({ trap, trace }: FailingRun): RuleId {
  const dead = trace.some(
    (event) => event.type === "note" && event.event === "task-dead" && event.object === trap.objectStart,
  );
  return dead ? "kthread-ref-leak" : "kthread-outlives-module";
}
