import type { Crash } from "../crash.ts";
import { readFrame } from "../trace/frame.ts";
import { certainIf, type Evidence } from "./diagnosis.ts";

/** What __might_resched() prints of the context (kernel/sched/core.c, 4.4 to 7.2), and what each says where it is not 0. */
const STATES: readonly (readonly [state: RegExp, means: string])[] = [
  [/\birqs_disabled\(\): 1\b/, "interrupts were off"],
  [/\bin_atomic\(\): 1\b/, "preemption was off, as within a spinlock or a handler"],
  [/^RCU nest depth: [1-9]\d*, expected: 0\b/, "the task was within rcu_read_lock()"],
];

/** Where preemption was disabled last: in the line itself, or in the next one (CONFIG_DEBUG_PREEMPT). */
const DISABLED_AT = /^Preemption disabled at:\s*(.*)$/;

/** Why a function that sleeps must not be called where it was, as far as the report says so. */
export function whyAtomic({ type, lines, corrupted }: Crash): Evidence[] {
  if (type !== "ATOMIC_SLEEP") return [];
  const states = STATES.flatMap(([state, means]) => (lines.some((line) => state.test(line)) ? [means] : []));
  const at = lines.findIndex((line) => DISABLED_AT.test(line));
  const [, rest = ""] = DISABLED_AT.exec(lines[at] ?? "") ?? [];
  const frame =
    at < 0 ? undefined : (readFrame(rest.trim(), 0) ?? readFrame((lines[at + 1] ?? "").trim(), 0));
  const where =
    frame && !frame.function.startsWith("0x") ? [`preemption was disabled last in ${frame.function}()`] : [];
  return [...states, ...where].map((text) => certainIf(!corrupted, "may-not-sleep", text));
}
