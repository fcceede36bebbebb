import { NULL_PAGE } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { FIELD, STATUS } from "./tasks.ts";

/** Until `(*word & mask) == value`. */
export interface Condition {
  readonly word: number;
  readonly mask: number;
  readonly value: number;
}

/** From its next switch on, the task waits for the condition; with STATUS.timed it may go on before that holds. */
export function waitFor(machine: Machine, slot: number, status: number, until: Condition): void {
  const { tasks } = machine;
  tasks.set(slot, FIELD.status, status);
  tasks.set(slot, FIELD.waitWord, until.word);
  tasks.set(slot, FIELD.waitMask, until.mask);
  tasks.set(slot, FIELD.waitValue, until.value);
}

/** Does the condition that the task waits for hold? A word that died meanwhile wakes it: it will trap there. */
export function waitHolds(machine: Machine, slot: number): boolean {
  const { tasks, words, layout, map, heap, options } = machine;
  const word = tasks.get(slot, FIELD.waitWord);
  if (word < NULL_PAGE || word + 4 > layout.end) return true;
  if (map.isGone(word, machine.lastFor(slot))) return true;
  if (word >= layout.heap && !options.shipped && !heap.at(word)?.alive) return true;
  return (words[word >> 2]! & tasks.get(slot, FIELD.waitMask)) === tasks.get(slot, FIELD.waitValue);
}

/** Can the task make a step now? */
export function canMove(machine: Machine, slot: number): boolean {
  const status = machine.tasks.get(slot, FIELD.status);
  if (status === STATUS.ready || status === STATUS.timed) return true;
  return status === STATUS.blocked && waitHolds(machine, slot);
}
