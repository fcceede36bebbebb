import { calleeName, type Expr } from "../../source/index.ts";
import { TRANSPARENT } from "../../kernel-api/index.ts";
import { assumeValue } from "./places.ts";
import { testName } from "./remembered-tests.ts";
import type { Evaluator, CallFrame, Evaluated, Decision } from "./semantics.ts";
import type { State } from "./state.ts";
import { compare, COUNT, NEGATIVE, NONZERO, ONE, truthOf, ZERO, type PathValue } from "./value.ts";

/** The outcomes of a condition, with what each tells about the variables in it. */
export function decideCondition(machine: Evaluator, expr: Expr, frame: CallFrame, state: State): Decision[] {
  const test = machine.semantics.remembers(expr, frame);
  if (test === undefined) return decideAnew(machine, expr, frame, state);
  const name = testName(test, frame.depth);
  const known = state.values.get(name);
  const decisions = decideAnew(machine, expr, frame, state);
  return decisions
    .filter(({ truth }) => known === undefined || truthOf(known) === truth)
    .map(({ truth, state: after }) => ({ truth, state: after.set(name, truth ? ONE : ZERO) }));
}

function decideAnew(machine: Evaluator, expr: Expr, frame: CallFrame, state: State): Decision[] {
  if (expr.kind === "unary" && expr.op === "!") {
    return machine.decide(expr.operand, frame, state).map(({ truth, state: after }) => ({
      truth: !truth,
      state: after,
    }));
  }
  if (expr.kind === "binary" && (expr.op === "&&" || expr.op === "||")) {
    const goesOn = expr.op === "&&";
    return machine
      .decide(expr.left, frame, state)
      .flatMap((left) => (left.truth === goesOn ? machine.decide(expr.right, frame, left.state) : [left]));
  }
  if (expr.kind === "binary" && /^([=!]=|[<>]=?)$/.test(expr.op))
    return compareValues(machine, expr, frame, state);
  const name = calleeName(expr);
  if (expr.kind === "call" && name !== undefined && TRANSPARENT.has(name) && expr.args[0]) {
    return machine.decide(expr.args[0], frame, state);
  }
  return machine.evaluate(expr, frame, state).flatMap(({ value, state: after }) => {
    const truth = isKnownTask(value, after) ? true : truthOf(value);
    if (truth !== undefined) return [{ truth, state: after }];
    return [true, false].map((way) => {
      const known = value.kind === "task" ? after.mark(`${way ? "nonnull" : "null"}:${value.id}`) : after;
      const assumed = way && value.kind === "task" ? value : way ? NONZERO : ZERO;
      const state = assumeValue(machine, expr, assumed, frame, known);
      return { truth: way, state: state.step({ fn: frame.fn, range: expr, test: expr, truth: way }) };
    });
  });
}

/** A handle that is a thread's compares with NULL and with an ERR_PTR as any other pointer does. */
function knownAs(value: PathValue, { value: other, state }: Evaluated): PathValue {
  if (!isKnownTask(value, state)) return value;
  if (other.kind !== "error") return NONZERO;
  return value.kind === "task" && state.marks.has(`noterr:${value.id}`) ? ZERO : value;
}

/** A handle that this path knows to be a thread's, or an ERR_PTR: not NULL. */
function isKnownTask(value: PathValue, { marks }: State): boolean {
  return value.kind === "task" && marks.has(`nonnull:${value.id}`);
}

/** `a < b` and the like. */
function compareValues(
  machine: Evaluator,
  expr: Extract<Expr, { kind: "binary" }>,
  frame: CallFrame,
  state: State,
): Decision[] {
  return machine.evaluate(expr.left, frame, state).flatMap((left) =>
    machine.evaluate(expr.right, frame, left.state).flatMap((right) => {
      if (isSignOf(expr, left.value) && truthOf(right.value) === false)
        return [{ truth: expr.op === "<", state: right.state }];
      const truth = compare(expr.op, knownAs(left.value, right), right.value);
      if (truth !== undefined) return [{ truth, state: right.state }];
      return [true, false].map((way) => ({
        truth: way,
        state: learn(machine, expr, left.value, right.value, way, frame, right.state).step({
          fn: frame.fn,
          range: expr,
          test: expr,
          truth: way,
        }),
      }));
    }),
  );
}

/**
 * `(long)t < 0`: the sign of a pointer is no test of it. The kernel lies at the upper end of memory on x86, arm, arm64, mips, powerpc and riscv
 * (PAGE_OFFSET), so that a thread's address is as negative as an ERR_PTR.
 */
function isSignOf({ op, left }: Extract<Expr, { kind: "binary" }>, { kind }: PathValue): boolean {
  const isSigned = left.kind === "cast" && /^((signed )?long( int)?|ssize_t|intptr_t)$/.test(left.type);
  return isSigned && (op === "<" || op === ">=") && (kind === "task" || kind === "error");
}

/** What a comparison that went one way tells about a variable on its left or right. */
function learn(
  machine: Evaluator,
  expr: Extract<Expr, { kind: "binary" }>,
  left: PathValue,
  right: PathValue,
  truth: boolean,
  frame: CallFrame,
  state: State,
): State {
  const [place, known, other] =
    right.kind === "unknown" || right.kind === "task" ? [expr.right, left, right] : [expr.left, right, left];
  const equal = (expr.op === "==") === truth;
  if (expr.op === "==" || expr.op === "!=") {
    if (equal) {
      const isNull = truthOf(known) === false && other.kind === "task";
      const marked = isNull ? state.mark(`null:${other.id}`) : state;
      return known.kind === "unknown" ? marked : assumeValue(machine, place, known, frame, marked);
    }
    if (truthOf(known) !== false) return state;
    const marked = other.kind === "task" ? state.mark(`nonnull:${other.id}`) : state;
    return other.kind === "task" ? marked : assumeValue(machine, place, NONZERO, frame, marked);
  }
  const isZero = known.kind === "number" && known.value === 0 && known === right;
  if (!isZero) return state;
  if (expr.op === "<" || expr.op === ">=") {
    const negative = (expr.op === "<") === truth;
    if (negative) return assumeValue(machine, place, NEGATIVE, frame, state);
    // What is neither 0 nor negative is no error.
    return other.kind === "nonzero" ? assumeValue(machine, place, COUNT, frame, state) : state;
  }
  return truth && expr.op === ">" ? assumeValue(machine, place, NONZERO, frame, state) : state;
}
