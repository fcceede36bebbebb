import { StateSet } from "./state-set.ts";
import { successors } from "./successors.ts";
import type { Step, System } from "./system.ts";
import { Touches } from "./touches.ts";

/** What a process, and those it brings into being, can touch from a state on while nobody else moves. */
export interface Reach {
  readonly touches: Touches;
  /** The same, and what it may come to wait for: whoever writes that may let it touch more. */
  readonly rests: Touches;
  /** What its next step touches, whatever it chooses. */
  readonly first: Touches;
  /** Alone, it comes to its end in a few steps, whatever it chooses. */
  readonly ends: boolean;
  /** Alone, it may fail: for a reason, such as memory that is gone, that no value tells which it read. */
  readonly fails: boolean;
}

/** The reach of each process, by number, as far as it is known. */
export type Reaches = readonly (Reach | undefined)[];

/** The step by which a state was come to from another one. */
export interface Coming {
  readonly process: number;
  readonly writes: readonly number[];
  /** Reaches in the state before. */
  readonly before: Reaches;
}

/** States that are looked at before a process counts as able to touch whatever it was ever seen to touch. */
const STATES = 48;

/** Steps that are run for one answer: what a process may choose multiplies them. */
const STEPS = 512;

/** Answers kept for one place that a process can be at. */
const ANSWERS = 16;

/** Failures in a row after which a process is tried less, and how often it is tried then. */
const PATIENCE = 4;
const RETRY = 32;

/** Told of each step while its accesses are still known, and of the place that it began at. */
type OnStep = (process: number, step: Step, from: number) => void;

interface Known extends Reach {
  /** The values that the answer rests on, and their locations. */
  readonly locations: readonly number[];
  readonly values: readonly number[];
  /** Which of them was another one when it was last compared: it will be again. */
  weak: number;
}

/**
 * Runs a process alone to learn what it can reach by itself. Answers are kept: they depend on the process's own part of the
 * state and on the values of what it touches, and on nothing else. So a step of somebody else that writes none of that leaves
 * the answer what it was.
 */
export class Isolation {
  private readonly system: System;
  private readonly onStep: OnStep;
  /** By process, and its own part of the state. */
  private readonly known = new Map<number, Map<number, Known[]>>();
  /** Answers that have to be looked at again after every step. */
  private readonly fragile = new Set<Reach>();
  private readonly tooMuch: number[] = [];

  constructor(system: System, onStep: OnStep) {
    this.system = system;
    this.onStep = onStep;
  }

  /**
   * The reach of each process; undefined where it can touch too much to tell: then what it ever touched is the answer. The system
   * stands in `state`, before and after.
   */
  look(state: Int32Array, processes: readonly number[], coming?: Coming): Reaches {
    const found: (Reach | undefined)[] = [];
    for (const process of processes)
      found[process] = (coming && this.unchanged(process, coming)) ?? this.answer(state, process);
    return found;
  }

  private unchanged(process: number, { process: moved, writes, before }: Coming): Reach | undefined {
    const reach = before[process];
    if (!reach || process === moved || this.fragile.has(reach)) return undefined;
    return writes.some((location) => reach.rests.has(location)) ? undefined : reach;
  }

  private answer(state: Int32Array, process: number): Reach | undefined {
    const { system } = this;
    const answers = this.answersFor(process);
    const fitting = answers.findIndex((known) => this.fits(known));
    if (fitting >= 0) {
      const [known] = answers.splice(fitting, 1);
      if (known) answers.unshift(known);
      return known;
    }
    if (this.isHopeless(process)) return undefined;
    const fresh = this.settled(state, process);
    system.restore(state);
    if (!fresh) {
      this.tooMuch[process] = (this.tooMuch[process] ?? 0) + 1;
      return undefined;
    }
    this.tooMuch[process] = 0;
    if (fresh.fails) {
      this.fragile.add(fresh);
      return fresh;
    }
    const locations = [...new Set([...fresh.rests.reads, ...fresh.rests.writes])];
    const values = locations.map((location) => system.peek(location));
    const known = { ...fresh, locations, values, weak: 0 };
    if (locations.some((location) => system.isUntold(location))) this.fragile.add(known);
    answers.unshift(known);
    if (answers.length > ANSWERS) answers.pop();
    return known;
  }

  private fits(known: Known): boolean {
    const { system } = this;
    const { locations, values, weak } = known;
    if (values.length === 0) return true;
    if (system.peek(locations[weak]!) !== values[weak]) return false;
    for (let i = 0; i < values.length; i++) {
      if (system.peek(locations[i]!) === values[i]) continue;
      known.weak = i;
      return false;
    }
    return true;
  }

  /** One that was too much several times in a row is tried only now and then: the answer costs much and seldom changes. */
  private isHopeless(process: number): boolean {
    const failed = this.tooMuch[process] ?? 0;
    if (failed < PATIENCE) return false;
    this.tooMuch[process] = failed + 1;
    return (failed + 1) % RETRY !== 0;
  }

  private answersFor(process: number): Known[] {
    let byLocal = this.known.get(process);
    if (!byLocal) this.known.set(process, (byLocal = new Map()));
    const local = this.system.local(process);
    let answers = byLocal.get(local);
    if (!answers) byLocal.set(local, (answers = []));
    return answers;
  }

  /** Explores until nothing more is learned of what the process and its children share. */
  private settled(state: Int32Array, process: number): Reach | undefined {
    for (;;) {
      const { version } = this.system.grain;
      const reach = this.explore(state, process);
      if (this.system.grain.version === version) return reach;
    }
  }

  private explore(state: Int32Array, process: number): Reach | undefined {
    const { system } = this;
    const all = { reads: new Set<number>(), writes: new Set<number>() };
    const awaited = new Set<number>();
    const first = { reads: new Set<number>(), writes: new Set<number>() };
    const seen = new StateSet();
    seen.add(state);
    const queue: { readonly state: Int32Array; readonly family: readonly number[] }[] = [
      { state, family: [process] },
    ];
    let ends = true;
    let fails = false;
    let steps = 0;
    for (let at = queue.pop(); at; at = queue.pop()) {
      system.restore(at.state);
      const enabled = system.enabled();
      for (const other of system.blocked()) {
        if (!at.family.includes(other)) continue;
        ends = false;
        for (const location of system.awaits(other)) awaited.add(location);
      }
      const moving = at.family.filter((member) => enabled.includes(member));
      for (const { member, from } of moving.map((one) => ({ member: one, from: system.place(one) }))) {
        const sets = at.state === state ? [all, first] : [all];
        const next = successors(system, at.state, member, (who, step) => {
          this.onStep(who, step, from);
          steps++;
          const { reads, writes } = system.accesses;
          for (const set of sets) {
            for (const location of reads) set.reads.add(location);
            for (const location of writes) set.writes.add(location);
          }
        });
        for (const { state: after, step, failure } of next) {
          if (failure) fails = true;
          if (!after || !seen.add(after).isNew) {
            ends = false;
            continue;
          }
          if (seen.size > STATES || steps > STEPS) return undefined;
          queue.push({
            state: after,
            family: [...at.family, ...step.spawned.filter((child) => !at.family.includes(child))],
          });
        }
      }
    }
    return {
      touches: new Touches([...all.reads], [...all.writes]),
      rests: new Touches([...new Set([...all.reads, ...awaited])], [...all.writes]),
      first: new Touches([...first.reads], [...first.writes]),
      ends,
      fails,
    };
  }
}
