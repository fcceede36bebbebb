import type { Machine } from "./machine.ts";
import { ERR_PTRS } from "./memory-map.ts";
import { FIELD } from "./tasks.ts";
import { USER_SPACE } from "./user-space.ts";

/**
 * What the machine knows of `struct task_struct` (kernel/include/linux/sched.h): `__state`, `pid`, `comm`, `flags` and
 * `usage`, `unoops_stops` and `unoops_wants` are its first members. Offsets and sizes in bytes.
 */
const PID_OFFSET = 4;
const COMM_OFFSET = 8;
const COMM_SIZE = 16;
const USAGE_OFFSET = 28;
const STOPS_OFFSET = 32;
const WANTS_OFFSET = 36;

const FIRST_PID = 100;

/** The task that a softirq interrupts on an idle CPU. */
const IDLE_COMM = "swapper/0";

/** The number that `ps` would show for a process. */
export function pidOf(process: number, comm: string): number {
  return comm === IDLE_COMM ? 0 : FIRST_PID + process;
}

export function setPid({ view }: Machine, task: number, slot: number): void {
  view.setInt32(task + PID_OFFSET, FIRST_PID + slot, true);
}

/** Whether an ERR_PTR was taken for a task whose references are counted at an address; of NULL they would be a little further on. */
export function isCountOfError(address: number): boolean {
  return address < USAGE_OFFSET || address >= ERR_PTRS;
}

/** The task whose end a task waits for in kthread_stop(); 0 for none. */
export function taskStoppedBy({ words }: Machine, task: number): number {
  return words[(task + STOPS_OFFSET) >> 2]!;
}

/** The task that holds the mutex, semaphore or rw_semaphore that a task waits for: the lock's first word; 0 where that is not known. */
export function lockHolderAwaitedBy({ words }: Machine, task: number): number {
  const lock = words[(task + WANTS_OFFSET) >> 2]!;
  return lock === 0 ? 0 : words[lock >> 2]!;
}

/** Is the task's state TASK_RUNNING? */
export function isRunning({ words }: Machine, task: number): boolean {
  return words[task >> 2] === 0;
}

/** What people call a process: its `comm`, or what the kernel's part of it does. */
export function nameOf(machine: Machine, process: number): string {
  if (process === USER_SPACE) return "user space";
  const task = machine.tasks.get(process, FIELD.task);
  if (task !== 0) return readName(machine, task + COMM_OFFSET);
  const name = readName(machine, machine.tasks.get(process, FIELD.name));
  // of several processes that use the module, each is called as its task is
  const context = machine.tasks.get(process, FIELD.context);
  return name === "user" && context !== 0 ? readName(machine, context + COMM_OFFSET) : name;
}

/** The name that an oops gives a process: its `comm`, or that of whom a softirq interrupts. */
export function commOf(machine: Machine, process: number): string {
  if (process === USER_SPACE) return "";
  const { tasks } = machine;
  const task = tasks.get(process, FIELD.task) || tasks.get(process, FIELD.context);
  return task === 0 ? IDLE_COMM : readName(machine, task + COMM_OFFSET);
}

function readName({ bytes }: Machine, name: number): string {
  let end = name;
  while (end - name < COMM_SIZE && bytes[end] !== 0) end++;
  return new TextDecoder("latin1").decode(bytes.slice(name, end));
}

/** Functions that the kernel calls later, by the name that their task is spawned with (kernel/services). */
const NAMES = [
  "timer",
  "delayed work",
  "kworker",
  "tasklet",
  "rcu",
  "interrupt",
  "irq_work",
  "notifier",
  "packet",
  "user",
] as const;
export type CallbackName = (typeof NAMES)[number];
const CALLBACKS: ReadonlySet<string> = new Set(NAMES);

/** What kind of callback a process runs; undefined for insmod, rmmod and kthreads, whatever their names are. */
export function callbackOf(machine: Machine, process: number): CallbackName | undefined {
  if (process === USER_SPACE || machine.tasks.get(process, FIELD.task) !== 0) return undefined;
  const name = readName(machine, machine.tasks.get(process, FIELD.name));
  return isCallback(name) ? name : undefined;
}

/** Is this the name of a callback's task? Threads may have it as well: see callbackOf(). */
export function isCallback(name: string): name is CallbackName {
  return CALLBACKS.has(name);
}
