import { MAX_TASKS, stackOf, type MemoryLayout } from "./layout.ts";

/**
 * Keeps the memory below each stack pointer zero when states are put back, so that a task finds there the same in every run.
 * What is zero already is not cleared again: with many tasks, nearly all of it.
 */
export class Stacks {
  private readonly memory: { readonly words: Int32Array };
  private readonly layout: MemoryLayout;
  /** By slot: everything below this address is zero. */
  private readonly zeroBelow: number[] = [];

  constructor(memory: { readonly words: Int32Array }, layout: MemoryLayout) {
    this.memory = memory;
    this.layout = layout;
    for (let slot = 0; slot < MAX_TASKS; slot++) this.zeroBelow.push(stackOf(layout, slot));
  }

  /** The task runs: its stack may be written anywhere. */
  runs(slot: number): void {
    if (slot >= 0 && slot < MAX_TASKS) this.zeroBelow[slot] = stackOf(this.layout, slot);
  }

  clearBelow(slot: number, stackPointer: number): void {
    const from = this.zeroBelow[slot]!;
    if (from < stackPointer) this.memory.words.fill(0, from >> 2, stackPointer >> 2);
    this.zeroBelow[slot] = stackPointer;
  }
}
