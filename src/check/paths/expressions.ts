import { childrenOf, type Expr, type Stmt } from "../../source/index.ts";
import { callOutcomes } from "./calls.ts";
import { valueOfName, valueAt, writePlace } from "./places.ts";
import type { Evaluator, Evaluated, CallFrame } from "./semantics.ts";
import type { State } from "./state.ts";
import { counted, NEGATIVE, NONZERO, ONE, UNKNOWN, ZERO, type PathValue } from "./value.ts";

/** The ways an expression can turn out; what nobody knows is UNKNOWN. */
export function evaluateExpression(
  machine: Evaluator,
  expr: Expr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  switch (expr.kind) {
    case "number":
      return [{ value: { kind: "number", value: expr.value }, state }];
    case "string":
      return [{ value: NONZERO, state }];
    case "opaque":
    case "list":
      return [{ value: UNKNOWN, state }];
    case "name":
      return [{ value: valueOfName(machine, expr, frame, state), state }];
    case "member":
      return afterAll(machine, [expr.object], frame, state, (after) => valueAt(machine, expr, frame, after));
    case "index":
      return afterAll(machine, [expr.object, expr.index], frame, state, (after) =>
        valueAt(machine, expr, frame, after),
      );
    case "cast":
      return machine.evaluate(expr.operand, frame, state);
    case "unary":
      return unary(machine, expr, frame, state);
    case "binary":
      if (/^(&&|\|\||[=!]=|[<>]=?)$/.test(expr.op)) return asValue(machine, expr, frame, state);
      return afterAll(machine, [expr.left, expr.right], frame, state, () => UNKNOWN);
    case "conditional":
      return machine
        .decide(expr.test, frame, state)
        .flatMap(({ truth, state: after }) => machine.evaluate(truth ? expr.yes : expr.no, frame, after));
    case "comma":
      return sequence(machine, expr.items, frame, state);
    case "assign":
      return assignment(machine, expr, frame, state);
    case "block":
      return blockOutcomes(machine, expr.body, frame, state);
    case "call":
      return callOutcomes(machine, expr, frame, state);
  }
}

/** The states after all of the expressions, one after the other. */
export function statesAfter(
  machine: Evaluator,
  parts: readonly Expr[],
  frame: CallFrame,
  state: State,
): State[] {
  return afterAll(machine, parts, frame, state, () => UNKNOWN).map((outcome) => outcome.state);
}

/** A condition as the value 1 or 0. */
function asValue(machine: Evaluator, expr: Expr, frame: CallFrame, state: State): Evaluated[] {
  return machine.decide(expr, frame, state).map(({ truth, state: after }) => ({
    value: truth ? ONE : ZERO,
    state: after,
  }));
}

/** `!x`, `-x`, `&x`, `*x`, `x++` */
function unary(
  machine: Evaluator,
  expr: Extract<Expr, { kind: "unary" }>,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  if (expr.op === "!") return asValue(machine, expr, frame, state);
  if (expr.op === "sizeof") return [{ value: NONZERO, state }];
  return machine.evaluate(expr.operand, frame, state).map(({ value, state: after }) => {
    if (expr.op === "++" || expr.op === "--") {
      const next = counted(value, expr.op);
      const written = writePlace(machine, expr.operand, next, frame, after);
      return {
        value: expr.postfix ? value : next,
        state: machine.semantics.counted(expr.operand, expr.op, after, written),
      };
    }
    if (expr.op === "&") return { value: NONZERO, state: after };
    if (expr.op !== "-")
      return { value: expr.op === "*" ? valueAt(machine, expr, frame, after) : UNKNOWN, state: after };
    if (value.kind === "number") return { value: { kind: "number", value: -value.value }, state: after };
    return { value: value.kind === "constant" ? NEGATIVE : UNKNOWN, state: after };
  });
}

/** A value that is made once all parts were evaluated for what they do. */
function afterAll(
  machine: Evaluator,
  parts: readonly Expr[],
  frame: CallFrame,
  state: State,
  value: (state: State) => PathValue,
): Evaluated[] {
  let states = [state];
  for (const part of parts) {
    if (part.kind === "name" || part.kind === "number") continue;
    states = states.flatMap((before) =>
      machine.evaluate(part, frame, before).map((outcome) => outcome.state),
    );
  }
  return states.map((last) => ({ value: value(last), state: last }));
}

/** `a, b`: the value of the last. */
function sequence(machine: Evaluator, items: readonly Expr[], frame: CallFrame, state: State): Evaluated[] {
  let outcomes: Evaluated[] = [{ value: UNKNOWN, state }];
  for (const item of items) {
    outcomes = outcomes.flatMap((outcome) => machine.evaluate(item, frame, outcome.state));
  }
  return outcomes;
}

/** `x = y`, `x |= y` */
function assignment(
  machine: Evaluator,
  expr: Extract<Expr, { kind: "assign" }>,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  return machine.evaluate(expr.value, frame, state).flatMap((outcome) => {
    const value = expr.op === "=" ? outcome.value : UNKNOWN;
    // `t[n++] = x` also counts.
    return statesAfter(machine, partsOf(expr.target), frame, outcome.state).map((after) => ({
      value,
      state: writePlace(machine, expr.target, value, frame, after),
    }));
  });
}

/** What is evaluated to find the place that an assignment writes. */
function partsOf(target: Expr): readonly Expr[] {
  return target.kind === "name" ? [] : childrenOf(target);
}

/** `({ ... })`: its value is that of its last statement. */
function blockOutcomes(machine: Evaluator, body: Stmt, frame: CallFrame, state: State): Evaluated[] {
  if (body.kind !== "block") return [{ value: UNKNOWN, state }];
  let outcomes: Evaluated[] = [{ value: UNKNOWN, state }];
  for (const stmt of body.body) {
    outcomes = outcomes.flatMap((before) => innerStatement(machine, stmt, frame, before.state));
  }
  return outcomes;
}

/** One statement of a `({ })`. */
function innerStatement(machine: Evaluator, stmt: Stmt, frame: CallFrame, state: State): Evaluated[] {
  switch (stmt.kind) {
    case "expr":
      return machine.evaluate(stmt.expr, frame, state);
    case "decl": {
      let states = [state];
      for (const { name, init, start, end } of stmt.declarators) {
        if (!init) continue;
        const target: Expr = { kind: "name", name, start, end };
        states = states.flatMap((before) =>
          machine
            .evaluate(init, frame, before)
            .map((outcome) => writePlace(machine, target, outcome.value, frame, outcome.state)),
        );
      }
      return states.map((after) => ({ value: UNKNOWN, state: after }));
    }
    case "if":
      return machine.decide(stmt.test, frame, state).flatMap(({ truth, state: after }) => {
        const taken = truth ? stmt.yes : stmt.no;
        return taken ? innerStatement(machine, taken, frame, after) : [{ value: UNKNOWN, state: after }];
      });
    case "block":
      return blockOutcomes(machine, stmt, frame, state);
    case "do":
    case "while":
      return innerStatement(machine, stmt.body, frame, state);
    default:
      return [{ value: UNKNOWN, state }];
  }
}
