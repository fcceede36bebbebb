import type { CFunction, Expr, TextRange } from "../../source/index.ts";
import { showValue, type PathValue } from "./value.ts";

/** A decision a path took, or a call it made a decision inside of. */
export interface PathStep {
  readonly fn: CFunction;
  readonly range: TextRange;
  /** Which way the condition went; undefined for an event that is no condition. */
  readonly truth: boolean | undefined;
  /** The condition, where it is one of the code's own. */
  readonly test?: Expr;
  /** Said of an event. */
  readonly text?: string;
  /** The steps taken inside of a called function. */
  readonly inside?: Trail;
}

/** The steps of a path, newest first. */
export type Trail = { readonly step: PathStep; readonly before: Trail } | undefined;

/** Most states share their values and marks with the state before. */
const valuesKeys = new WeakMap<ReadonlyMap<string, PathValue>, string>();
const marksKeys = new WeakMap<ReadonlySet<string>, string>();

function valuesKey(values: ReadonlyMap<string, PathValue>): string {
  let key = valuesKeys.get(values);
  if (key === undefined) {
    key = [...values]
      .map(([name, value]) => `${name}=${showValue(value)}`)
      .toSorted()
      .join(",");
    valuesKeys.set(values, key);
  }
  return key;
}

function marksKey(marks: ReadonlySet<string>): string {
  let key = marksKeys.get(marks);
  if (key === undefined) {
    key = [...marks].toSorted().join(",");
    marksKeys.set(marks, key);
  }
  return key;
}

/** What is known at one point of a path. Immutable; two states with the same `key` go on alike. */
export class State {
  static readonly EMPTY = new State(false, new Map(), new Set(), undefined);

  /** Whether kthread_stop() is known to have been called on the thread. */
  readonly stopSeen: boolean;
  /** Known values by variable; what is missing is unknown. */
  readonly values: ReadonlyMap<string, PathValue>;
  /** Facts that hold from some step on, such as `lock:KIND:KEY`. */
  readonly marks: ReadonlySet<string>;
  /** How the path got here; no part of `key`. */
  readonly trail: Trail;
  #key: string | undefined;

  constructor(
    stopSeen: boolean,
    values: ReadonlyMap<string, PathValue>,
    marks: ReadonlySet<string>,
    trail: Trail,
  ) {
    this.stopSeen = stopSeen;
    this.values = values;
    this.marks = marks;
    this.trail = trail;
  }

  get key(): string {
    this.#key ??= `${this.stopSeen ? "S" : ""}|${valuesKey(this.values)}|${marksKey(this.marks)}`;
    return this.#key;
  }

  seenStop(): State {
    return this.stopSeen ? this : new State(true, this.values, this.marks, this.trail);
  }

  set(name: string, value: PathValue): State {
    const old = this.values.get(name);
    if (value.kind === "unknown" ? old === undefined : old && showValue(old) === showValue(value))
      return this;
    const values = new Map(this.values);
    if (value.kind === "unknown") values.delete(name);
    else values.set(name, value);
    return new State(this.stopSeen, values, this.marks, this.trail);
  }

  /** Forgets the variables that `keep` refuses. */
  keepValues(keep: (name: string) => boolean): State {
    if ([...this.values.keys()].every(keep)) return this;
    const values = new Map([...this.values].filter(([name]) => keep(name)));
    return new State(this.stopSeen, values, this.marks, this.trail);
  }

  mark(mark: string): State {
    if (this.marks.has(mark)) return this;
    return new State(this.stopSeen, this.values, new Set([...this.marks, mark]), this.trail);
  }

  unmark(mark: string): State {
    if (!this.marks.has(mark)) return this;
    const marks = new Set(this.marks);
    marks.delete(mark);
    return new State(this.stopSeen, this.values, marks, this.trail);
  }

  step(step: PathStep): State {
    return this.withTrail({ step, before: this.trail });
  }

  withTrail(trail: Trail): State {
    return new State(this.stopSeen, this.values, this.marks, trail);
  }
}

/** The steps of a path, oldest first. */
export function stepsOf(trail: Trail): PathStep[] {
  const steps: PathStep[] = [];
  for (let at = trail; at; at = at.before) steps.push(at.step);
  return steps.toReversed();
}

/** The steps of a path, those inside of called functions too, oldest first. */
export function allSteps(trail: Trail): PathStep[] {
  return stepsOf(trail).flatMap((step) => (step.inside ? [...allSteps(step.inside), step] : [step]));
}
