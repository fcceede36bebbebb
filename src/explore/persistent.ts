import type { Footprints } from "./footprints.ts";
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
 * one another; those that do count as able to touch whatever they were ever seen to touch.
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

class Choice {
  private readonly moment: Moment;
  private readonly everyone: readonly number[];
  private readonly enabled: ReadonlySet<number>;
  private readonly reaches = new Map<number, Reach | undefined>();

  constructor(moment: Moment) {
    this.moment = moment;
    const { enabled, blocked, external } = moment;
    this.everyone = [...new Set([...enabled, ...blocked, ...(external >= 0 ? [external] : [])])];
    this.enabled = new Set(enabled);
  }

  /**
   * Whoever comes to an end by itself goes first: put off, it would double every later state. Then the lowest numbers, of
   * which the loader's, 0, is nearly always the best.
   */
  seeds(): number[] {
    const { enabled, external } = this.moment;
    const ending = enabled.filter((process) => process !== external && this.reach(process)?.ends);
    return [...new Set([...ending, ...enabled])].slice(0, SEEDS);
  }

  /** The members that follow from a first one; undefined when at least `worse` of them are enabled. */
  from(seed: number, worse: number): Set<number> | undefined {
    const unbounded = new Set<number>();
    for (;;) {
      const members = this.close(seed, worse, unbounded);
      if (!members) return undefined;
      const others = this.everyone.filter((process) => !members.has(process));
      const entangled = this.entangled(others, unbounded).filter((process) => !unbounded.has(process));
      if (entangled.length === 0) return members;
      for (const process of entangled) unbounded.add(process);
    }
  }

  private close(seed: number, worse: number, unbounded: ReadonlySet<number>): Set<number> | undefined {
    const members = new Set([seed]);
    let enabledMembers = 1;
    for (const process of members) {
      const { reads, writes } = this.step(process);
      for (const other of this.everyone) {
        if (members.has(other) || !this.collides(other, unbounded, reads, writes)) continue;
        members.add(other);
        if (this.enabled.has(other) && ++enabledMembers >= worse) return undefined;
      }
    }
    return members;
  }

  private step(process: number): Pick<Next, "reads" | "writes"> {
    const { next, system, footprints, external } = this.moment;
    if (this.enabled.has(process)) return next(process);
    return { reads: process === external ? footprints.readsOf(process) : system.awaits(process), writes: [] };
  }

  private collides(
    other: number,
    unbounded: ReadonlySet<number>,
    reads: readonly number[],
    writes: readonly number[],
  ): boolean {
    const reach = unbounded.has(other) ? undefined : this.reach(other);
    if (!reach) return this.moment.footprints.collides(other, reads, writes);
    return (
      writes.some((location) => reach.reads.has(location) || reach.writes.has(location)) ||
      reads.some((location) => reach.writes.has(location))
    );
  }

  private reach(process: number): Reach | undefined {
    const { isolation, state, external } = this.moment;
    if (process === external) return undefined;
    if (!this.reaches.has(process)) this.reaches.set(process, isolation.reach(state, process));
    return this.reaches.get(process);
  }

  /** Those that touch what another of them writes: alone, they would not do what they may do together. */
  private entangled(others: readonly number[], unbounded: ReadonlySet<number>): number[] {
    const { footprints, isolation } = this.moment;
    const bounded: [number, Reach][] = [];
    const wide: number[] = [];
    for (const process of others) {
      const reach = unbounded.has(process) ? undefined : this.reach(process);
      if (reach) bounded.push([process, reach]);
      else wide.push(process);
    }
    return bounded
      .filter(
        ([process, reach]) =>
          bounded.some(([other, its]) => other !== process && isolation.collide(reach, its)) ||
          wide.some((other) => footprints.collides(other, reach.readList, reach.writeList)),
      )
      .map(([process]) => process);
  }
}
