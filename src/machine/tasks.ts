import { homeOf, HOMES, MAX_TASKS } from "./layout.ts";

export const STATUS = { free: 0, ready: 1, blocked: 2, timed: 3 } as const;

/** Words of one task's record: all of a task that is not on its stacks. */
export const FIELD = {
  status: 0,
  /** Table index of the function it runs, and its argument. */
  entry: 1,
  argument: 2,
  /** Stack pointer while it does not run. */
  stackPointer: 3,
  /** End of its saved wasm frames; 0 before its first step. */
  frames: 4,
  task: 5,
  /** What it waits for: (*word & mask) == value. */
  waitWord: 6,
  waitMask: 7,
  waitValue: 8,
  /** Its name, a C string. */
  name: 9,
  /** Site of the call from the module into the kernel that it is in; -1 outside. */
  moduleSite: 10,
  /** What unoops_current() gives in a task that has no task_struct of its own: a softirq, a worker; 0 for none. */
  context: 11,
  /** In which load of the module it came to be, counted from 0: of a later one it knows nothing. */
  load: 12,
  /** Once it ends, it begins again, in this load of the module, counted from 1; 0: it does not. */
  again: 13,
  /** With which argument. */
  nextArgument: 14,
} as const;

const RECORD = 15;
/** Words of a record that are part of the state. */
export const SAVED_FIELDS = 15;

/** The table of tasks: slot numbers are process numbers. */
export class Tasks {
  readonly words = new Int32Array(MAX_TASKS * RECORD);
  /** Slots whose record was written to since somebody last looked. */
  private readonly changed = new Uint8Array(MAX_TASKS);
  /** One more than the highest slot that was in use since there was none. */
  private high = 0;

  get(slot: number, field: number): number {
    return this.words[slot * RECORD + field]!;
  }

  set(slot: number, field: number, value: number): void {
    this.words[slot * RECORD + field] = value;
    this.changed[slot] = 1;
    if (slot >= this.high) this.high = slot + 1;
  }

  clear(): void {
    this.words.fill(0);
    this.changed.fill(1);
    this.high = 0;
  }

  /** The lowest free slot from `first` on that is nobody's home; -1 when there is none. */
  freeSlot(first: number): number {
    for (let slot = first; slot < MAX_TASKS; slot++) {
      if (slot >= HOMES.from && slot < HOMES.to) continue;
      if (this.get(slot, FIELD.status) === STATUS.free) return slot;
    }
    return -1;
  }

  /** The first free slot from an owner's home on, around all homes; any other free one where they are taken. */
  freeHome(owner: number): number {
    const homes = HOMES.to - HOMES.from;
    const first = homeOf(owner) - HOMES.from;
    for (let i = 0; i < homes; i++) {
      const slot = HOMES.from + ((first + i) % homes);
      if (this.get(slot, FIELD.status) === STATUS.free) return slot;
    }
    return this.freeSlot(1);
  }

  /** One more than the highest slot in use. */
  count(): number {
    while (this.high > 0 && this.get(this.high - 1, FIELD.status) === STATUS.free) this.high--;
    return this.high;
  }

  isChanged(slot: number): boolean {
    return this.changed[slot] === 1;
  }

  forgetChange(slot: number): void {
    this.changed[slot] = 0;
  }

  release(slot: number): void {
    this.changed[slot] = 1;
    this.words.fill(0, slot * RECORD, (slot + 1) * RECORD);
  }
}
