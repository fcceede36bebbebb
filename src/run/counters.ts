import { replay } from "../explore/replay.ts";
import type { Move } from "../explore/system.ts";
import type { HeapObject } from "../machine/heap.ts";
import type { Machine } from "../machine/machine.ts";
import { placeOf } from "./place.ts";

/** A variable with so many values on one path counts. */
const MANY = 12;

/** Names the module's variables that take ever new values along a path: globals by name, members of objects by their place. */
export function countersAlong(machine: Machine, path: readonly Move[]): string[] {
  const values = new Map<string, Set<number>>();
  const note = (name: string, value: number): void => {
    let seen = values.get(name);
    if (!seen) values.set(name, (seen = new Set()));
    seen.add(value);
  };
  const { enabled } = machine.idle;
  replay(machine, path, () => {
    const { words } = machine;
    for (const { name, address, size, constant } of machine.map.moduleData) {
      if (constant) continue;
      for (let word = address >> 2; word << 2 < address + size; word++) {
        note(size > 4 ? `${name}, byte ${(word << 2) - address}` : name, words[word]!);
      }
    }
    for (const object of machine.heap.objects) {
      if (!object.alive || machine.heap.kindOf(object) !== "kmalloc") continue;
      for (let word = object.start >> 2; word << 2 < object.start + object.size; word++) {
        note(memberName(machine, object, (word << 2) - object.start), words[word]!);
      }
    }
  });
  machine.idle.enabled = enabled;
  return [...values].filter(([, seen]) => seen.size >= MANY).map(([name]) => name);
}

function memberName(machine: Machine, { site }: HeapObject, offset: number): string {
  const place = placeOf(machine.program, site);
  return `byte ${offset} of the object allocated at ${place ? `${place.file}:${place.line}` : "an unknown place"}`;
}
