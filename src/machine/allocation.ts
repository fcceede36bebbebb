import { align, ARENA_SIZE, MAX_TASKS } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { hex } from "./memory-map.ts";
import { stackNow } from "./stack.ts";

/**
 * Zeroed memory for an object of a kind, such as `task_struct`.
 * @param size in bytes
 * @param home slot of the task among whose objects it is put; by default that of the task that asks
 * @returns its address
 * @throws TrapSignal `too-large` when the task has no room left
 */
export function allocate(machine: Machine, size: number, kind: string, home = machine.current): number {
  const { heap, options, host, current } = machine;
  machine.recall.movesObjects = true;
  const slot = host.calling ? MAX_TASKS : home;
  const number = heap.kindNumber(kind);
  const object =
    options.shipped?.reuse(heap, number, size) ??
    heap.allocate(slot, size, number, machine.moduleSiteOf(current)) ??
    (size > ARENA_SIZE / 4 ? heap.allocateBeginning(size, kind, machine.moduleSiteOf(current)) : undefined);
  if (!object) throw machine.trap("too-large", `has no memory for another ${kind} of ${size} bytes`);
  machine.bytes.fill(0, object.start, align(object.start + object.size, 4));
  machine.onlooker?.allocated(object.start, object.size);
  machine.event({ type: "alloc", object: object.start, kind });
  return object.start;
}

/** Nothing of its kind was freed since the first time: set_freepointer() of mm/slub.c can tell. */
export const IN_A_ROW = ", in a row";

/**
 * Ends an object's life.
 * @throws TrapSignal `bad-free` when no object starts there, `double-free` when it is dead and memory is checked
 */
export function release(machine: Machine, address: number): void {
  const { heap, options } = machine;
  machine.map.checkHandle(machine, address);
  const object = heap.at(address);
  if (!object || object.start !== address) {
    throw machine.trap("bad-free", `frees ${hex(address)}, which is not the start of an object`, { address });
  }
  const kind = heap.kindOf(object);
  machine.touch(object.start, object.size, true); // before the check: that it fails may depend on who came first
  if (!object.alive) {
    const text = `frees a ${kind} for the second time`;
    if (!options.shipped) throw machine.trap("double-free", text, { address, object });
    const inARow = options.shipped.isFirstFree(object) ? IN_A_ROW : "";
    machine.event({
      type: "broken",
      kind: "double-free",
      text: `${text}${inARow}`,
      stack: stackNow(machine.program),
    });
    return;
  }
  machine.recall.movesObjects = true;
  heap.setAlive(object, false);
  machine.event({ type: "free", object: address, kind });
  options.shipped?.freed(machine, object, kind);
}

/**
 * Size of a living object in bytes.
 * @throws TrapSignal `bad-free` when no living object starts there
 */
export function sizeOf(machine: Machine, address: number): number {
  machine.recall.isOpaque = true;
  machine.map.checkHandle(machine, address);
  const found = machine.heap.at(address);
  if (found?.alive && found.start === address) return machine.heap.wholeOf(found);
  throw machine.trap("bad-free", `${hex(address)} is not an allocated object`, { address });
}
