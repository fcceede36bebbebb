import { EXCHANGES } from "../../kernel-api/index.ts";
import type { Expr } from "../../source/index.ts";
import { valueAt, writePlace } from "./places.ts";
import type { Evaluator, CallExpr, CallFrame, Evaluated } from "./semantics.ts";
import type { State } from "./state.ts";
import { UNKNOWN } from "./value.ts";

/** `WRITE_ONCE(x, v)`, `smp_store_release(&x, v)`, and `xchg(&x, v)`, whose value is what x held before. */
export function storeOutcomes(
  machine: Evaluator,
  name: string,
  call: CallExpr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  const [target, value] = call.args;
  if (!target || !value) return [{ value: UNKNOWN, state }];
  const place = pointedTo(target);
  return machine.evaluate(value, frame, state).map((outcome) => ({
    value: EXCHANGES.has(name) ? valueAt(machine, place, frame, outcome.state) : UNKNOWN,
    state: writePlace(machine, place, outcome.value, frame, outcome.state),
  }));
}

function pointedTo(target: Expr): Expr {
  return target.kind === "unary" && target.op === "&" ? target.operand : target;
}
