import { calleeName, type Expr } from "../../source/index.ts";
import { TRANSPARENT } from "../../kernel-api/index.ts";
import { withoutTestsOf } from "./remembered-tests.ts";
import type { Evaluator, CallFrame } from "./semantics.ts";
import type { State } from "./state.ts";
import { ONE, truthOf, UNKNOWN, ZERO, type PathValue } from "./value.ts";

const CAPITALS = /^[A-Z][A-Z0-9_]*$/;

/** The name under which a state keeps the place's value; undefined when it is not followed. */
function variableOf(machine: Evaluator, place: Expr, frame: CallFrame): string | undefined {
  if (place.kind === "name" && frame.fn.locals.has(place.name)) return `${frame.depth}:${place.name}`;
  return machine.semantics.follows(place, frame);
}

/** Value of a variable, a constant, or a global place. */
export function valueOfName(
  machine: Evaluator,
  expr: Extract<Expr, { kind: "name" }>,
  frame: CallFrame,
  state: State,
): PathValue {
  const { name } = expr;
  if (frame.fn.locals.has(name)) return state.values.get(`${frame.depth}:${name}`) ?? UNKNOWN;
  if (name === "NULL" || name === "false") return ZERO;
  if (name === "true") return ONE;
  if (name === "current") return { kind: "task", id: "current" };
  const constant = frame.fn.file.constant(name);
  if (constant !== undefined) return { kind: "number", value: constant };
  if (CAPITALS.test(name) && !frame.fn.file.globals.has(name)) return { kind: "constant", name };
  return valueAt(machine, expr, frame, state);
}

/** Value of a place: what this path wrote, else what the question says of it. */
export function valueAt(machine: Evaluator, place: Expr, frame: CallFrame, state: State): PathValue {
  const name = variableOf(machine, place, frame);
  return (
    (name === undefined ? undefined : state.values.get(name)) ?? machine.semantics.read(place, frame, state)
  );
}

/** Records a write, and tells the question of it. */
export function writePlace(
  machine: Evaluator,
  place: Expr,
  value: PathValue,
  frame: CallFrame,
  state: State,
): State {
  const name = variableOf(machine, place, frame);
  const aware = withoutTestsOf(place, state);
  const after = name === undefined ? aware : aware.set(name, value);
  const told = machine.semantics.written(place, value, frame, after);
  const behind = givenFor(place, frame);
  return behind ? writePlace(machine, behind.place, value, behind.by, told) : told;
}

/** What a macro writes to by the name of a parameter is what it was given. */
function givenFor(place: Expr, { fn, given }: CallFrame): { place: Expr; by: CallFrame } | undefined {
  if (!given || place.kind !== "name") return undefined;
  const argument = given.args[fn.parameters.findIndex(({ name }) => name === place.name)];
  return argument && { place: argument, by: given.by };
}

/** Takes a value for a variable, unless more is known already. */
export function assumeValue(
  machine: Evaluator,
  expr: Expr,
  value: PathValue,
  frame: CallFrame,
  state: State,
): State {
  switch (expr.kind) {
    case "assign":
      return assumeValue(machine, expr.target, value, frame, state);
    case "cast":
      return assumeValue(machine, expr.operand, value, frame, state);
    case "call": {
      const [first] = expr.args;
      return first && TRANSPARENT.has(calleeName(expr) ?? "")
        ? assumeValue(machine, first, value, frame, state)
        : state;
    }
    case "name":
    case "member":
    case "index": {
      const name = variableOf(machine, expr, frame);
      if (name === undefined) return state;
      const old = state.values.get(name);
      if (value.kind === "nonzero" && old && truthOf(old) === true) return state;
      return state.set(name, value);
    }
    default:
      return state;
  }
}

/** `&x` as an argument: the callee may write x. */
export function mayChange(machine: Evaluator, arg: Expr, frame: CallFrame, state: State): State {
  if (arg.kind !== "unary" || arg.op !== "&") return state;
  const name = variableOf(machine, arg.operand, frame);
  const aware = withoutTestsOf(arg.operand, state);
  return name === undefined ? aware : aware.set(name, UNKNOWN);
}
