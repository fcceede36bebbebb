import type { Choice, Failure, Step } from "../explore/system.ts";

/** Ways that one step of a search may branch into before it ends. */
const MOST_WAYS = 64;

/** The step that the machine is in: how far it may go, which choices are made for it, and what it has done so far. */
export class CurrentStep {
  /** Site of the last hook; -1 when there was none. */
  site = -1;
  /** Site of the call whose touches are told to the grain; -1: none. */
  watched = -1;
  /** Rounds of loops without a switch. */
  rounds = 0;
  private points = 0;
  private budget = Infinity;
  private voluntary = false;
  private returned = false;
  private held = false;
  /** Whether the grain wants to stop at the guard of the service that was just called; undefined when that has none, or is past it. */
  private guard: boolean | undefined;
  private prefix: readonly number[] = [];
  private chosen: Choice[] = [];
  private spawned: number[] = [];
  private ways = 1;

  /** @param budget scheduling points after which it stops at the latest */
  begin(choices: readonly number[], budget: number): void {
    this.site = -1;
    this.watched = -1;
    this.rounds = 0;
    this.points = 0;
    this.budget = budget;
    this.voluntary = false;
    this.returned = false;
    this.held = false;
    this.guard = undefined;
    this.prefix = choices;
    this.chosen = [];
    this.spawned = [];
    this.ways = 1;
  }

  /** Passes a scheduling point. Does the step end there? */
  stopsAt(must: boolean, wanted: boolean): boolean {
    this.points++;
    if (!must && !wanted && this.points < this.budget && !this.isCrowded) return false;
    if (must) this.voluntary = true;
    return true;
  }

  /**
   * Each choice multiplies the ways through what comes after it. Where those of a step of a search have become this many, it ends at
   * the next scheduling point, so that ways which have come together again are followed once.
   */
  private get isCrowded(): boolean {
    return this.ways >= MOST_WAYS && this.budget === Infinity;
  }

  /** The task returned from its first function. */
  returns(): void {
    this.returned = true;
    this.voluntary = true;
  }

  /** User space has acted: a whole step, and nobody was switched away. */
  acts(): void {
    this.points = 1;
    this.voluntary = true;
  }

  /** One of `of` alternatives, counted from 0. */
  choose(of: number): number {
    const picked = Math.min(this.prefix[this.chosen.length] ?? 0, of - 1);
    this.chosen.push({ picked, of });
    this.ways *= of;
    return picked;
  }

  /** How many choices it has made, and tasks it has brought into being. */
  get choices(): number {
    return this.chosen.length;
  }

  get spawnedTasks(): number {
    return this.spawned.length;
  }

  spawns(slot: number): void {
    this.spawned.push(slot);
  }

  /** A service that has just been let through by unoops_block() keeps the CPU for its next access: test-and-set is one step. */
  hold(): void {
    this.held = true;
  }

  /** Is the next access of a service part of the step before it? Asked once. */
  takeHold(): boolean {
    const { held } = this;
    this.held = false;
    return held;
  }

  /** The module calls a service that begins with a guard. */
  offersGuard(wanted: boolean): void {
    this.guard = wanted;
  }

  /** Whether the grain wants to stop at this guard; undefined where a service called the other one, which is no scheduling point. */
  takeGuard(): boolean | undefined {
    const { guard } = this;
    this.guard = undefined;
    return guard;
  }

  done(external: boolean, failure: Failure | undefined): Step {
    // coming to an end is a point too: the one that no hook marks
    const points = Math.max(this.points + (failure || this.returned ? 1 : 0), 1);
    const { chosen: choices, voluntary, spawned } = this;
    return { choices, points, voluntary, external, spawned, ...(failure ? { failure } : {}) };
  }
}
