import type { Accesses } from "../explore/system.ts";

const READ = 1;
const WRITE = 2;
/** Read for its value, and not just to see whether a wait is over. */
const USED = 4;
/** Otherwise than to count a use. */
const OTHERWISE = 8;
/** A use was taken there. */
const TAKEN = 16;
const STAMPS = 32;

/** Stamps begin anew before they are too large for their bits. */
const LAST_STAMP = 2 ** 30;

const PAGE_BITS = 10;
const PAGE_MASK = (1 << PAGE_BITS) - 1;

/** What a step touched that was run before. */
interface Recalled extends Accesses {
  readonly conditions: ReadonlySet<number>;
  readonly counts: ReadonlySet<number>;
  readonly taken: ReadonlySet<number>;
}

/** Memory that one object has. */
interface Extent {
  readonly start: number;
  readonly size: number;
}

/**
 * Which locations a step touched. A location is a 32-bit word of memory; it gets a small number at its first use, and keeps
 * it for the machine's life, so that sets of locations are small arrays.
 */
export class AccessLog implements Accesses {
  reads: readonly number[] = [];
  writes: readonly number[] = [];
  private noted: { reads: number[]; writes: number[] } = { reads: [], writes: [] };
  /** Of a step that was not run. */
  private conditions: ReadonlySet<number> | undefined;
  private counts: ReadonlySet<number> | undefined;
  private taken: ReadonlySet<number> | undefined;
  /** The word that an atomic operation has just changed, and nothing was touched since; -1 when there is none. */
  private changed = -1;
  /** It was touched otherwise in this step before. */
  private changedBefore = false;
  /** Objects that this step has found without uses. */
  private readonly unused: Extent[] = [];
  /** Number + 1 by word, in pages: most of the memory is never touched. */
  private readonly pages: (Int32Array | undefined)[] = [];
  private readonly wordOf: number[] = [];
  private readonly stamps: number[] = [];
  private stamp = 0;

  /** The step was not run: it touched what it touched when it was. */
  recall({ reads, writes, conditions, counts, taken }: Recalled): void {
    this.begin();
    this.reads = reads;
    this.writes = writes;
    this.conditions = conditions;
    this.counts = counts;
    this.taken = taken;
  }

  begin(): void {
    this.conditions = undefined;
    this.counts = undefined;
    this.taken = undefined;
    this.changed = -1;
    this.unused.length = 0;
    this.noted = { reads: [], writes: [] };
    this.reads = this.noted.reads;
    this.writes = this.noted.writes;
    this.stamp += STAMPS;
    if (this.stamp < LAST_STAMP) return;
    this.stamps.fill(0);
    this.stamp = STAMPS;
  }

  /** What is read meanwhile, which does not belong to the step. */
  aside(action: () => void): readonly number[] {
    const { noted, reads, writes, conditions, counts, taken } = this;
    this.begin();
    action();
    const found = this.reads;
    Object.assign(this, { noted, reads, writes, conditions, counts, taken });
    return found;
  }

  /** The location that this address lies in. */
  location(address: number): number {
    const word = address >>> 2;
    const page = (this.pages[word >>> PAGE_BITS] ??= new Int32Array(1 << PAGE_BITS));
    const known = page[word & PAGE_MASK]!;
    if (known !== 0) return known - 1;
    this.stamps.push(0);
    const number = this.wordOf.push(word);
    page[word & PAGE_MASK] = number;
    return number - 1;
  }

  /** Address of a location. */
  address(location: number): number {
    return this.wordOf[location]! << 2;
  }

  /** A wait looks at what it waits for. */
  noteCondition(address: number): void {
    this.mark(this.location(address), READ | OTHERWISE);
  }

  /** Whether the step read a location only to see whether a wait is over. */
  isCondition(location: number): boolean {
    if (this.conditions) return this.conditions.has(location);
    const seen = this.stamps[location] ?? 0;
    return seen >= this.stamp && (seen & (READ | WRITE | USED)) === READ;
  }

  /** An atomic operation begins to change this word. */
  changes(address: number): void {
    const seen = this.stamps[this.location(address)]!;
    this.changedBefore = seen >= this.stamp && (seen & OTHERWISE) !== 0;
  }

  /** It has, and nothing else. */
  hasChanged(address: number): void {
    this.changed = this.location(address);
  }

  /** The word counts the uses of an object, and if it was just changed, that was a use. @param unused the object, if it has none */
  counted(address: number, change: number, unused: Extent | undefined): void {
    const location = this.location(address);
    if (this.changed === location && !this.changedBefore) this.stamps[location]! &= ~OTHERWISE;
    if (change > 0) this.mark(location, TAKEN);
    this.changed = -1;
    if (unused) this.unused.push(unused);
  }

  /**
   * Whether the step touched a location only to count a use there, or as a part of an object that has no uses any more.
   */
  isCount(location: number): boolean {
    if (this.counts) return this.counts.has(location);
    const seen = this.stamps[location] ?? 0;
    return seen >= this.stamp && (seen & (READ | WRITE)) !== 0 && (seen & OTHERWISE) === 0;
  }

  /** Whether the step took a use there. */
  takesUse(location: number): boolean {
    if (this.taken) return this.taken.has(location);
    const seen = this.stamps[location] ?? 0;
    return seen >= this.stamp && (seen & TAKEN) !== 0;
  }

  private mark(location: number, bits: number): void {
    const before = this.stamps[location]!;
    const seen = before < this.stamp ? this.stamp : before;
    this.stamps[location] = seen | bits;
    if (bits & WRITE && !(seen & WRITE)) this.noted.writes.push(location);
    if (bits & READ && !(seen & READ)) this.noted.reads.push(location);
  }

  noteRange(address: number, size: number, write: boolean): void {
    this.changed = -1;
    const isUnused = this.unused.length > 0 && isWithin(this.unused, address, size);
    const bits = (write ? WRITE : READ | USED) | (isUnused ? 0 : OTHERWISE);
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      this.mark(this.location(word << 2), bits);
  }
}

function isWithin(extents: readonly Extent[], address: number, size: number): boolean {
  return extents.some(({ start, size: all }) => address >= start && address + size <= start + all);
}
