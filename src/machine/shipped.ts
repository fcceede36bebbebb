import type { HeapObject } from "./heap.ts";
import type { Machine } from "./machine.ts";

/** Memory as kernels ship it: what becomes of an object's bytes when it is freed. */
export interface Shipped {
  freed(machine: Machine, object: HeapObject, kind: string): void;
}
