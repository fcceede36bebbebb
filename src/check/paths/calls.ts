import { calleeName, innerStatements, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { STORES, TRANSPARENT } from "../../kernel-api/index.ts";
import { assumeValue, mayChange } from "./places.ts";
import { isTestOf } from "./remembered-tests.ts";
import { storeOutcomes } from "./stores.ts";
import {
  type Evaluator,
  ERROR_NOTICED,
  type CallExpr,
  type Evaluated,
  type PathEnd,
  type CallFrame,
} from "./semantics.ts";
import { type State, stepsOf, type Trail } from "./state.ts";
import { ERROR, NEGATIVE, ONE, truthOf, UNKNOWN, ZERO, type PathValue } from "./value.ts";

/** Questions about the configuration: options count as set, and the code as a module, since only that can be unloaded. */
const OPTION_TESTS: Record<string, PathValue | undefined> = {
  IS_ENABLED: ONE,
  IS_REACHABLE: ONE,
  IS_MODULE: ONE,
  IS_BUILTIN: ZERO,
};

/** KUnit macros that end the test unless their second argument is so. */
const ASSERTS: Record<string, boolean | undefined> = { KUNIT_ASSERT_TRUE: true, KUNIT_ASSERT_FALSE: false };

/** The ways a call can turn out: what the question says it means, what its body does, or unknown. */
export function callOutcomes(
  machine: Evaluator,
  call: CallExpr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  const name = calleeName(call);
  if (name === undefined) {
    return machine
      .evaluateAll(call.args, frame, machine.semantics.callThrough(call, frame, state))
      .map((after) => ({ value: UNKNOWN, state: after }));
  }
  const meaning = machine.semantics.call(machine, name, call, frame, state);
  if (meaning) return meaning;
  const [first] = call.args;
  if (STORES.has(name)) return storeOutcomes(machine, name, call, frame, state);
  if (first && name === "BUG_ON") return requires(machine, first, false, frame, state);
  const asserted = ASSERTS[name];
  if (asserted !== undefined && call.args[1]) return requires(machine, call.args[1], asserted, frame, state);
  if (first && TRANSPARENT.has(name)) return machine.evaluate(first, frame, state);
  if (first && (name === "IS_ERR" || name === "IS_ERR_OR_NULL" || name.startsWith("PTR_ERR"))) {
    return errorTest(machine, name, first, frame, state);
  }
  const option = OPTION_TESTS[name];
  if (option) return [{ value: option, state }];
  if (name === "ERR_PTR") return [{ value: ERROR, state }];
  if (name === "BUG" || name === "panic") return [];
  const callee = machine.program.lookup(name, frame.fn);
  const follow =
    callee?.flow &&
    frame.depth < machine.limits.depth &&
    !frame.stack.includes(callee) &&
    machine.semantics.enters(callee, frame);
  const args = argumentsOf(machine, call.args, frame, state);
  if (!follow || !callee) {
    return args.map(({ state: after }) => ({
      value: UNKNOWN,
      state: call.args.reduce((before, arg) => mayChange(machine, arg, frame, before), after),
    }));
  }
  return args.flatMap(({ values, state: after }) => enterCall(machine, callee, call, values, frame, after));
}

/** Goes on only where the condition turns out as required. */
function requires(
  machine: Evaluator,
  condition: Expr,
  truth: boolean,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  return machine
    .decide(condition, frame, state)
    .filter((decision) => decision.truth === truth)
    .map((decision) => ({ value: UNKNOWN, state: decision.state }));
}

/** Values of the arguments, evaluated from left to right. */
function argumentsOf(
  machine: Evaluator,
  args: readonly Expr[],
  frame: CallFrame,
  state: State,
): { values: PathValue[]; state: State }[] {
  let all: { values: PathValue[]; state: State }[] = [{ values: [], state }];
  for (const arg of args) {
    all = all.flatMap((before) =>
      machine.evaluate(arg, frame, before.state).map((outcome) => ({
        values: [...before.values, outcome.value],
        state: outcome.state,
      })),
    );
  }
  return all;
}

/** A macro that jumps out of itself goes where its text says, which nobody follows here: there may be more ends. */
function mind(machine: Evaluator, callee: CFunction): void {
  if (callee.isMacro && callee.body && jumps(callee.body)) machine.complete = false;
}

/** The ways a call turns out by exploring the function; the same entry is explored once. */
function enterCall(
  machine: Evaluator,
  callee: CFunction,
  call: CallExpr,
  values: readonly PathValue[],
  frame: CallFrame,
  state: State,
): Evaluated[] {
  const { flow } = callee;
  mind(machine, callee);
  if (!flow) return [{ value: UNKNOWN, state }];
  const given = callee.isMacro ? { args: call.args, by: frame } : undefined;
  const inner: CallFrame = { fn: callee, depth: frame.depth + 1, stack: [...frame.stack, callee], given };
  const prefix = `${inner.depth}:`;
  let entry = state.withTrail(undefined);
  for (const [index, { name }] of callee.parameters.entries()) {
    entry = entry.set(`${prefix}${name}`, values[index] ?? UNKNOWN);
  }
  const places = given ? `${frame.fn.name}:${call.start}` : "";
  const id = `${callee.file.path}:${callee.name}:${inner.depth}:${places}|${entry.key}`;
  let ends = machine.memo.get(id);
  if (!ends) {
    ends = distinct(machine.explore(flow, inner, entry));
    machine.memo.set(id, ends);
  }
  return ends.map(({ value, state: last }) => ({
    value,
    state: machine.semantics
      .returned(inner, last)
      .keepValues((name) => !name.startsWith(prefix) && !isTestOf(name, inner.depth))
      .withTrail(joined(state.trail, last.trail, call, frame)),
  }));
}

/** IS_ERR(), IS_ERR_OR_NULL(), PTR_ERR() and PTR_ERR_OR_ZERO(). */
function errorTest(
  machine: Evaluator,
  name: string,
  place: Expr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  return machine.evaluate(place, frame, state).flatMap(({ value, state: after }): Evaluated[] => {
    const orNull = name === "IS_ERR_OR_NULL";
    const asked = name.startsWith("IS_ERR");
    if (value.kind === "error") {
      return [{ value: asked ? ONE : NEGATIVE, state: after.mark(ERROR_NOTICED) }];
    }
    if (name === "PTR_ERR") return [{ value: value.kind === "task" ? UNKNOWN : NEGATIVE, state: after }]; // asked of errors
    const truth = truthOf(value);
    if (truth === false) return [{ value: orNull ? ONE : ZERO, state: after }];
    const step = { fn: frame.fn, range: place, text: `${name}()` };
    const fine = value.kind === "task" ? after.mark(`noterr:${value.id}`) : after;
    const finest = orNull && value.kind === "task" ? fine.mark(`nonnull:${value.id}`) : fine;
    const good: Evaluated = { value: ZERO, state: finest.step({ ...step, truth: false }) };
    if (value.kind === "task" && after.marks.has(`noterr:${value.id}`)) return [good];
    // what was tested against NULL, or has an address, comes from who gives no ERR_PTR
    if (value.kind === "nonzero") return [good];
    const isNone = (mark: string): State =>
      value.kind === "task" ? after.mark(`${mark}:${value.id}`) : after;
    const bad = assumeValue(machine, place, ERROR, frame, isNone("iserr")).step({ ...step, truth: true });
    const outcomes: Evaluated[] = [{ value: asked ? ONE : NEGATIVE, state: bad }, good];
    if (orNull)
      outcomes.push({ value: ONE, state: assumeValue(machine, place, ZERO, frame, isNone("null")) });
    return outcomes;
  });
}

/** Whether a statement holds a goto. */
function jumps(stmt: Stmt): boolean {
  return stmt.kind === "goto" || innerStatements(stmt).some(jumps);
}

/** Of ends that differ only in how they were reached, the first. */
function distinct(ends: readonly PathEnd[]): PathEnd[] {
  const seen = new Map<string, PathEnd>();
  for (const end of ends) {
    const key = `${JSON.stringify(end.value)}|${end.state.key}`;
    if (!seen.has(key)) seen.set(key, end);
  }
  return [...seen.values()];
}

/** The caller's steps, then those taken inside of the call as one step. */
function joined(outer: Trail, inner: Trail, call: CallExpr, frame: CallFrame): Trail {
  if (!inner) return outer;
  const last = stepsOf(inner).at(-1);
  return {
    step: { fn: frame.fn, range: call, truth: last?.truth, inside: inner },
    before: outer,
  };
}
