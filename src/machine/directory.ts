import { align, RED_ZONE } from "./layout.ts";
import { LISTED } from "./state-layout.ts";

/** Where a location lies in the states of one directory. */
interface Spot {
  /** Index in the directory's list; -1 outside every object. */
  readonly found: number;
  /** Place among the objects that are saved and live; -1 when there is none. */
  readonly position: number;
  readonly offset: number;
}

/** The objects of a state, by their list: where each one's segment stands, and what lies at an address. */
export class Directory {
  /** Addresses of the objects that are saved, ascending; the rest is dead. */
  readonly saved: readonly number[];
  readonly dead: readonly number[];
  private readonly list: Int32Array;
  /** By address of an object: its place among those that are saved; -1 for a dead one. */
  private readonly positions = new Map<number, number>();
  /** By location, as far as somebody asked. */
  private readonly spots = new Map<number, Spot>();

  constructor(list: Int32Array, savesDead: boolean) {
    this.list = list;
    const saved: number[] = [];
    const dead: number[] = [];
    for (let at = 0; at < list.length; at += LISTED) {
      const start = list[at]!;
      const isSaved = list[at + LISTED - 1] === 1 || savesDead;
      this.positions.set(start, isSaved ? saved.push(start) - 1 : -1);
      if (list[at + LISTED - 1] !== 1) dead.push(start);
    }
    this.saved = saved;
    this.dead = dead;
  }

  /** Place of the object that starts there; -1 when it is dead, undefined when there is none. */
  positionOf(start: number): number | undefined {
    return this.positions.get(start);
  }

  /** Index in the list of the object that the address lies in, its red zone included; -1 outside every object. */
  at(address: number): number {
    const { list } = this;
    let [low, high] = [0, list.length / LISTED];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle * LISTED]! <= address) low = middle + 1;
      else high = middle;
    }
    const found = (low - 1) * LISTED;
    if (found < 0) return -1;
    const end = list[found]! + align(Math.max(list[found + 1]!, 1), 16) + RED_ZONE;
    return address < end ? found : -1;
  }

  /** Where a location of the heap lies. */
  spot(location: number, address: number): Spot {
    let known = this.spots.get(location);
    if (!known) this.spots.set(location, (known = this.findSpot(address)));
    return known;
  }

  private findSpot(address: number): Spot {
    const found = this.at(address);
    if (found < 0) return { found, position: -1, offset: 0 };
    const start = this.start(found);
    const position = this.isAlive(found) ? (this.positionOf(start) ?? -1) : -1;
    return { found, position, offset: (address - start) >> 2 };
  }

  start(found: number): number {
    return this.list[found]!;
  }

  isAlive(found: number): boolean {
    return this.list[found + LISTED - 1] === 1;
  }

  /** Whether an object of two lists is the same in both, and lives in both or in neither. */
  isSame(found: number, other: Directory, there: number): boolean {
    for (let i = 0; i < LISTED; i++) if (this.list[found + i] !== other.list[there + i]) return false;
    return true;
  }

  /** The list without some of the objects. */
  without(starts: ReadonlySet<number>): Int32Array {
    const kept: number[] = [];
    for (let at = 0; at < this.list.length; at += LISTED) {
      if (!starts.has(this.list[at]!)) kept.push(...this.list.subarray(at, at + LISTED));
    }
    return Int32Array.from(kept);
  }
}
