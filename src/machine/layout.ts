/** Where things lie in the machine's linear memory, in bytes. Everything is a constant of the program but the data's end. */

/** Everything below is the page that NULL points into; the linker is told the same (`compile/flags.ts`). */
export { NULL_PAGE } from "../compile/flags.ts";

export const MAX_TASKS = 160;
/** Slots of what is run in the name of an owner (a timer, work): each has a home among them. The others take what is free. */
export const HOMES = { from: 16, to: 48 } as const;
/** A task's wasm frames, while it does not run. */
export const FRAMES_SIZE = 8192;
/** A task's C stack; THREAD_SIZE of the report's machine. */
export const STACK_SIZE = 8192;
/** Heap of one task: what it allocates lies here, so that addresses do not depend on what other tasks do. */
export const ARENA_SIZE = 1 << 17;
/** Of what the kernel keeps for owners, the first slot whose arena it lies in. */
const KEPT = HOMES.to;
/**
 * Slots by the place of their arenas; MAX_TASKS is the host's. Memory goes no further than the last arena that somebody allocated in,
 * so those come first that most modules use.
 */
const ARENAS: readonly number[] = [
  0,
  MAX_TASKS,
  ...range(1, HOMES.from),
  ...range(KEPT, KEPT + HOMES.to - HOMES.from),
  ...range(HOMES.from, HOMES.to),
  ...range(KEPT + HOMES.to - HOMES.from, MAX_TASKS),
];
const PLACES: readonly number[] = ARENAS.map((_, slot) => ARENAS.indexOf(slot));
/** Objects are this far apart at least: a touch in between is out of bounds. */
export const RED_ZONE = 16;

/** What calls give that the model lacks lies here, this far apart: it may be handed on, and not looked into. */
export const HANDLE_SIZE = 4096;
const MAX_HANDLES = 32;

export interface MemoryLayout {
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Stack of the host's own calls. */
  readonly hostStackTop: number;
  readonly handles: number;
  readonly tasks: number;
  readonly heap: number;
  readonly end: number;
}

export function layoutFor(nullPage: number, heapBase: number): MemoryLayout {
  const dataEnd = align(heapBase, 16);
  const hostStackTop = align(dataEnd + STACK_SIZE, 4096);
  const handles = hostStackTop;
  const tasks = handles + MAX_HANDLES * HANDLE_SIZE;
  const heap = tasks + MAX_TASKS * (FRAMES_SIZE + STACK_SIZE);
  return {
    dataStart: nullPage,
    dataEnd,
    hostStackTop,
    handles,
    tasks,
    heap,
    end: heap + (MAX_TASKS + 1) * ARENA_SIZE,
  };
}

/** The slot at which what is run in an owner's name is at home, if nobody else is there. */
export function homeOf(owner: number): number {
  return HOMES.from + ((Math.imul(owner >>> 3, 0x9e3779b1) >>> 16) % (HOMES.to - HOMES.from));
}

/** Where what the kernel keeps for an owner is: not among the objects of the tasks at its home, whose places would depend on it. */
export function arenaOf(owner: number): number {
  return homeOf(owner) - HOMES.from + KEPT;
}

/** Where the arena of a slot begins. */
export function arenaStart({ heap }: MemoryLayout, slot: number): number {
  return heap + PLACES[slot]! * ARENA_SIZE;
}

export function framesOf(layout: MemoryLayout, slot: number): number {
  return layout.tasks + slot * (FRAMES_SIZE + STACK_SIZE);
}

/** Lowest address of a task's stack; it grows down towards it. */
export function stackOf(layout: MemoryLayout, slot: number): number {
  return framesOf(layout, slot) + FRAMES_SIZE;
}

export function stackTopOf(layout: MemoryLayout, slot: number): number {
  return stackOf(layout, slot) + STACK_SIZE;
}

/** Numbers from one to before another. */
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

export function align(value: number, to: number): number {
  return (value + to - 1) & -to;
}

/**
 * The location that stands for a task's not having begun: its first step reads there, and whoever takes it away before that writes
 * there. So the two collide, however little is known of what the task would have done. In the page of NULL, where nothing else is.
 */
export function beginningOf(slot: number): number {
  return TEXT + 4 * (slot + 1);
}

/** The location that stands for the module's text: running it reads there, unloading writes there. */
export const TEXT = 4;

/** The place of what the call with a number gives; those past the last share it. */
export function handleOf({ handles }: MemoryLayout, number: number): number {
  return handles + Math.min(number, MAX_HANDLES - 1) * HANDLE_SIZE;
}
