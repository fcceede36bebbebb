import type { Accesses, Grain } from "./system.ts";

/**
 * Learns which locations processes share, and switches only before accesses to those.
 *
 * Why this loses nothing: a location is shared once two processes touched it and one of them wrote. Take a schedule of the
 * full system, and its first access that conflicts with an earlier one on a location not known as shared. All accesses
 * before it to unshared locations commute with the other processes' steps, so the schedule can be rearranged into one that
 * switches only at shared locations and reaches the same access: the search runs it, sees the conflict, and learns the
 * location. A search that made every step again which passed over what was learned later has therefore covered every schedule
 * (`revisits.ts`).
 * Three kinds of steps do not commute by what they touch alone. One that takes a process away before it begins leaves nothing
 * to be seen of what that would have touched, so a call that does is switched before from the first time on. One that fails ends the run, so the state before it is searched
 * as well (`successors.ts`). And the world outside may be let in or shut out by a step, so what it waits for counts as read by
 * it in every state (`System.awaits`).
 */
export class Sharing implements Grain {
  version = 0;
  /** The shared locations, in the order in which they were learned. */
  readonly learned: number[] = [];
  /** How often a call was found that is switched before from then on. */
  switches = 0;
  private readonly firstUser: number[] = [];
  private readonly written: boolean[] = [];
  private readonly shared: boolean[] = [];
  private readonly touches = new Map<number, Set<number>>();
  private readonly switching = new Set<number>();

  access(location: number): boolean {
    return this.shared[location] === true;
  }

  call(site: number): boolean {
    return this.switching.has(site);
  }

  touched(site: number, location: number): void {
    let locations = this.touches.get(site);
    if (!locations) this.touches.set(site, (locations = new Set()));
    locations.add(location);
    if (this.shared[location]) this.switchAt(site);
  }

  tookAway(site: number): void {
    this.switchAt(site);
  }

  private switchAt(site: number): void {
    if (this.switching.has(site)) return;
    this.switching.add(site);
    this.switches++;
    this.version++;
  }

  learn(process: number, accesses: Accesses): void {
    for (const location of accesses.reads) this.use(process, location, false);
    for (const location of accesses.writes) this.use(process, location, true);
  }

  private use(process: number, location: number, write: boolean): void {
    if (this.shared[location]) return;
    const first = this.firstUser[location];
    if (first === undefined) this.firstUser[location] = process;
    if (write) this.written[location] = true;
    if (first === MANY || (first !== undefined && first !== process)) {
      this.firstUser[location] = MANY;
      if (this.written[location]) this.share(location);
    }
  }

  private share(location: number): void {
    this.shared[location] = true;
    this.learned.push(location);
    this.version++;
    for (const [site, locations] of this.touches) if (locations.has(location)) this.switching.add(site);
  }
}

/** Stands for more than one process, none of which has written yet. */
const MANY = -1;
