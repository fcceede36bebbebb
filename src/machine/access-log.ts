import type { Accesses } from "../explore/system.ts";

const READ = 1;
const WRITE = 2;

/**
 * Which locations a step touched. A location is a 32-bit word of memory; it gets a small number at its first use, and keeps
 * it for the machine's life, so that sets of locations are small arrays.
 */
export class AccessLog implements Accesses {
  reads: number[] = [];
  writes: number[] = [];
  private readonly numberOf: Int32Array;
  private readonly wordOf: number[] = [];
  private readonly stamps: number[] = [];
  private stamp = 0;

  constructor(words: number) {
    this.numberOf = new Int32Array(words);
  }

  begin(): void {
    this.reads = [];
    this.writes = [];
    this.stamp += 4;
  }

  /** The location that this address lies in. */
  location(address: number): number {
    const word = address >>> 2;
    const known = this.numberOf[word]!;
    if (known !== 0) return known - 1;
    this.stamps.push(0);
    const number = this.wordOf.push(word);
    this.numberOf[word] = number;
    return number - 1;
  }

  /** Address of a location. */
  address(location: number): number {
    return this.wordOf[location]! << 2;
  }

  note(location: number, write: boolean): void {
    let seen = this.stamps[location]!;
    if (seen < this.stamp) seen = this.stamp;
    const bit = write ? WRITE : READ;
    if (seen & bit) return;
    this.stamps[location] = seen | bit;
    (write ? this.writes : this.reads).push(location);
  }

  noteRange(address: number, size: number, write: boolean): void {
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      this.note(this.location(word << 2), write);
  }
}
