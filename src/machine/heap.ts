import { align, ARENA_SIZE, MAX_TASKS, RED_ZONE, type Layout } from "./layout.ts";

/** One object of the heap; `alive` turns false when it is freed, and the record stays while anything still points to it. */
export interface HeapObject {
  readonly start: number;
  readonly size: number;
  /** Index into `Heap.kinds`. */
  readonly kind: number;
  /** Site of the allocation in the module; -1 for the kernel's own. */
  readonly site: number;
  alive: boolean;
}

const GRANULE = 16;

/** Memory lives: which addresses belong to an object, living or freed. */
export class Heap {
  /** Names of object kinds, in the order of first use: part of no state, only of names. */
  readonly kinds: string[] = [];
  /** Sorted by address. */
  readonly objects: HeapObject[] = [];
  private readonly layout: Layout;
  /** 1 + index of the object in `byNumber` for each granule of the heap, 0 where there is none. */
  private readonly owner: Int32Array;
  private readonly byNumber: (HeapObject | undefined)[] = [];
  private readonly freeNumbers: number[] = [];

  constructor(layout: Layout) {
    this.layout = layout;
    this.owner = new Int32Array((layout.end - layout.heap) / GRANULE);
  }

  /** What an object is, such as `task_struct`. */
  kindOf({ kind }: HeapObject): string {
    return this.kinds[kind] ?? "object";
  }

  kindNumber(name: string): number {
    const known = this.kinds.indexOf(name);
    return known >= 0 ? known : this.kinds.push(name) - 1;
  }

  clear(): void {
    for (const object of this.objects) this.mark(object, 0);
    this.objects.length = 0;
    this.byNumber.length = 0;
    this.freeNumbers.length = 0;
  }

  /** The lowest place in the task's arena; undefined when it is full. `slot` MAX_TASKS is the host's own. */
  allocate(slot: number, size: number, kind: number, site: number): HeapObject | undefined {
    const low = this.layout.heap + Math.min(slot, MAX_TASKS) * ARENA_SIZE;
    const room = align(Math.max(size, 1), GRANULE) + RED_ZONE;
    let start = low;
    let index = 0;
    for (; index < this.objects.length; index++) {
      const object = this.objects[index]!;
      if (object.start < low) continue;
      if (object.start - start >= room) break;
      if (object.start >= low + ARENA_SIZE) break;
      start = object.start + align(Math.max(object.size, 1), GRANULE) + RED_ZONE;
    }
    if (start + room > low + ARENA_SIZE) return undefined;
    const object: HeapObject = { start, size, kind, site, alive: true };
    this.insert(object, index);
    return object;
  }

  /** Puts an object back as a saved state has it; objects come in the order of their addresses. */
  append(object: HeapObject): void {
    this.insert(object, this.objects.length);
  }

  /** The object this address lies in, its red zone included; undefined outside every object. */
  at(address: number): HeapObject | undefined {
    const granule = (address - this.layout.heap) >> 4;
    if (address < this.layout.heap || granule >= this.owner.length) return undefined;
    return this.byNumber[this.owner[granule]! - 1];
  }

  remove(object: HeapObject): void {
    const index = this.objects.indexOf(object);
    if (index >= 0) this.objects.splice(index, 1);
    this.mark(object, 0);
  }

  private insert(object: HeapObject, index: number): void {
    if (index === this.objects.length) this.objects.push(object);
    else this.objects.splice(index, 0, object);
    const number = this.freeNumbers.pop() ?? this.byNumber.push(undefined) - 1;
    this.byNumber[number] = object;
    this.mark(object, number + 1);
  }

  private mark(object: HeapObject, value: number): void {
    const from = (object.start - this.layout.heap) >> 4;
    if (value === 0) {
      const number = this.owner[from]! - 1;
      this.byNumber[number] = undefined;
      this.freeNumbers.push(number);
    }
    this.owner.fill(value, from, from + ((align(Math.max(object.size, 1), GRANULE) + RED_ZONE) >> 4));
  }
}
