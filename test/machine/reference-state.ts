import type { HeapObject } from "../../src/machine/heap.ts";
import { framesOf, stackTopOf } from "../../src/machine/layout.ts";
import type { Machine } from "../../src/machine/machine.ts";
import { FIELD, SAVED_FIELDS, STATUS } from "../../src/machine/tasks.ts";
import { Words } from "../../src/explore/words.ts";

/**
 * The whole of a machine's state, word by word: what `src/machine/collapsed-state.ts` must tell apart, and no more.
 *
 *   flags, number of task slots, for each slot its status and, if it lives, its record, stack and frames;
 *   number of objects, for each its start, size, kind and site, life, and, if it lives, its content;
 *   the variables.
 * Left out, because nothing can depend on it: memory below a stack pointer, content of freed objects (any touch is a trap),
 * freed objects that no word points into, the printk buffer, constants, and the variables of an unloaded module.
 */
export function packState(machine: Machine): Int32Array {
  const { tasks, heap, words, map } = machine;
  const out = new Words();
  out.push(machine.life);
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

function packTask(machine: Machine, slot: number, out: Words): void {
  const { tasks, words, layout } = machine;
  const status = tasks.get(slot, FIELD.status);
  out.push(status);
  if (status === STATUS.free) return;
  for (let field = 1; field < SAVED_FIELDS; field++) out.push(tasks.get(slot, field));
  out.copy(words, tasks.get(slot, FIELD.stackPointer) >> 2, stackTopOf(layout, slot) >> 2);
  const end = tasks.get(slot, FIELD.frames);
  if (end !== 0) out.copy(words, framesOf(layout, slot) >> 2, (end + 3) >> 2);
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
