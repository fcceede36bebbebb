import type { ControlPoint } from "./footprints.ts";
import type { Reach, Reaches } from "./isolation.ts";
import type { Successor } from "./successors.ts";
import type { Touches } from "./touches.ts";

/** What one process could do next from a state: every way it can move, and what those ways touch. */
export interface Next {
  readonly successors: readonly Successor[];
  readonly touches: Touches;
}

/** A state, as far as choosing among its processes needs it. */
export interface ChoicePoint {
  /** The state's number: whoever is relied on is told it. */
  readonly state: number;
  readonly enabled: readonly number[];
  readonly blocked: readonly number[];
  /** The process that stands for the world outside, or -1. */
  readonly external: number;
  /** Where each process is, by number. */
  readonly places: readonly (ControlPoint | undefined)[];
  readonly reaches: Reaches;
  readonly next: (process: number) => Next;
  /** What a process that cannot move waits for; what the world outside may ever touch. */
  readonly awaited: (process: number) => Touches;
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
export function persistentSet(moment: ChoicePoint): readonly number[] {
  const { enabled } = moment;
  if (enabled.length === 1) return enabled;
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

/** Trying a seed costs a look at its members. */
const SEEDS = 12;

class Choice {
  private readonly moment: ChoicePoint;
  private readonly everyone: readonly number[];
  /** Of everyone, those whose reach is known. */
  private readonly bounded: readonly number[];
  private readonly steps: (Touches | undefined)[] = [];
  /** Pairs of processes that collide with one another, each by itself. */
  private readonly collidingPairs: readonly (readonly [number, number])[];

  constructor(moment: ChoicePoint) {
    this.moment = moment;
    const { enabled, blocked, external, reaches } = moment;
    const outside = external >= 0 && !enabled.includes(external) && !blocked.includes(external);
    this.everyone = [...enabled, ...blocked, ...(outside ? [external] : [])];
    this.bounded = this.everyone.filter((process) => reaches[process]);
    this.collidingPairs = this.pairs();
  }

  /**
   * The lowest number, the loader's, is nearly always the best. Then those who come to an end by themselves: put off, they would double
   * every later state.
   */
  seeds(): number[] {
    const { enabled, reaches } = this.moment;
    const ending = enabled.filter((process) => reaches[process]?.ends);
    return [...new Set([...enabled.slice(0, 1), ...ending, ...enabled])].slice(0, SEEDS);
  }

  /** The members that follow from a first one; undefined when at least `worse` of them are enabled. */
  from(seed: number, worse: number): Set<number> | undefined {
    // those of whom only that is known which they were ever seen to touch from their place on
    const unbounded = new Set(this.everyone.filter((process) => !this.moment.reaches[process]));
    for (;;) {
      const members = this.close(seed, worse, unbounded);
      if (!members) return undefined;
      const entangled = this.entangled(members, unbounded);
      if (entangled.size === 0) return members;
      for (const process of entangled) unbounded.add(process);
    }
  }

  private close(seed: number, worse: number, unbounded: ReadonlySet<number>): Set<number> | undefined {
    const { enabled } = this.moment;
    const members = new Set([seed]);
    let enabledMembers = 1;
    // whoever can collide with a member's next step, or let it go on
    for (const process of members) {
      const step = this.step(process);
      for (const other of this.everyone) {
        if (members.has(other)) continue;
        const reach = unbounded.has(other) ? undefined : this.moment.reaches[other];
        if (!(reach ? step.collides(reach.touches) : this.mayCollide(other, step))) continue;
        members.add(other);
        if (enabled.includes(other)) enabledMembers++;
      }
      if (enabledMembers >= worse) return undefined;
    }
    return members;
  }

  private step(process: number): Touches {
    return (this.steps[process] ??= this.nextStep(process));
  }

  private nextStep(process: number): Touches {
    const { enabled, reaches, next, awaited } = this.moment;
    if (!enabled.includes(process)) return awaited(process);
    return reaches[process]?.first ?? next(process).touches;
  }

  /** By what it was ever seen to do. */
  private mayCollide(other: number, touches: Touches): boolean {
    const place = this.moment.places[other];
    return place === undefined || touches.collidesFrom(place, this.moment.state);
  }

  /** Those outside that touch what another one outside writes: alone, they would not do what they may do together. */
  private entangled(members: ReadonlySet<number>, unbounded: ReadonlySet<number>): Set<number> {
    const isBounded = (process: number): boolean => !members.has(process) && !unbounded.has(process);
    const found = new Set<number>();
    for (const [one, other] of this.collidingPairs) {
      if (!isBounded(one) || !isBounded(other)) continue;
      found.add(one);
      found.add(other);
    }
    const wide = [...unbounded].filter((process) => !members.has(process));
    if (wide.length === 0) return found;
    for (const process of this.bounded) {
      const reach = this.moment.reaches[process];
      if (!reach || !isBounded(process) || found.has(process)) continue;
      if (wide.some((other) => this.mayCollide(other, reach.rests))) found.add(process);
    }
    return found;
  }

  private pairs(): (readonly [number, number])[] {
    const found: (readonly [number, number])[] = [];
    const reachOf = (i: number): Reach | undefined => this.moment.reaches[this.bounded[i]!];
    for (let i = 0; i < this.bounded.length; i++) {
      const one = reachOf(i)?.rests;
      for (let j = i + 1; j < this.bounded.length; j++) {
        const other = reachOf(j)?.rests;
        if (one && other && one.collides(other)) found.push([this.bounded[i]!, this.bounded[j]!]);
      }
    }
    return found;
  }
}
