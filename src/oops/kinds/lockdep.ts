import { alone, inFunction, type Kind } from "./kind.ts";

const lockdep = (
  title: string,
  line: RegExp,
  hints: readonly string[],
  suspects: Kind["suspects"] = "backtrace",
): Kind => inFunction("LOCKDEP", title, line, hints, { suspects });

/** Reports of lockdep and of the lock debugging beside it. */
export const LOCKDEP: readonly Kind[] = [
  lockdep(
    "possible deadlock",
    /(?:INFO|WARNING): (?:possible (?:circular locking dependency|recursive locking|irq lock inversion dependency) detected)/,
    ["locking dependency detected", "recursive locking detected", "lock inversion dependency"],
    "reading-order",
  ),
  lockdep(
    "possible deadlock",
    /(?:INFO|WARNING): \S+-safe -> \S+-unsafe lock order detected/,
    ["lock order detected"],
    "traces-then-lock-sites",
  ),
  lockdep(
    "inconsistent lock state",
    /(?:INFO|WARNING): inconsistent lock state/,
    ["inconsistent lock state"],
    "reading-order",
  ),
  lockdep("WARNING: locking bug", /BUG: Invalid wait context/, ["Invalid wait context"], "reading-order"),
  lockdep("INFO: suspicious RCU usage", /INFO: suspicious RCU usage/, ["suspicious RCU usage"]),
  lockdep("WARNING: suspicious RCU usage", /WARNING: suspicious RCU usage/, ["suspicious RCU usage"]),
  inFunction("", "INFO: trying to register non-static key", /INFO: trying to register non-static key/, [
    "non-static key",
  ]),
  lockdep(
    "WARNING: lock held when returning to user space",
    /WARNING: lock held when returning to user space/,
    ["lock held when returning"],
    "reading-order",
  ),
  lockdep(
    "WARNING: nested lock was not taken",
    /WARNING: Nested lock was not taken/,
    ["Nested lock was not taken"],
    "reading-order",
  ),
  lockdep("$1: bad unlock balance", /(BUG|WARNING): bad unlock balance detected/, ["bad unlock balance"]),
  lockdep(
    "$1: still has locks held",
    /(BUG|WARNING): \S+\/\d+ still has locks held/,
    ["still has locks held"],
    "reading-order",
  ),
  lockdep(
    "BUG: $1",
    /BUG: (spinlock (?:recursion|already unlocked|bad magic|lockup suspected|wrong CPU|wrong owner|cpu recursion)|rwlock (?:bad magic|recursion|lockup)|\w*rwlock bad magic)/,
    ["BUG: spinlock", "BUG: rwlock"],
  ),
  alone("", "BUG: MAX_STACK_TRACE_ENTRIES too low!", /BUG: MAX_STACK_TRACE_ENTRIES too low!/, [
    "MAX_STACK_TRACE_ENTRIES",
  ]),
  alone("LOCKDEP", "BUG: $1 too low!", /BUG: (MAX_LOCK\w+|MAX_LOCKDEP_\w+) too low!/, ["BUG: MAX_LOCK"]),
];
