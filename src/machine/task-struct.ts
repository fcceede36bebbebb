import type { Machine } from "./machine.ts";
import { FIELD } from "./tasks.ts";
import { USER_SPACE } from "./user-space.ts";

/**
 * What the machine knows of `struct task_struct` (kernel/include/linux/sched.h): `__state`, `pid` and `comm` are its first
 * members. Offsets and sizes in bytes.
 */
const PID_OFFSET = 4;
const COMM_OFFSET = 8;
const COMM_SIZE = 16;

const FIRST_PID = 100;

/** The number that `ps` would show for a process. */
export function pidOf(process: number): number {
  return FIRST_PID + process;
}

export function setPid({ view }: Machine, task: number, slot: number): void {
  view.setInt32(task + PID_OFFSET, pidOf(slot), true);
}

/** Is the task's state TASK_RUNNING? */
export function isRunning({ words }: Machine, task: number): boolean {
  return words[task >> 2] === 0;
}

/** What people call a process: its `comm`, or what the kernel's part of it does. */
export function nameOf(machine: Machine, process: number): string {
  if (process === USER_SPACE) return "user space";
  const { tasks, bytes } = machine;
  const task = tasks.get(process, FIELD.task);
  const name = task === 0 ? tasks.get(process, FIELD.name) : task + COMM_OFFSET;
  let end = name;
  while (end - name < COMM_SIZE && bytes[end] !== 0) end++;
  return new TextDecoder("latin1").decode(bytes.slice(name, end));
}
