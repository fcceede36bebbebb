import { LISTED } from "./state-layout.ts";
import { align, ARENA_SIZE, arenaStart, MAX_TASKS, RED_ZONE, type MemoryLayout } from "./layout.ts";

/** One object of the heap; `alive` turns false when it is freed, and the record stays while anything still points to it. */
export interface HeapObject {
  readonly start: number;
  readonly size: number;
  /** Index into `Heap.kinds`. */
  readonly kind: number;
  /** Site of the allocation in the module; -1 for the kernel's own. */
  readonly site: number;
  alive: boolean;
  /** Segment that holds its content as it is now; -1 when that is not known (`collapsed-state.ts`). */
  segment: number;
}

const GRANULE = 16;

/** Bytes that the model has of an object that is too large for it. */
const BEGINNING = 4096;

/** Granules of one arena. */
const GRANULES = ARENA_SIZE / GRANULE;

/** Memory lives: which addresses belong to an object, living or freed. */
export class Heap {
  /** Names of object kinds, in the order of first use: part of no state, only of names. */
  readonly kinds: string[] = [];
  /** Sorted by address. */
  readonly objects: HeapObject[] = [];
  /** Objects came, died or went since this was last set to false. */
  changed = true;
  private readonly layout: MemoryLayout;
  /** Makes memory go as far as an address. */
  private readonly reach: (end: number) => void;
  /** Bytes of the objects of which the model has the beginning, by kind. */
  private readonly wholes = new Map<number, number>();
  /** Of each arena that was ever used: 1 + index of the object in `byNumber` for each granule, 0 where there is none. */
  private readonly owners: (Int32Array | undefined)[] = [];
  private readonly byNumber: (HeapObject | undefined)[] = [];
  private readonly freeNumbers: number[] = [];

  constructor(layout: MemoryLayout, reach: (end: number) => void) {
    this.layout = layout;
    this.reach = reach;
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
    this.changed = true;
  }

  /** The object dies, or comes to life again. */
  setAlive(object: HeapObject, alive: boolean): void {
    object.alive = alive;
    this.changed = true;
  }

  /**
   * Makes the objects those of a list: start, size, kind, site and life of each, in the order of their addresses. Objects that
   * are in both stay what they are, with what is known of their content.
   */
  become(list: Int32Array): void {
    const before = [...this.objects];
    let old = 0;
    const kept: HeapObject[] = [];
    const fresh: HeapObject[] = [];
    for (let at = 0; at < list.length; at += LISTED) {
      const [start, size, kind, site] = [list[at]!, list[at + 1]!, list[at + 2]!, list[at + 3]!];
      const alive = list[at + 4] === 1;
      while (old < before.length && before[old]!.start < start) this.mark(before[old++]!, 0);
      const known = before[old];
      if (known?.start === start && known.size === size && known.kind === kind && known.site === site) {
        if (known.alive !== alive) known.segment = -1;
        known.alive = alive;
        kept.push(known);
        old++;
        continue;
      }
      if (known?.start === start) this.mark(before[old++]!, 0);
      const object: HeapObject = { start, size, kind, site, alive, segment: -1 };
      kept.push(object);
      fresh.push(object);
    }
    for (; old < before.length; old++) this.mark(before[old]!, 0);
    this.objects.length = 0;
    this.objects.push(...kept);
    for (const object of fresh) this.number(object);
  }

  /** The lowest place in the task's arena; undefined when it is full. `slot` MAX_TASKS is the host's own. */
  allocate(slot: number, size: number, kind: number, site: number): HeapObject | undefined {
    const low = arenaStart(this.layout, Math.min(slot, MAX_TASKS));
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
    const object: HeapObject = { start, size, kind, site, alive: true, segment: -1 };
    this.insert(object, index);
    return object;
  }

  /**
   * The beginning of an object for which no arena has room, behind all arenas: what lies behind it is no memory, so that whoever goes there
   * is seen to. There is one at a time.
   */
  allocateBeginning(whole: number, name: string, site: number): HeapObject | undefined {
    const start = this.layout.end - BEGINNING - RED_ZONE;
    const last = this.objects.at(-1);
    if (last && last.start + last.size + RED_ZONE > start) return undefined;
    const kind = this.kindNumber(`${name} of ${whole} bytes`);
    this.wholes.set(kind, whole);
    const object: HeapObject = { start, size: BEGINNING, kind, site, alive: true, segment: -1 };
    this.insert(object, this.objects.length);
    return object;
  }

  /** Bytes that an object has for the module; more than its size where the model has only its beginning. */
  wholeOf({ kind, size }: HeapObject): number {
    return this.wholes.get(kind) ?? size;
  }

  /** The object that the model has the beginning of, if there is one. */
  get begun(): HeapObject | undefined {
    const last = this.objects.at(-1);
    return last && this.wholes.has(last.kind) ? last : undefined;
  }

  /** The object this address lies in, its red zone included; undefined outside every object. */
  at(address: number): HeapObject | undefined {
    const offset = address - this.layout.heap;
    if (offset < 0 || address >= this.layout.end) return undefined;
    const owner = this.owners[Math.floor(offset / ARENA_SIZE)];
    return owner && this.byNumber[owner[Math.trunc((offset % ARENA_SIZE) / GRANULE)]! - 1];
  }

  remove(object: HeapObject): void {
    const index = this.objects.indexOf(object);
    if (index >= 0) this.objects.splice(index, 1);
    this.mark(object, 0);
    this.changed = true;
  }

  private insert(object: HeapObject, index: number): void {
    if (index === this.objects.length) this.objects.push(object);
    else this.objects.splice(index, 0, object);
    this.changed = true;
    this.number(object);
  }

  private number(object: HeapObject): void {
    const number = this.freeNumbers.pop() ?? this.byNumber.push(undefined) - 1;
    this.byNumber[number] = object;
    this.mark(object, number + 1);
  }

  private mark(object: HeapObject, value: number): void {
    const offset = object.start - this.layout.heap;
    const place = Math.floor(offset / ARENA_SIZE);
    const owner = (this.owners[place] ??= this.opened(place));
    const from = (offset % ARENA_SIZE) / GRANULE;
    if (value === 0) {
      const number = owner[from]! - 1;
      this.byNumber[number] = undefined;
      this.freeNumbers.push(number);
    }
    owner.fill(value, from, from + (align(Math.max(object.size, 1), GRANULE) + RED_ZONE) / GRANULE);
  }

  /** An arena that is used for the first time. */
  private opened(place: number): Int32Array {
    this.reach(this.layout.heap + (place + 1) * ARENA_SIZE);
    return new Int32Array(GRANULES);
  }
}
