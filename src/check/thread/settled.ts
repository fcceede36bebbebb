import type { Expr } from "../../source/index.ts";
import type { Key } from "../code/key.ts";
import type { Program, Write } from "../code/program.ts";
import { NONZERO, UNKNOWN, ZERO, type Value } from "../paths/value.ts";
import type { Thread } from "./thread.ts";

/** The value of a place that changes only once the thread has been stopped; unknown for any other place. */
export function settledValue(program: Program, thread: Thread, key: Key): Value {
  const writes = program.writesTo(key);
  const zero = writes.filter((write) => isZero(write.value));
  const other = writes.filter((write) => !isZero(write.value));
  if (zero.length === 0 || other.length === 0) return UNKNOWN;
  const afterStop = (write: Write): boolean =>
    thread.stops.some(({ site }) => site.fn === write.fn && site.call.start < write.expr.start);
  if (zero.every(afterStop)) return NONZERO;
  return other.every(afterStop) ? ZERO : UNKNOWN;
}

function isZero(value: Expr | undefined): boolean {
  if (value?.kind === "number") return value.value === 0;
  return value?.kind === "name" && (value.name === "NULL" || value.name === "false");
}
