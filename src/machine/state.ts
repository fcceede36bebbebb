import type { HeapObject } from "./heap.ts";
import { framesOf, stackTopOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { FIELD, SAVED_FIELDS, STATUS } from "./tasks.ts";

/**
 * A saved state, in words:
 *   flags, number of task slots, for each slot its status and, if it lives, its record, stack and frames;
 *   number of objects, for each its start, size, kind and site, life, and, if it lives, its content;
 *   the variables.
 * Left out, because nothing can depend on it: memory below a stack pointer, content of freed objects (any touch is a trap),
 * freed objects that no word points into, the printk buffer, constants, and the variables of an unloaded module.
 */
export function packState(machine: Machine): Int32Array {
  const { tasks, heap, words, map } = machine;
  const out = scratch();
  out.push(machine.unloaded ? 1 : 0);
  const count = tasks.count();
  out.push(count);
  for (let slot = 0; slot < count; slot++) packTask(machine, slot, out);
  const objectsAt = out.length;
  out.push(0);
  if (heap.objects.some((object) => !object.alive)) forgetUnreachable(machine, out);
  for (const object of heap.objects) packObject(machine, object, out);
  out.set(objectsAt, heap.objects.length);
  const [from, to] = map.mutable;
  if (!machine.unloaded) out.copy(words, from >> 2, to >> 2);
  else {
    for (let word = from >> 2; word < to >> 2; word++) out.push(map.variableAt(word << 2) ? 0 : words[word]!);
  }
  return out.take();
}

/** One task's record, stack and frames. */
export function packLocal(machine: Machine, slot: number): Int32Array {
  const out = scratch();
  packTask(machine, slot, out);
  return out.take();
}

function packTask(machine: Machine, slot: number, out: Words): void {
  const { tasks, words, layout } = machine;
  const status = tasks.get(slot, FIELD.status);
  out.push(status);
  if (status === STATUS.free) return;
  for (let field = 1; field < SAVED_FIELDS; field++) out.push(tasks.get(slot, field));
  out.copy(words, tasks.get(slot, FIELD.stackPointer) >> 2, stackTopOf(layout, slot) >> 2);
  const end = tasks.get(slot, FIELD.frames);
  if (end !== 0) out.copy(words, (framesOf(layout, slot) >> 2) + 2, (end + 3) >> 2);
}

function packObject(machine: Machine, object: HeapObject, out: Words): void {
  out.push(object.start);
  out.push(object.size);
  out.push(object.kind);
  out.push(object.site);
  out.push(object.alive ? 1 : 0);
  if (object.alive || machine.options.shipped)
    out.copy(machine.words, object.start >> 2, (object.start + object.size + 3) >> 2);
}

/** Drops freed objects that no living word points into: nobody can touch them any more, and their place is free again. */
function forgetUnreachable(machine: Machine, packedTasks: Words): void {
  const { heap, layout, words, map } = machine;
  if (machine.options.shipped) return;
  const reached = new Set<HeapObject>();
  const look = (value: number): void => {
    const address = value >>> 0;
    if (address < layout.heap || address >= layout.end) return;
    const object = heap.at(address);
    if (object && !object.alive) reached.add(object);
  };
  packedTasks.each(look);
  for (const object of heap.objects) {
    if (!object.alive) continue;
    for (let word = object.start >> 2; word < (object.start + object.size) >> 2; word++) look(words[word]!);
  }
  for (let word = map.mutable[0] >> 2; word < map.mutable[1] >> 2; word++) look(words[word]!);
  const forgotten = heap.objects.filter((object) => !object.alive && !reached.has(object));
  for (const object of forgotten) heap.remove(object);
}

/** Puts the machine back into a saved state. */
export function unpackState(machine: Machine, state: Int32Array): void {
  const { tasks, heap, words, map, layout } = machine;
  let at = 0;
  machine.unloaded = state[at++] === 1;
  const count = state[at++]!;
  tasks.clear();
  for (let slot = 0; slot < count; slot++) {
    const status = state[at++]!;
    if (status === STATUS.free) continue;
    tasks.set(slot, FIELD.status, status);
    for (let field = 1; field < SAVED_FIELDS; field++) tasks.set(slot, field, state[at++]!);
    const stackPointer = tasks.get(slot, FIELD.stackPointer);
    if (machine.options.shipped) machine.stacks.runs(slot); // freed stacks may be written there
    machine.stacks.clearBelow(slot, stackPointer);
    const stackWords = (stackTopOf(layout, slot) - stackPointer) >> 2;
    copyWords(state, at, stackWords, words, stackPointer >> 2);
    at += stackWords;
    const end = tasks.get(slot, FIELD.frames);
    if (end !== 0) {
      const from = (framesOf(layout, slot) >> 2) + 2;
      const frameWords = ((end + 3) >> 2) - from;
      copyWords(state, at, frameWords, words, from);
      at += frameWords;
    }
  }
  heap.clear();
  for (let objects = state[at++]!; objects > 0; objects--) {
    const start = state[at++]!;
    const size = state[at++]!;
    const kind = state[at++]!;
    const site = state[at++]!;
    const alive = state[at++] === 1;
    heap.append({ start, size, kind, site, alive });
    if (!alive && !machine.options.shipped) continue;
    const length = ((start + size + 3) >> 2) - (start >> 2);
    copyWords(state, at, length, words, start >> 2);
    at += length;
  }
  words.set(state.subarray(at), map.mutable[0] >> 2);
}

/** A loop, since most pieces are short: a view of each would cost more than its words. */
function copyWords(from: Int32Array, at: number, count: number, to: Int32Array, start: number): void {
  for (let i = 0; i < count; i++) to[start + i] = from[at + i]!;
}

/** Words that grow. */
class Words {
  length = 0;
  private array = new Int32Array(4096);

  push(value: number): void {
    this.reserve(1);
    this.array[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.array[index] = value;
  }

  copy(from: Int32Array, start: number, end: number): void {
    this.reserve(end - start);
    this.array.set(from.subarray(start, end), this.length);
    this.length += end - start;
  }

  each(action: (value: number) => void): void {
    for (let i = 0; i < this.length; i++) action(this.array[i]!);
  }

  take(): Int32Array {
    return this.array.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.array.length) return;
    const grown = new Int32Array(Math.max(this.array.length * 2, this.length + more));
    grown.set(this.array);
    this.array = grown;
  }
}

/** One buffer for every state that is packed: it has grown to what a state takes. */
const buffer = new Words();

function scratch(): Words {
  buffer.length = 0;
  return buffer;
}
