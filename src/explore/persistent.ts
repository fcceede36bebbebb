import type { Footprints, Place } from "./footprints.ts";
import type { Isolation, Reach } from "./isolation.ts";
import type { Successor } from "./successors.ts";
import type { System } from "./system.ts";

/** What one process could do next from a state: every way it can move, and what those ways touch. */
export interface Next {
  readonly successors: readonly Successor[];
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** A state, as far as choosing among its processes needs it. */
export interface Moment {
  readonly system: System;
  readonly state: Int32Array;
  readonly enabled: readonly number[];
  readonly blocked: readonly number[];
  /** The process that stands for the world outside, or -1. */
  readonly external: number;
  readonly footprints: Footprints;
  /** Where each process is. */
  readonly places: ReadonlyMap<number, Place>;
  readonly isolation: Isolation;
  readonly next: (process: number) => Next;
}

/**
 * A persistent set: a part of the enabled processes such that nothing the others can do before one of these moves collides with
 * their next steps. Exploring only these misses no failure and no end (Godefroid, LNCS 1032, chapter 4; the set grows as
 * Valmari's stubborn sets do: from one process, adding whoever may collide with a member's next step, or may let a blocked
 * member go on).
 *
 * What the others can do is found by running each of them alone (`isolation.ts`). That holds as long as they do not collide with
 * one another; those that do count as able to touch whatever they were ever seen to touch from their place on.
 */
export function persistentSet(moment: Moment): readonly number[] {
  const { enabled } = moment;
  let best = enabled;
  const choice = new Choice(moment);
  for (const seed of choice.seeds()) {
    const members = choice.from(seed, best.length);
    if (!members) continue;
    best = enabled.filter((process) => members.has(process));
    if (best.length === 1) break;
  }
  return best;
}

/** Trying a seed costs a run of its members. */
const SEEDS = 4;

/** The processes that can touch a location, by what is known of each alone. */
interface Users {
  readonly all: number[];
  readonly writers: number[];
}

class Choice {
  private readonly moment: Moment;
  private readonly everyone: readonly number[];
  private readonly enabled: ReadonlySet<number>;
  private readonly reaches = new Map<number, Reach>();
  /** Those whose reach is not known: they count as able to touch whatever they were ever seen to touch from their place on. */
  private readonly wide = new Set<number>();
  private readonly users = new Map<number, Users>();
  /** Users of a location that one of them writes. */
  private readonly contested: readonly Users[];

  constructor(moment: Moment) {
    this.moment = moment;
    const { enabled, blocked, external, isolation, state } = moment;
    this.everyone = [...new Set([...enabled, ...blocked, ...(external >= 0 ? [external] : [])])];
    this.enabled = new Set(enabled);
    for (const process of this.everyone) {
      const reach = process === external ? undefined : isolation.reach(state, process);
      if (reach) this.reaches.set(process, reach);
      else this.wide.add(process);
      for (const location of reach?.reads ?? []) this.usersOf(location).all.push(process);
      for (const location of reach?.writes ?? []) {
        const { all, writers } = this.usersOf(location);
        if (all.at(-1) !== process) all.push(process);
        writers.push(process);
      }
    }
    this.contested = [...this.users.values()].filter(
      ({ all, writers }) => all.length > 1 && writers.length > 0,
    );
  }

  /**
   * Whoever comes to an end by itself goes first: put off, it would double every later state. Then the lowest numbers, of
   * which the loader's, 0, is nearly always the best.
   */
  seeds(): number[] {
    const { enabled } = this.moment;
    const ending = enabled.filter((process) => this.reaches.get(process)?.ends);
    return [...new Set([...ending, ...enabled])].slice(0, SEEDS);
  }

  /** The members that follow from a first one; undefined when at least `worse` of them are enabled. */
  from(seed: number, worse: number): Set<number> | undefined {
    const unbounded = new Set(this.wide);
    for (;;) {
      const members = this.close(seed, worse, unbounded);
      if (!members) return undefined;
      const entangled = this.entangled(members, unbounded);
      if (entangled.size === 0) return members;
      for (const process of entangled) unbounded.add(process);
    }
  }

  private close(seed: number, worse: number, unbounded: ReadonlySet<number>): Set<number> | undefined {
    const members = new Set([seed]);
    let enabledMembers = 1;
    const add = (other: number): void => {
      if (members.has(other)) return;
      members.add(other);
      if (this.enabled.has(other)) enabledMembers++;
    };
    // whoever can collide with a member's next step, or let it go on
    for (const process of members) {
      const { reads, writes } = this.step(process);
      for (const other of unbounded)
        if (!members.has(other) && this.mayCollide(other, reads, writes)) add(other);
      for (const location of writes)
        for (const other of this.users.get(location)?.all ?? []) if (!unbounded.has(other)) add(other);
      for (const location of reads)
        for (const other of this.users.get(location)?.writers ?? []) if (!unbounded.has(other)) add(other);
      if (enabledMembers >= worse) return undefined;
    }
    return members;
  }

  private step(process: number): Pick<Next, "reads" | "writes"> {
    const { next, system, footprints, places, external } = this.moment;
    if (this.enabled.has(process)) return next(process);
    const place = process === external ? places.get(external) : undefined;
    return { reads: place ? footprints.locationsOf(place) : system.awaits(process), writes: [] };
  }

  /** By what it was ever seen to do. */
  private mayCollide(other: number, reads: readonly number[], writes: readonly number[]): boolean {
    const place = this.moment.places.get(other);
    return place === undefined || this.moment.footprints.collides(place, reads, writes);
  }

  /** Those outside that touch what another one outside writes: alone, they would not do what they may do together. */
  private entangled(members: ReadonlySet<number>, unbounded: ReadonlySet<number>): Set<number> {
    const isBounded = (process: number): boolean => !members.has(process) && !unbounded.has(process);
    const found = new Set<number>();
    for (const { all, writers } of this.contested) {
      const bounded = all.filter(isBounded);
      if (bounded.length > 1 && writers.some(isBounded)) for (const process of bounded) found.add(process);
    }
    const wide = [...unbounded].filter((process) => !members.has(process));
    if (wide.length === 0) return found;
    for (const [process, { readList, writeList }] of this.reaches) {
      if (!isBounded(process) || found.has(process)) continue;
      if (wide.some((other) => this.mayCollide(other, readList, writeList))) found.add(process);
    }
    return found;
  }

  private usersOf(location: number): Users {
    const users = this.users.get(location) ?? { all: [], writers: [] };
    this.users.set(location, users);
    return users;
  }
}
