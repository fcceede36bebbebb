import type { Machine } from "./machine.ts";
import { lockHolderAwaitedBy, taskStoppedBy } from "./task-struct.ts";
import { FIELD } from "./tasks.ts";
import { USER_SPACE } from "./user-space.ts";

/**
 * Tasks that wait for one another in a circle: for a mutex, an rw_semaphore or a semaphore that is used as a lock, which know who holds them,
 * or in kthread_stop() for a thread's end. Nobody else can end that. One that stops a thread comes first. Empty where there is none.
 */
export function waitCircle(machine: Machine): number[] {
  const slots = machine.blocked().filter((slot) => slot !== USER_SPACE && taskOf(machine, slot) !== 0);
  const byTask = new Map(slots.map((slot) => [taskOf(machine, slot), slot]));
  for (const first of slots) {
    const way = [first];
    for (let next = awaited(machine, first, byTask); next !== undefined;) {
      if (next === first) return stopperFirst(machine, way);
      if (way.includes(next)) break;
      way.push(next);
      next = awaited(machine, next, byTask);
    }
  }
  return [];
}

function stopperFirst(machine: Machine, circle: readonly number[]): number[] {
  const at = circle.findIndex((slot) => isStopping(machine, slot));
  return at < 0 ? [...circle] : [...circle.slice(at), ...circle.slice(0, at)];
}

function isStopping(machine: Machine, slot: number): boolean {
  return taskStoppedBy(machine, taskOf(machine, slot)) !== 0;
}

/** Whether in such a circle somebody stops a thread, and holds a lock that is waited for there. */
export function stopsUnderLock(machine: Machine): boolean {
  const stopping = waitCircle(machine).map((slot) => isStopping(machine, slot));
  return stopping.includes(true) && stopping.includes(false);
}

/** What stands for the task in the kernel's words: its task_struct, or that of whom it works for. */
function taskOf({ tasks }: Machine, slot: number): number {
  return tasks.get(slot, FIELD.task) || tasks.get(slot, FIELD.context);
}

function awaited(machine: Machine, slot: number, byTask: ReadonlyMap<number, number>): number | undefined {
  const task = taskOf(machine, slot);
  return byTask.get(taskStoppedBy(machine, task)) ?? byTask.get(lockHolderAwaitedBy(machine, task));
}
