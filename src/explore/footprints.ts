import type { Accesses, Step, System } from "./system.ts";

const READ = 1;
const WRITE = 2;
/** Otherwise than to count uses. */
const OTHERWISE = 4;

/** Places of one process that are told apart; the others count as one. */
const PLACES = 1024;
const ELSEWHERE = -1;

/** A place that a process can be at, by `System.place`. */
export class ControlPoint {
  /** What the process, and those it brings into being, have been seen to touch from here on: bits by location. */
  future = new Uint8Array(64);
  /** What an answer took for granted that they never do. */
  relied = new Uint8Array(64);
  /** An answer rests on all that is known of this place. */
  known = false;
  /** States that an answer was given for which takes something for granted here. */
  readonly reliers: number[] = [];
  /** Raised whenever more becomes known. */
  version = 0;
  /** All that is touched from here on, as far as it was known when somebody last asked. */
  private touched: { readonly version: number; readonly locations: readonly number[] } | undefined;
  /** Places from which somebody came here. */
  readonly before = new Set<ControlPoint>();

  /** An answer for a state rests on what is known of this place. */
  relies(state: number): void {
    if (this.reliers.at(-1) !== state) this.reliers.push(state);
  }

  /** Could anything that is done from this place on collide with such a step? */
  collides(reads: readonly number[], writes: readonly number[]): boolean {
    const { future } = this;
    for (const location of writes) if (future[location]) return true;
    for (const location of reads) if ((future[location] ?? 0) & WRITE) return true;
    for (const location of writes) this.rely(location, READ | WRITE);
    for (const location of reads) this.rely(location, WRITE);
    return false;
  }

  /** Could anything that is done from this place on touch a location otherwise than to count uses? */
  handles(location: number, state: number): boolean {
    if ((this.future[location] ?? 0) & OTHERWISE) return true;
    this.rely(location, OTHERWISE);
    this.relies(state);
    return false;
  }

  /** All that is touched from here on: the same list as long as no more becomes known. */
  get locations(): readonly number[] {
    if (this.touched?.version !== this.version) {
      const locations: number[] = [];
      for (const [location, bits] of this.future.entries()) if (bits) locations.push(location);
      this.touched = { version: this.version, locations };
    }
    return this.touched.locations;
  }

  private rely(location: number, bits: number): void {
    if (location >= this.relied.length) this.relied = larger(this.relied, location);
    this.relied[location]! |= bits;
  }
}

/**
 * What each process, and every process it brings into being, has been seen to touch from each of its places on.
 *
 * Why that is all it can touch: take the shortest schedule in which a process touches from some place on what is not known of that
 * place. Up to there all that was known held, so the search went through the same steps of every process in an order that comes
 * to the same, among them this one; and then it has seen it. An answer of a search holds, therefore, when nothing that it took
 * for granted was seen to be otherwise until the search was over. The states for which something was are `due`.
 */
export class Footprints {
  /** States for which an answer since begin() took for granted what was seen to be otherwise. */
  readonly due = new Set<number>();
  private readonly places = new Map<number, Map<number, ControlPoint>>();

  /** A search begins: it relies on nothing yet. */
  begin(): void {
    this.due.clear();
    for (const places of this.places.values()) {
      for (const place of places.values()) {
        place.relied.fill(0);
        place.known = false;
        place.reliers.length = 0;
      }
    }
  }

  /** @param number what `System.place` gives for the process */
  at(process: number, number: number): ControlPoint {
    const places = this.places.get(process) ?? new Map<number, ControlPoint>();
    if (places.size === 0) this.places.set(process, places);
    const known = places.get(number);
    if (known) return known;
    const name = places.size < PLACES ? number : ELSEWHERE;
    const place = places.get(name) ?? new ControlPoint();
    places.set(name, place);
    return place;
  }

  /** Where a process of the system is. */
  placeOf(system: System, process: number): ControlPoint {
    return this.at(process, system.place(process));
  }

  /** The system has just made a step: what it touched, and where the process and those that it brought into being are now. */
  follow(system: System, process: number, step: Step, from: ControlPoint): void {
    this.learn(from, system.accesses, (location) => system.isCount(location));
    if (step.failure) return;
    for (const moved of [process, ...step.spawned]) this.join(from, this.placeOf(system, moved));
  }

  learn(place: ControlPoint, accesses: Accesses, isCount: (location: number) => boolean = () => false): void {
    const { reads, writes } = accesses;
    for (const location of reads) this.add(place, location, isCount(location) ? READ : READ | OTHERWISE);
    for (const location of writes) this.add(place, location, isCount(location) ? WRITE : WRITE | OTHERWISE);
  }

  /** All that is touched from this place on. */
  locationsOf(place: ControlPoint, state: number): readonly number[] {
    place.known = true;
    place.relies(state);
    return place.locations;
  }

  private join(from: ControlPoint, to: ControlPoint): void {
    if (to.before.has(from)) return;
    to.before.add(from);
    for (const location of to.locations) this.add(from, location, to.future[location]!);
  }

  /** What is touched from a place on is touched from all before it on. */
  private add(place: ControlPoint, location: number, bits: number): void {
    if (((place.future[location] ?? 0) & bits) === bits) return;
    const rest = [place];
    for (let at = rest.pop(); at; at = rest.pop()) {
      if (location >= at.future.length) at.future = larger(at.future, location);
      const before = at.future[location]!;
      if ((before & bits) === bits) continue;
      at.future[location] = before | bits;
      at.version++;
      if (at.known || (at.relied[location] ?? 0) & bits)
        for (const state of at.reliers.splice(0)) this.due.add(state);
      rest.push(...at.before);
    }
  }
}

function larger(bits: Uint8Array, location: number): Uint8Array<ArrayBuffer> {
  const found = new Uint8Array(2 * location + 1);
  found.set(bits);
  return found;
}
