import type { Accesses } from "../explore/system.ts";

const READ = 1;
const WRITE = 2;
/** Read for its value, and not just to see whether a wait is over. */
const USED = 4;
const STAMPS = 8;

const PAGE_BITS = 10;
const PAGE_MASK = (1 << PAGE_BITS) - 1;

/** What a step touched that was run before. */
interface Recalled extends Accesses {
  readonly conditions: ReadonlySet<number>;
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
  /** Number + 1 by word, in pages: most of the memory is never touched. */
  private readonly pages: (Int32Array | undefined)[] = [];
  private readonly wordOf: number[] = [];
  private readonly stamps: number[] = [];
  private stamp = 0;

  /** The step was not run: it touched what it touched when it was. */
  recall({ reads, writes, conditions }: Recalled): void {
    this.begin();
    this.reads = reads;
    this.writes = writes;
    this.conditions = conditions;
  }

  begin(): void {
    this.conditions = undefined;
    this.noted = { reads: [], writes: [] };
    this.reads = this.noted.reads;
    this.writes = this.noted.writes;
    this.stamp += STAMPS;
  }

  /** What is read meanwhile, which does not belong to the step. */
  aside(action: () => void): readonly number[] {
    const { noted, reads, writes, conditions } = this;
    this.begin();
    action();
    const found = this.reads;
    Object.assign(this, { noted, reads, writes, conditions });
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

  note(location: number, write: boolean): void {
    this.mark(location, write ? WRITE : READ | USED);
  }

  /** A wait looks at what it waits for. */
  noteCondition(address: number): void {
    this.mark(this.location(address), READ);
  }

  /** Whether the step read a location only to see whether a wait is over. */
  isCondition(location: number): boolean {
    if (this.conditions) return this.conditions.has(location);
    const seen = this.stamps[location] ?? 0;
    return seen >= this.stamp && (seen & (READ | WRITE | USED)) === READ;
  }

  private mark(location: number, bits: number): void {
    const before = this.stamps[location]!;
    const seen = before < this.stamp ? this.stamp : before;
    this.stamps[location] = seen | bits;
    if (bits & WRITE && !(seen & WRITE)) this.noted.writes.push(location);
    if (bits & READ && !(seen & READ)) this.noted.reads.push(location);
  }

  noteRange(address: number, size: number, write: boolean): void {
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      this.note(this.location(word << 2), write);
  }
}
