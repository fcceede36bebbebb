import type { ControlPoint } from "./footprints.ts";

const READ = 1;
const WRITE = 2;
const COLLIDES = -1;

/** What a step, or all that a process does by itself, reads and writes. What was compared once is not compared again. */
export class Touches {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** READ and WRITE by location; made when somebody asks. */
  private bits: Uint8Array | undefined;
  private readonly collisions = new Map<Touches, boolean>();
  /** Places that it collides with, and of others the version that it was compared with: footprints never shrink. */
  private readonly atPlaces = new Map<ControlPoint, number>();

  constructor(reads: readonly number[], writes: readonly number[]) {
    this.reads = reads;
    this.writes = writes;
  }

  /** Is the location among them? */
  has(location: number): boolean {
    return (this.all[location] ?? 0) !== 0;
  }

  /** Does either write what the other touches? */
  collides(other: Touches): boolean {
    let answer = this.collisions.get(other);
    if (answer === undefined) {
      const { all } = other;
      answer =
        this.writes.some((location) => (all[location] ?? 0) !== 0) ||
        this.reads.some((location) => ((all[location] ?? 0) & WRITE) !== 0);
      this.collisions.set(other, answer);
    }
    return answer;
  }

  /** Could anything collide with them that is done from this place on? That nothing could, the state relies on. */
  collidesFrom(place: ControlPoint, state: number): boolean {
    const known = this.atPlaces.get(place);
    if (known === COLLIDES) return true;
    if (known !== place.version && place.collides(this.reads, this.writes)) {
      this.atPlaces.set(place, COLLIDES);
      return true;
    }
    this.atPlaces.set(place, place.version);
    place.relies(state);
    return false;
  }

  private get all(): Uint8Array {
    if (!this.bits) {
      const { reads, writes } = this;
      const highest = Math.max(reads.reduce(larger, -1), writes.reduce(larger, -1));
      const bits = new Uint8Array(highest + 1);
      for (const location of reads) bits[location] = READ;
      for (const location of writes) bits[location] = WRITE;
      this.bits = bits;
    }
    return this.bits;
  }
}

function larger(a: number, b: number): number {
  return a > b ? a : b;
}
