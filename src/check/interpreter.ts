import {
  calleeName,
  innerStatements,
  type CFunction,
  type Expr,
  type FlowGraph,
  type FlowNode,
  type NodeId,
  type Stmt,
} from "../source/index.ts";
import { TRANSPARENT } from "./kernel-calls.ts";
import { liveNames } from "./liveness.ts";
import type { Program } from "./program.ts";
import { State, stepsOf, type Trail } from "./state.ts";
import { compare, ERROR, NEGATIVE, NONZERO, ONE, truthOf, UNKNOWN, ZERO, type Value } from "./value.ts";

export type CallExpr = Extract<Expr, { kind: "call" }>;

/** One way an expression can turn out. */
export interface Outcome {
  readonly value: Value;
  readonly state: State;
}

/** One way a condition can turn out. */
export interface Verdict {
  readonly truth: boolean;
  readonly state: State;
}

/** How a path ends: the function returns, or the task ends inside of it. */
export interface End {
  readonly kind: "return" | "exit";
  readonly value: Value;
  readonly state: State;
  readonly fn: CFunction;
  readonly offset: number;
}

/** A function being explored. */
export interface Frame {
  readonly fn: CFunction;
  readonly depth: number;
  readonly stack: readonly CFunction[];
}

/** What one question asks of the code: the meaning of calls, and which places' values it follows. */
export interface Semantics {
  /** The outcomes of a call that means something; undefined for any other call. */
  call(machine: Interpreter, name: string, call: CallExpr, frame: Frame, state: State): Outcome[] | undefined;
  /** Value of a place that no path has written. */
  read(place: Expr, frame: Frame, state: State): Value;
  /** Whether values of this place, which is no local, are followed along a path. */
  follows(place: Expr, frame: Frame): string | undefined;
  written(place: Expr, value: Value, frame: Frame, state: State): State;
  /** Told at the head of each loop, with its condition. */
  atLoop(head: Expr, state: State): State;
  /** Whether a called function is explored, too; otherwise its value is unknown. */
  enters(fn: CFunction, frame: Frame): boolean;
}

export interface Limits {
  /** States visited before the exploration gives up. */
  readonly states: number;
  /** How deep calls are followed. */
  readonly depth: number;
}

/** Questions about the configuration: options count as set, and the code as a module, since only that can be unloaded. */
const OPTION_TESTS: Record<string, Value | undefined> = {
  IS_ENABLED: ONE,
  IS_REACHABLE: ONE,
  IS_MODULE: ONE,
  IS_BUILTIN: ZERO,
};

/** KUnit macros that end the test unless their second argument is so. */
const ASSERTS: Record<string, boolean | undefined> = { KUNIT_ASSERT_TRUE: true, KUNIT_ASSERT_FALSE: false };

/** Marks a path on which IS_ERR() was true. */
export const ERROR_NOTICED = "error-noticed";

const CAPITALS = /^[A-Z][A-Z0-9_]*$/;

/** Explores every path of a function, as far as values are known, and forks where they are not. */
export class Interpreter {
  readonly program: Program;
  /** False once a limit was hit: there may be more ends than were found. */
  complete = true;
  /** Where the task ends inside of the explored functions. */
  readonly exits: End[] = [];
  readonly #semantics: Semantics;
  readonly #limits: Limits;
  readonly #memo = new Map<string, readonly End[]>();
  #visited = 0;

  constructor(program: Program, semantics: Semantics, limits: Limits) {
    this.program = program;
    this.#semantics = semantics;
    this.#limits = limits;
  }

  get visited(): number {
    return this.#visited;
  }

  /** Every way the function can end, from its entry in this state. */
  run(fn: CFunction, state: State): readonly End[] {
    const frame: Frame = { fn, depth: 0, stack: [fn] };
    return fn.flow ? this.#explore(fn.flow, frame, state) : [];
  }

  #explore(flow: FlowGraph, frame: Frame, start: State): End[] {
    const live = liveNames(flow);
    const seen = new Set<string>();
    const queue: { node: NodeId; state: State }[] = [];
    const ends: End[] = [];
    const prefix = `${frame.depth}:`;
    const go = (node: NodeId, state: State): void => {
      const names = live[node];
      const lean = state.keepValues(
        (name) => !name.startsWith(prefix) || (names?.has(name.slice(prefix.length)) ?? false),
      );
      const id = `${node}|${lean.key}`;
      if (seen.has(id)) return;
      seen.add(id);
      queue.push({ node, state: lean });
    };
    go(flow.entry, start);
    for (let at = 0; at < queue.length; at++) {
      const entry = queue[at];
      if (!entry) break;
      if (++this.#visited > this.#limits.states) {
        this.complete = false;
        break;
      }
      const node = flow.nodes[entry.node];
      if (node) this.#step(node, frame, entry.state, go, ends);
    }
    return ends;
  }

  #step(
    node: FlowNode,
    frame: Frame,
    state: State,
    go: (node: NodeId, state: State) => void,
    ends: End[],
  ): void {
    switch (node.kind) {
      case "pass":
      case "leave":
        go(node.next, state);
        break;
      case "eval":
        for (const outcome of this.evaluate(node.expr, frame, state)) go(node.next, outcome.state);
        break;
      case "branch":
        for (const verdict of this.decide(node.test, frame, state)) {
          const after = node.loop ? this.#semantics.atLoop(node.test, verdict.state) : verdict.state;
          go(verdict.truth ? node.yes : node.no, after);
        }
        break;
      case "choice":
        for (const outcome of this.evaluate(node.head, frame, state)) {
          const after = this.#semantics.atLoop(node.head, outcome.state);
          go(node.body, after);
          go(node.after, after);
        }
        break;
      case "switch":
        this.#switch(node, frame, state, go);
        break;
      case "return": {
        const outcomes = node.value ? this.evaluate(node.value, frame, state) : [{ value: UNKNOWN, state }];
        for (const { value, state: last } of outcomes) {
          ends.push({ kind: "return", value, state: last, fn: frame.fn, offset: node.at });
        }
        break;
      }
    }
  }

  #switch(
    node: Extract<FlowNode, { kind: "switch" }>,
    frame: Frame,
    state: State,
    go: (node: NodeId, state: State) => void,
  ): void {
    for (const { value, state: after } of this.evaluate(node.value, frame, state)) {
      let certain = false;
      for (const entry of node.cases) {
        if (!entry.value) continue;
        const [label] = this.evaluate(entry.value, frame, after);
        const same = label && !entry.to ? compare("==", value, label.value) : undefined;
        if (same === false) continue;
        const step = { fn: frame.fn, range: entry.value, truth: undefined, text: "this case is taken" };
        const refined = label ? this.#assume(node.value, label.value, frame, after) : after;
        go(entry.next, same === undefined ? refined.step(step) : after);
        certain ||= same === true;
        if (certain) break;
      }
      if (!certain) go(node.after, after);
    }
  }

  /** The outcomes of a condition, with what each tells about the variables in it. */
  decide(expr: Expr, frame: Frame, state: State): Verdict[] {
    if (expr.kind === "unary" && expr.op === "!") {
      return this.decide(expr.operand, frame, state).map(({ truth, state: after }) => ({
        truth: !truth,
        state: after,
      }));
    }
    if (expr.kind === "binary" && (expr.op === "&&" || expr.op === "||")) {
      const goesOn = expr.op === "&&";
      return this.decide(expr.left, frame, state).flatMap((left) =>
        left.truth === goesOn ? this.decide(expr.right, frame, left.state) : [left],
      );
    }
    if (expr.kind === "binary" && /^([=!]=|[<>]=?)$/.test(expr.op)) return this.#compare(expr, frame, state);
    const name = calleeName(expr);
    if (expr.kind === "call" && name !== undefined && TRANSPARENT.has(name) && expr.args[0]) {
      return this.decide(expr.args[0], frame, state);
    }
    return this.evaluate(expr, frame, state).flatMap(({ value, state: after }) => {
      const truth = truthOf(value);
      if (truth !== undefined) return [{ truth, state: after }];
      return [true, false].map((way) => {
        const known = way && value.kind === "task" ? after.mark(`nonnull:${value.id}`) : after;
        const assumed = way && value.kind === "task" ? value : way ? NONZERO : ZERO;
        const state = this.#assume(expr, assumed, frame, known);
        return { truth: way, state: state.step({ fn: frame.fn, range: expr, truth: way }) };
      });
    });
  }

  #compare(expr: Extract<Expr, { kind: "binary" }>, frame: Frame, state: State): Verdict[] {
    return this.evaluate(expr.left, frame, state).flatMap((left) =>
      this.evaluate(expr.right, frame, left.state).flatMap((right) => {
        const truth = compare(expr.op, left.value, right.value);
        if (truth !== undefined) return [{ truth, state: right.state }];
        return [true, false].map((way) => ({
          truth: way,
          state: this.#learn(expr, left.value, right.value, way, frame, right.state).step({
            fn: frame.fn,
            range: expr,
            truth: way,
          }),
        }));
      }),
    );
  }

  /** What a comparison that went one way tells about a variable on its left or right. */
  #learn(
    expr: Extract<Expr, { kind: "binary" }>,
    left: Value,
    right: Value,
    truth: boolean,
    frame: Frame,
    state: State,
  ): State {
    const [place, known, other] =
      right.kind === "unknown" || right.kind === "task"
        ? [expr.right, left, right]
        : [expr.left, right, left];
    const equal = (expr.op === "==") === truth;
    if (expr.op === "==" || expr.op === "!=") {
      if (equal) return known.kind === "unknown" ? state : this.#assume(place, known, frame, state);
      if (truthOf(known) !== false) return state;
      const marked = other.kind === "task" ? state.mark(`nonnull:${other.id}`) : state;
      return other.kind === "task" ? marked : this.#assume(place, NONZERO, frame, marked);
    }
    const isZero = known.kind === "number" && known.value === 0 && known === right;
    if (!isZero) return state;
    if (expr.op === "<" || expr.op === ">=") {
      const negative = (expr.op === "<") === truth;
      return negative ? this.#assume(place, NEGATIVE, frame, state) : state;
    }
    return truth && expr.op === ">" ? this.#assume(place, NONZERO, frame, state) : state;
  }

  /** Takes a value for a variable, unless more is known already. */
  #assume(expr: Expr, value: Value, frame: Frame, state: State): State {
    switch (expr.kind) {
      case "assign":
        return this.#assume(expr.target, value, frame, state);
      case "cast":
        return this.#assume(expr.operand, value, frame, state);
      case "call": {
        const [first] = expr.args;
        return first && TRANSPARENT.has(calleeName(expr) ?? "")
          ? this.#assume(first, value, frame, state)
          : state;
      }
      case "name":
      case "member":
      case "index": {
        const name = this.#variable(expr, frame);
        if (name === undefined) return state;
        const old = state.values.get(name);
        if (value.kind === "nonzero" && old && truthOf(old) === true) return state;
        return state.set(name, value);
      }
      default:
        return state;
    }
  }

  /** Records a value for the place an expression names. */
  assume(expr: Expr, value: Value, frame: Frame, state: State): State {
    return this.#assume(expr, value, frame, state);
  }

  /** The name under which a state keeps the place's value; undefined when it is not followed. */
  #variable(place: Expr, frame: Frame): string | undefined {
    if (place.kind === "name" && frame.fn.locals.has(place.name)) return `${frame.depth}:${place.name}`;
    return this.#semantics.follows(place, frame);
  }

  evaluate(expr: Expr, frame: Frame, state: State): Outcome[] {
    switch (expr.kind) {
      case "number":
        return [{ value: { kind: "number", value: expr.value }, state }];
      case "string":
        return [{ value: NONZERO, state }];
      case "opaque":
      case "list":
        return [{ value: UNKNOWN, state }];
      case "name":
        return [{ value: this.#name(expr, frame, state), state }];
      case "member":
        return this.#after([expr.object], frame, state, (after) => this.#place(expr, frame, after));
      case "index":
        return this.#after([expr.object, expr.index], frame, state, (after) =>
          this.#place(expr, frame, after),
        );
      case "cast":
        return this.evaluate(expr.operand, frame, state);
      case "unary":
        return this.#unary(expr, frame, state);
      case "binary":
        if (/^(&&|\|\||[=!]=|[<>]=?)$/.test(expr.op)) return this.#asValue(expr, frame, state);
        return this.#after([expr.left, expr.right], frame, state, () => UNKNOWN);
      case "conditional":
        return this.decide(expr.test, frame, state).flatMap(({ truth, state: after }) =>
          this.evaluate(truth ? expr.yes : expr.no, frame, after),
        );
      case "comma":
        return this.#sequence(expr.items, frame, state);
      case "assign":
        return this.#assign(expr, frame, state);
      case "block":
        return this.#block(expr.body, frame, state);
      case "call":
        return this.#call(expr, frame, state);
    }
  }

  #asValue(expr: Expr, frame: Frame, state: State): Outcome[] {
    return this.decide(expr, frame, state).map(({ truth, state: after }) => ({
      value: truth ? ONE : ZERO,
      state: after,
    }));
  }

  #unary(expr: Extract<Expr, { kind: "unary" }>, frame: Frame, state: State): Outcome[] {
    if (expr.op === "!") return this.#asValue(expr, frame, state);
    if (expr.op === "sizeof") return [{ value: NONZERO, state }];
    return this.evaluate(expr.operand, frame, state).map(({ value, state: after }) => {
      if (expr.op === "++" || expr.op === "--") {
        return { value: UNKNOWN, state: this.#write(expr.operand, UNKNOWN, frame, after) };
      }
      if (expr.op === "&") return { value: NONZERO, state: after };
      if (expr.op !== "-")
        return { value: expr.op === "*" ? this.#place(expr, frame, after) : UNKNOWN, state: after };
      if (value.kind === "number") return { value: { kind: "number", value: -value.value }, state: after };
      return { value: value.kind === "constant" ? NEGATIVE : UNKNOWN, state: after };
    });
  }

  #name(expr: Extract<Expr, { kind: "name" }>, frame: Frame, state: State): Value {
    const { name } = expr;
    if (frame.fn.locals.has(name)) return state.values.get(`${frame.depth}:${name}`) ?? UNKNOWN;
    if (name === "NULL" || name === "false") return ZERO;
    if (name === "true") return ONE;
    if (name === "current") return { kind: "task", id: "current" };
    const constant = frame.fn.file.constant(name);
    if (constant !== undefined) return { kind: "number", value: constant };
    if (CAPITALS.test(name) && !frame.fn.file.globals.has(name)) return { kind: "constant", name };
    return this.#place(expr, frame, state);
  }

  #place(place: Expr, frame: Frame, state: State): Value {
    const name = this.#variable(place, frame);
    return (
      (name === undefined ? undefined : state.values.get(name)) ?? this.#semantics.read(place, frame, state)
    );
  }

  #after(parts: readonly Expr[], frame: Frame, state: State, value: (state: State) => Value): Outcome[] {
    let states = [state];
    for (const part of parts) {
      if (part.kind === "name" || part.kind === "number") continue;
      states = states.flatMap((before) => this.evaluate(part, frame, before).map((outcome) => outcome.state));
    }
    return states.map((last) => ({ value: value(last), state: last }));
  }

  /** The states after all of the expressions, one after the other. */
  evaluateAll(parts: readonly Expr[], frame: Frame, state: State): State[] {
    return this.#after(parts, frame, state, () => UNKNOWN).map((outcome) => outcome.state);
  }

  #sequence(items: readonly Expr[], frame: Frame, state: State): Outcome[] {
    let outcomes: Outcome[] = [{ value: UNKNOWN, state }];
    for (const item of items) {
      outcomes = outcomes.flatMap((outcome) => this.evaluate(item, frame, outcome.state));
    }
    return outcomes;
  }

  #assign(expr: Extract<Expr, { kind: "assign" }>, frame: Frame, state: State): Outcome[] {
    return this.evaluate(expr.value, frame, state).map((outcome) => {
      const value = expr.op === "=" ? outcome.value : UNKNOWN;
      return { value, state: this.#write(expr.target, value, frame, outcome.state) };
    });
  }

  #write(place: Expr, value: Value, frame: Frame, state: State): State {
    const name = this.#variable(place, frame);
    const after = name === undefined ? state : state.set(name, value);
    return this.#semantics.written(place, value, frame, after);
  }

  /** `({ ... })`: its value is that of its last statement. */
  #block(body: Stmt, frame: Frame, state: State): Outcome[] {
    if (body.kind !== "block") return [{ value: UNKNOWN, state }];
    let outcomes: Outcome[] = [{ value: UNKNOWN, state }];
    for (const stmt of body.body) {
      outcomes = outcomes.flatMap((before) => this.#inner(stmt, frame, before.state));
    }
    return outcomes;
  }

  #inner(stmt: Stmt, frame: Frame, state: State): Outcome[] {
    switch (stmt.kind) {
      case "expr":
        return this.evaluate(stmt.expr, frame, state);
      case "decl": {
        let states = [state];
        for (const { name, init, start, end } of stmt.declarators) {
          if (!init) continue;
          const target: Expr = { kind: "name", name, start, end };
          states = states.flatMap((before) =>
            this.evaluate(init, frame, before).map((outcome) =>
              this.#write(target, outcome.value, frame, outcome.state),
            ),
          );
        }
        return states.map((after) => ({ value: UNKNOWN, state: after }));
      }
      case "if":
        return this.decide(stmt.test, frame, state).flatMap(({ truth, state: after }) => {
          const taken = truth ? stmt.yes : stmt.no;
          return taken ? this.#inner(taken, frame, after) : [{ value: UNKNOWN, state: after }];
        });
      case "block":
        return this.#block(stmt, frame, state);
      case "do":
      case "while":
        return this.#inner(stmt.body, frame, state);
      default:
        return [{ value: UNKNOWN, state }];
    }
  }

  #call(call: CallExpr, frame: Frame, state: State): Outcome[] {
    const name = calleeName(call);
    if (name === undefined) return this.#after(call.args, frame, state, () => UNKNOWN);
    const meaning = this.#semantics.call(this, name, call, frame, state);
    if (meaning) return meaning;
    const [first] = call.args;
    if (first && name === "BUG_ON") return this.#require(first, false, frame, state);
    const asserted = ASSERTS[name];
    if (asserted !== undefined && call.args[1]) return this.#require(call.args[1], asserted, frame, state);
    if (first && TRANSPARENT.has(name)) return this.evaluate(first, frame, state);
    if (first && (name === "IS_ERR" || name === "IS_ERR_OR_NULL" || name.startsWith("PTR_ERR"))) {
      return this.#errorTest(name, first, frame, state);
    }
    const option = OPTION_TESTS[name];
    if (option) return [{ value: option, state }];
    if (name === "ERR_PTR") return [{ value: ERROR, state }];
    if (name === "BUG" || name === "panic") return [];
    const callee = this.program.lookup(name, frame.fn);
    const follow =
      callee?.flow &&
      frame.depth < this.#limits.depth &&
      !frame.stack.includes(callee) &&
      this.#semantics.enters(callee, frame);
    const args = this.#arguments(call.args, frame, state);
    if (!follow || !callee) {
      return args.map(({ state: after }) => ({
        value: UNKNOWN,
        state: call.args.reduce((before, arg) => this.#mayChange(arg, frame, before), after),
      }));
    }
    return args.flatMap(({ values, state: after }) => this.#enter(callee, call, values, frame, after));
  }

  /** Goes on only where the condition turns out as required. */
  #require(condition: Expr, truth: boolean, frame: Frame, state: State): Outcome[] {
    return this.decide(condition, frame, state)
      .filter((verdict) => verdict.truth === truth)
      .map((verdict) => ({ value: UNKNOWN, state: verdict.state }));
  }

  /** `&x` as an argument: the callee may write x. */
  #mayChange(arg: Expr, frame: Frame, state: State): State {
    if (arg.kind !== "unary" || arg.op !== "&") return state;
    const name = this.#variable(arg.operand, frame);
    return name === undefined ? state : state.set(name, UNKNOWN);
  }

  #arguments(args: readonly Expr[], frame: Frame, state: State): { values: Value[]; state: State }[] {
    let all: { values: Value[]; state: State }[] = [{ values: [], state }];
    for (const arg of args) {
      all = all.flatMap((before) =>
        this.evaluate(arg, frame, before.state).map((outcome) => ({
          values: [...before.values, outcome.value],
          state: outcome.state,
        })),
      );
    }
    return all;
  }

  /** A macro that jumps out of itself goes where its text says, which nobody follows here: there may be more ends. */
  #mind(callee: CFunction): void {
    if (callee.isMacro && callee.body && jumps(callee.body)) this.complete = false;
  }

  #enter(callee: CFunction, call: CallExpr, values: readonly Value[], frame: Frame, state: State): Outcome[] {
    const { flow } = callee;
    this.#mind(callee);
    if (!flow) return [{ value: UNKNOWN, state }];
    const inner: Frame = { fn: callee, depth: frame.depth + 1, stack: [...frame.stack, callee] };
    const prefix = `${inner.depth}:`;
    let entry = state.withTrail(undefined);
    for (const [index, { name }] of callee.parameters.entries()) {
      entry = entry.set(`${prefix}${name}`, values[index] ?? UNKNOWN);
    }
    const id = `${callee.file.path}:${callee.name}:${inner.depth}|${entry.key}`;
    let ends = this.#memo.get(id);
    if (!ends) {
      ends = distinct(this.#explore(flow, inner, entry));
      this.#memo.set(id, ends);
    }
    return ends.map(({ value, state: last }) => ({
      value,
      state: last
        .keepValues((name) => !name.startsWith(prefix))
        .withTrail(joined(state.trail, last.trail, call, frame)),
    }));
  }

  #errorTest(name: string, place: Expr, frame: Frame, state: State): Outcome[] {
    return this.evaluate(place, frame, state).flatMap(({ value, state: after }): Outcome[] => {
      const orNull = name === "IS_ERR_OR_NULL";
      const asked = name.startsWith("IS_ERR");
      if (value.kind === "error") {
        return [{ value: asked ? ONE : NEGATIVE, state: after.mark(ERROR_NOTICED) }];
      }
      if (!asked && name === "PTR_ERR") return [{ value: UNKNOWN, state: after }];
      const truth = truthOf(value);
      if (truth === false) return [{ value: orNull ? ONE : ZERO, state: after }];
      const step = { fn: frame.fn, range: place, text: `${name}()` };
      const fine = value.kind === "task" ? after.mark(`noterr:${value.id}`) : after;
      const finest = orNull && value.kind === "task" ? fine.mark(`nonnull:${value.id}`) : fine;
      const good: Outcome = { value: ZERO, state: finest.step({ ...step, truth: false }) };
      if (value.kind === "task" && after.marks.has(`noterr:${value.id}`)) return [good];
      const bad = this.#assume(place, ERROR, frame, after).step({ ...step, truth: true });
      const outcomes: Outcome[] = [{ value: asked ? ONE : NEGATIVE, state: bad }, good];
      if (orNull) outcomes.push({ value: ONE, state: this.#assume(place, ZERO, frame, after) });
      return outcomes;
    });
  }
}

/** Whether a statement holds a goto. */
function jumps(stmt: Stmt): boolean {
  return stmt.kind === "goto" || innerStatements(stmt).some(jumps);
}

/** Of ends that differ only in how they were reached, the first. */
function distinct(ends: readonly End[]): End[] {
  const seen = new Map<string, End>();
  for (const end of ends) {
    const key = `${JSON.stringify(end.value)}|${end.state.key}`;
    if (!seen.has(key)) seen.set(key, end);
  }
  return [...seen.values()];
}

/** The caller's steps, then those taken inside of the call as one step. */
function joined(outer: Trail, inner: Trail, call: CallExpr, frame: Frame): Trail {
  if (!inner) return outer;
  const last = stepsOf(inner).at(-1);
  return {
    step: { fn: frame.fn, range: call, truth: last?.truth, inside: inner },
    before: outer,
  };
}
