import { LOADER } from "./end.ts";
import { beginningOf, MAX_TASKS, stackTopOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { isRunning, setPid } from "./task-struct.ts";
import { FIELD, STATUS } from "./tasks.ts";
import { waitFor } from "./waiting.ts";

/** What a new task is to be. */
export interface NewTask {
  /** Table index of the function it runs, and its argument. */
  readonly entry: number;
  readonly argument: number;
  /** Address of its task_struct; 0 for a part of the kernel that has none. */
  readonly task: number;
  /** Address of its name, a C string. */
  readonly name: number;
  /** Address of what it is run for: a timer, work; 0: nothing. */
  readonly owner?: number;
}

/**
 * Makes a task. Those of one owner have a slot of their own, as far as there is room: which one a task has would else depend on who came
 * first, and states that differ by nothing else are many.
 * @returns its slot
 * @throws TrapSignal `too-large` when all slots are taken
 */
export function spawn(machine: Machine, { entry, argument, task, name, owner = 0 }: NewTask): number {
  const { tasks } = machine;
  // the first task is the loader, and nobody else ever is: user space may go on when it has ended
  const first = machine.current < MAX_TASKS ? LOADER + 1 : LOADER;
  const slot = owner === 0 ? tasks.freeSlot(first) : tasks.freeHome(owner);
  if (slot < 0) throw machine.trap("too-large", `more than ${MAX_TASKS} tasks at once`);
  setUp(machine, slot, { entry, argument, task, name }, machine.loadOf(machine.current));
  machine.now.spawns(slot);
  machine.onlooker?.spawned(slot);
  if (task !== 0) {
    sleepUntilRunning(machine, slot, task);
    setPid(machine, task, slot);
    machine.state.wrote(task, 4);
  }
  return slot;
}

/** What a task is to run when it has come to its end. */
export interface NextRun {
  readonly entry: number;
  /** The argument with which it runs the function now, and that of the next time. */
  readonly argument: number;
  readonly next: number;
  readonly name: number;
}

/**
 * Lets the task that runs this function with this argument run it once more when it ends: what never runs beside itself needs no second
 * task, and tasks that come and go in turn would take slots in any order.
 * @returns 1 when there is such a task, which has begun
 */
export function runAgain(machine: Machine, { entry, argument, next, name }: NextRun): number {
  const { tasks, current } = machine;
  const count = tasks.count();
  for (let slot = 0; slot < count; slot++) {
    if (!runs(machine, slot, entry, argument) || tasks.get(slot, FIELD.again) !== 0) continue;
    if (slot !== current) {
      machine.recall.isOpaque = true;
      machine.touch(beginningOf(slot), 4, true);
    }
    tasks.set(slot, FIELD.again, 1 + machine.loadOf(current));
    tasks.set(slot, FIELD.nextArgument, next);
    machine.asksAgain(slot, name);
    return 1;
  }
  return 0;
}

/** The task has ended, and begins again. */
export function beginAgain(machine: Machine, slot: number): void {
  const { tasks } = machine;
  const [again, argument] = [tasks.get(slot, FIELD.again), tasks.get(slot, FIELD.nextArgument)];
  const [entry, name] = [tasks.get(slot, FIELD.entry), tasks.get(slot, FIELD.name)];
  setUp(machine, slot, { entry, argument, task: 0, name }, again - 1);
  machine.beginsAgain(slot);
}

/** A task's record before its first step, whatever was in its slot before. */
function setUp(
  { tasks, layout }: Machine,
  slot: number,
  { entry, argument, task, name }: NewTask,
  load: number,
): void {
  tasks.release(slot);
  tasks.set(slot, FIELD.status, STATUS.ready);
  tasks.set(slot, FIELD.entry, entry);
  tasks.set(slot, FIELD.argument, argument);
  tasks.set(slot, FIELD.stackPointer, stackTopOf(layout, slot));
  tasks.set(slot, FIELD.task, task);
  tasks.set(slot, FIELD.name, name);
  tasks.set(slot, FIELD.moduleSite, -1);
  tasks.set(slot, FIELD.load, load);
}

function runs({ tasks, current }: Machine, slot: number, entry: number, argument: number): boolean {
  if (tasks.get(slot, FIELD.status) === STATUS.free) return false;
  if (slot !== current && tasks.get(slot, FIELD.frames) === 0) return false;
  return tasks.get(slot, FIELD.entry) === entry && tasks.get(slot, FIELD.argument) === argument;
}

/**
 * Takes a task away that was to run this function with this argument, and has not begun.
 * @returns 1 when there was one
 */
export function unspawn(machine: Machine, entry: number, argument: number): number {
  const { tasks } = machine;
  machine.recall.isOpaque = true;
  for (let slot = 0; slot < MAX_TASKS; slot++) {
    if (tasks.get(slot, FIELD.status) === STATUS.free || tasks.get(slot, FIELD.entry) !== entry) continue;
    const isToBeginAgain = tasks.get(slot, FIELD.again) !== 0;
    const waits = isToBeginAgain || (slot !== machine.current && tasks.get(slot, FIELD.frames) === 0);
    const which = isToBeginAgain ? FIELD.nextArgument : FIELD.argument;
    if (!waits || tasks.get(slot, which) !== argument) continue;
    machine.touch(beginningOf(slot), 4, true);
    if (machine.now.watched >= 0) machine.grain.tookAway(machine.now.watched);
    if (isToBeginAgain) {
      tasks.set(slot, FIELD.again, 0);
      tasks.set(slot, FIELD.nextArgument, 0);
    } else {
      tasks.release(slot);
      machine.event({ type: "cancel", child: slot });
    }
    return 1;
  }
  return 0;
}

/** A new task whose state is not TASK_RUNNING sleeps before its first step, as if it had called schedule() there. */
function sleepUntilRunning(machine: Machine, slot: number, task: number): void {
  if (isRunning(machine, task)) return;
  waitFor(machine, slot, STATUS.blocked, { word: task, mask: -1, value: 0 });
}
