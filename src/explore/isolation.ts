import { hash128 } from "./hash.ts";
import { StateSet } from "./state-set.ts";
import { successors } from "./successors.ts";
import type { Step, System } from "./system.ts";

/** What a process, and those it brings into being, can touch from a state on while nobody else moves. */
export interface Reach {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
  /** The same, as lists. */
  readonly readList: readonly number[];
  readonly writeList: readonly number[];
  /** Alone, it comes to its end in a few steps, whatever it chooses. */
  readonly ends: boolean;
}

/** States that are looked at before a process counts as able to touch whatever it was ever seen to touch. */
const STATES = 48;

/** Answers kept for one place that a process can be at. */
const ANSWERS = 16;

/** Failures in a row after which a process is tried less, and how often it is tried then. */
const PATIENCE = 4;
const RETRY = 32;

/** Told of each step while its accesses are still known, and of the place that it began at. */
type OnStep = (process: number, step: Step, from: number) => void;

interface Known extends Reach {
  /** Values that the answer rests on, by location. */
  readonly values: readonly (readonly [number, number])[];
}

/**
 * Runs a process alone to learn what it can reach by itself. Answers are kept: they depend on the process's own part of the
 * state and on the values of what it touches, and on nothing else.
 */
export class Isolation {
  private readonly system: System;
  private readonly onStep: OnStep;
  private readonly known = new Map<string, Known[]>();
  private readonly hash = new Int32Array(4);
  /** Answers for one state. */
  private state: Int32Array | undefined;
  private readonly here = new Map<number, Reach | undefined>();
  private readonly tooMuch: number[] = [];

  constructor(system: System, onStep: OnStep) {
    this.system = system;
    this.onStep = onStep;
  }

  /** Undefined when it can touch too much to tell: then what it ever touched is the answer. */
  reach(state: Int32Array, process: number): Reach | undefined {
    if (state !== this.state || !this.here.has(process)) this.look(state, [process]);
    return this.here.get(process);
  }

  /** Answers for several processes at once: the state is set up once. */
  look(state: Int32Array, processes: readonly number[]): void {
    if (state !== this.state) {
      this.state = state;
      this.here.clear();
    }
    this.system.restore(state);
    for (const process of processes) this.here.set(process, this.answer(state, process));
  }

  /** The system stands in `state`, before and after. */
  private answer(state: Int32Array, process: number): Reach | undefined {
    const { system } = this;
    const key = this.keyOf(process);
    const answers = this.known.get(key) ?? [];
    const fitting = answers.find(({ values }) =>
      values.every(([location, value]) => system.peek(location) === value),
    );
    if (fitting) return fitting;
    if (this.isHopeless(process)) return undefined;
    const fresh = this.explore(state, process);
    system.restore(state);
    if (!fresh) {
      this.tooMuch[process] = (this.tooMuch[process] ?? 0) + 1;
      return undefined;
    }
    this.tooMuch[process] = 0;
    const values = [...new Set([...fresh.reads, ...fresh.writes])].map(
      (location) => [location, system.peek(location)] as const,
    );
    this.known.set(key, [{ ...fresh, values }, ...answers].slice(0, ANSWERS));
    return fresh;
  }

  /** One that was too much several times in a row is tried only now and then: the answer costs much and seldom changes. */
  private isHopeless(process: number): boolean {
    const failed = this.tooMuch[process] ?? 0;
    if (failed < PATIENCE) return false;
    this.tooMuch[process] = failed + 1;
    return (failed + 1) % RETRY !== 0;
  }

  private keyOf(process: number): string {
    hash128(this.system.local(process), process, this.hash);
    return this.hash.join(" ");
  }

  private explore(state: Int32Array, process: number): Reach | undefined {
    const { system } = this;
    const reads = new Set<number>(system.awaits(process));
    const writes = new Set<number>();
    const seen = new StateSet();
    seen.add(state);
    const queue: { readonly state: Int32Array; readonly family: readonly number[] }[] = [
      { state, family: [process] },
    ];
    let ends = true;
    for (let at = queue.pop(); at; at = queue.pop()) {
      system.restore(at.state);
      const enabled = system.enabled();
      if (system.blocked().some((other) => at.family.includes(other))) ends = false;
      const moving = at.family.filter((member) => enabled.includes(member));
      for (const { member, from } of moving.map((one) => ({ member: one, from: system.place(one) }))) {
        const next = successors(system, at.state, member, (who, step) => {
          this.onStep(who, step, from);
          for (const location of system.accesses.reads) reads.add(location);
          for (const location of system.accesses.writes) writes.add(location);
        });
        for (const { state: after, step } of next) {
          if (!after || !seen.add(after).isNew) {
            ends = false;
            continue;
          }
          if (seen.size > STATES) return undefined;
          queue.push({
            state: after,
            family: [...at.family, ...step.spawned.filter((child) => !at.family.includes(child))],
          });
        }
      }
    }
    return { reads, writes, readList: [...reads], writeList: [...writes], ends };
  }
}
