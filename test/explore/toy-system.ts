import {
  FINEST,
  type Choice,
  type Failure,
  type Grain,
  type Step,
  type System,
} from "../../src/explore/system.ts";

/**
 * What a toy process does at one point. Variables are numbers, mostly 0 or 1, or dead, and are numbered; a variable's number is its
 * location.
 */
export type Op =
  | { readonly do: "set"; readonly at: number; readonly to: number }
  | { readonly do: "flip"; readonly at: number }
  | { readonly do: "await"; readonly at: number; readonly is: number }
  /** Leaves out the next op when the variable is so. */
  | { readonly do: "skip-if"; readonly at: number; readonly is: number }
  /** Leaves out the next op, or not: a choice. */
  | { readonly do: "maybe" }
  | { readonly do: "claim"; readonly at: number; readonly is: number }
  | { readonly do: "fail" }
  /** Nobody may touch the variable any more: whoever does fails. */
  | { readonly do: "reclaim"; readonly at: number }
  /** One use more of what the variable counts uses of, beyond the first: 0 is one use. */
  | { readonly do: "use"; readonly at: number }
  /** One use less; with the last one this and another variable are dead. */
  | { readonly do: "put"; readonly at: number; readonly with: number }
  | { readonly do: "start"; readonly process: number }
  /** Back to the first op, for ever: a point at which others may always run. */
  | { readonly do: "again" };

/** The world outside: while one variable is so, it may set another one. */
export interface Outside {
  readonly while: { readonly at: number; readonly is: number };
  readonly sets: { readonly at: number; readonly to: number };
}

export interface Toy {
  readonly processes: readonly (readonly Op[])[];
  /** Processes that only run once another one has started them. */
  readonly late: readonly number[];
  readonly outside?: Outside | undefined;
  readonly variables: number;
  /** What variables are at first, where that is not 0. */
  readonly first?: ReadonlyMap<number, number>;
}

/** Value of a variable that was reclaimed. */
const DEAD = 99;

const WAITING = 0;
const ALIVE = 1;
const OVER = 2;
/** Alive, and has not come to its first op. */
const UNBORN = -1;

/** A few tiny programs over shared bits, for tests of searches: the whole behaviour is on this page. */
export class ToySystem implements System {
  grain: Grain = FINEST;
  refined = false;
  readonly isNews = false;
  readonly accesses = { reads: [] as number[], writes: [] as number[] };
  private readonly conditions = new Set<number>();
  private readonly used = new Set<number>();
  private readonly taken = new Set<number>();
  /** Touched otherwise than by counting uses. */
  private readonly handled = new Set<number>();
  private readonly toy: Toy;
  private readonly count: number;
  /** A status and an op number for each process, then the variables. */
  private words: Int32Array;

  constructor(toy: Toy) {
    this.toy = toy;
    this.count = toy.processes.length;
    this.words = new Int32Array(2 * this.count + toy.variables);
  }

  /** Number of the world outside as a process. */
  get external(): number {
    return this.toy.outside ? this.count : -1;
  }

  reset(): void {
    this.words.fill(0);
    for (let process = 0; process < this.count; process++) {
      this.words[process] = this.toy.late.includes(process) ? WAITING : ALIVE;
      this.words[this.count + process] = UNBORN;
    }
    for (const [at, value] of this.toy.first ?? []) this.words[2 * this.count + at] = value;
  }

  save(): Int32Array {
    return this.words.slice();
  }

  restore(state: Int32Array): void {
    this.words = state.slice();
  }

  local(process: number): number {
    return 4 * this.pc(process) + (this.words[process] ?? 0);
  }

  isUntold(): boolean {
    return false;
  }

  place(process: number): number {
    return process === this.external ? 0 : this.pc(process);
  }

  /** Beyond the variables lie the processes: whether each was started. */
  peek(location: number): number {
    const process = location - this.toy.variables;
    return process < 0 ? this.variable(location) : Number(this.words[process] !== WAITING);
  }

  /** Awaited by an op of this step and read by no other. */
  isCondition(location: number): boolean {
    return this.conditions.has(location) && !this.used.has(location);
  }

  isCount(location: number): boolean {
    return !this.handled.has(location);
  }

  takesUse(location: number): boolean {
    return this.taken.has(location);
  }

  isDead(location: number): boolean {
    return location < this.toy.variables && this.variable(location) === DEAD;
  }

  enabled(): number[] {
    const enabled = this.alive().filter(
      (process) => this.awaits(process).length === 0 || this.mayGoOn(process),
    );
    const { outside } = this.toy;
    const acts = outside && this.is(outside.while) && !this.is({ at: outside.sets.at, is: outside.sets.to });
    return acts ? [...enabled, this.count] : enabled;
  }

  blocked(): number[] {
    return this.alive().filter((process) => this.awaits(process).length > 0 && !this.mayGoOn(process));
  }

  awaits(process: number): readonly number[] {
    const { outside } = this.toy;
    if (process === this.external && outside) return [outside.while.at, outside.sets.at];
    const op = this.opOf(process);
    return op?.do === "await" ? [op.at] : [];
  }

  /** Every end is a failure of its own kind, so that tests compare the ends that searches find. */
  atEnd(): Failure[] {
    return [{ key: `end ${this.words.join("")}` }];
  }

  step(process: number, answers: readonly number[], points = Infinity): Step {
    this.accesses.reads.length = 0;
    this.accesses.writes.length = 0;
    this.conditions.clear();
    this.used.clear();
    this.handled.clear();
    this.taken.clear();
    const choices: Choice[] = [];
    const spawned: number[] = [];
    const end = (passed: number, voluntary: boolean, failure?: Failure): Step => ({
      choices,
      points: passed,
      voluntary,
      external: process === this.external,
      spawned,
      ...(failure ? { failure } : {}),
    });
    if (process === this.external) {
      this.actOutside();
      return end(1, true);
    }
    if (this.pc(process) === UNBORN) this.jump(process, 0);
    else {
      const failure = this.perform(process, answers, choices, spawned);
      if (failure) return end(1, false, failure);
    }
    for (let passed = 1; ; passed++) {
      const op = this.opOf(process);
      if (!op) {
        this.words[process] = OVER;
        return end(passed, true);
      }
      const must = op.do === "again" || (op.do === "await" && !this.is(op) && !this.isDead(op.at));
      if (op.do === "await" && must) {
        this.accesses.reads.push(op.at);
        this.conditions.add(op.at);
        this.handled.add(op.at);
      }
      const wanted =
        "at" in op
          ? this.grain.access(op.at) || ("with" in op && this.grain.access(op.with))
          : this.grain.call(this.siteOf(process));
      if (must || wanted || passed >= points) return end(passed, must);
      const failure = this.perform(process, answers, choices, spawned);
      if (failure) return end(passed + 1, false, failure);
    }
  }

  private perform(
    process: number,
    answers: readonly number[],
    choices: Choice[],
    spawned: number[],
  ): Failure | undefined {
    const op = this.opOf(process)!;
    const pc = this.pc(process);
    const failure: Failure = { key: `${process} fails at ${pc}` };
    this.jump(process, pc + 1);
    if ("at" in op) (op.do === "await" ? this.conditions : this.used).add(op.at);
    if ("at" in op && op.do !== "use" && op.do !== "put") this.handled.add(op.at);
    if ("at" in op && this.variable(op.at) === DEAD) {
      this.accesses.reads.push(op.at);
      return failure;
    }
    switch (op.do) {
      case "reclaim":
        this.write(op.at, DEAD);
        return undefined;
      case "set":
        this.write(op.at, op.to);
        return undefined;
      case "flip":
        this.accesses.reads.push(op.at);
        this.write(op.at, 1 - this.variable(op.at));
        return undefined;
      case "await":
        this.accesses.reads.push(op.at);
        return undefined;
      case "skip-if":
        this.accesses.reads.push(op.at);
        if (this.is(op)) this.jump(process, pc + 2);
        return undefined;
      case "maybe": {
        const picked = answers[choices.length] ?? 0;
        choices.push({ picked, of: 2 });
        if (picked === 1) this.jump(process, pc + 2);
        return undefined;
      }
      case "claim":
        this.accesses.reads.push(op.at);
        return this.is(op) ? undefined : failure;
      case "fail":
        return failure;
      case "use":
        this.taken.add(op.at);
        this.accesses.reads.push(op.at);
        this.write(op.at, this.variable(op.at) + 1);
        return undefined;
      case "put": {
        this.accesses.reads.push(op.at);
        const left = this.variable(op.at) - 1;
        this.write(op.at, left < 0 ? DEAD : left);
        if (left >= 0) return undefined;
        const isGone = this.variable(op.with) === DEAD;
        this.write(op.with, DEAD);
        return isGone ? failure : undefined;
      }
      case "start":
        this.accesses.reads.push(this.toy.variables + op.process);
        this.handled.add(this.toy.variables + op.process);
        if (this.words[op.process] !== WAITING) return undefined;
        this.accesses.writes.push(this.toy.variables + op.process);
        this.words[op.process] = ALIVE;
        spawned.push(op.process);
        return undefined;
      case "again":
        this.jump(process, 0);
        return undefined;
    }
  }

  private actOutside(): void {
    const { outside } = this.toy;
    if (!outside) return;
    this.accesses.reads.push(outside.while.at, outside.sets.at);
    for (const at of this.accesses.reads) this.handled.add(at);
    this.write(outside.sets.at, outside.sets.to);
  }

  private alive(): number[] {
    return [...this.toy.processes.keys()].filter((process) => this.words[process] === ALIVE);
  }

  private mayGoOn(process: number): boolean {
    const op = this.opOf(process);
    return op?.do !== "await" || this.is(op) || this.isDead(op.at);
  }

  private opOf(process: number): Op | undefined {
    return this.toy.processes[process]?.[this.pc(process)];
  }

  private pc(process: number): number {
    return this.words[this.count + process]!;
  }

  private siteOf(process: number): number {
    return process * 100 + this.pc(process);
  }

  private jump(process: number, to: number): void {
    this.words[this.count + process] = to;
  }

  private variable(at: number): number {
    return this.words[2 * this.count + at]!;
  }

  private write(at: number, to: number): void {
    this.accesses.writes.push(at);
    this.words[2 * this.count + at] = to;
  }

  private is({ at, is }: { readonly at: number; readonly is: number }): boolean {
    return this.variable(at) === is;
  }
}
