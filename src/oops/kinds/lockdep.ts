import { alone, inFunction, type Kind } from "./kind.ts";

const lockdep = (
  title: string,
  line: RegExp,
  hints: readonly string[],
  suspects: Kind["suspects"] = "backtrace",
  skip?: RegExp,
): Kind => inFunction("LOCKDEP", title, line, hints, { suspects, ...(skip && { skip }) });

/** A socket's lock is taken by these for whoever uses the socket. */
export const SOCKET_LOCK = /lock_sock|release_sock/;

/** The lock that lockdep makes of a work item is taken by these: the item's own function is the one. */
const WORK_LOCK = /^process_one_work$|_workqueue$/;

/** Sites of held locks are printed too, as frames are: only a trace with the reporter in it is the report's own. */
const rcuUsage = (level: "INFO" | "WARNING", more: Partial<Kind>): Kind =>
  inFunction(
    "LOCKDEP",
    `${level}: suspicious RCU usage`,
    new RegExp(`${level}: suspicious RCU usage`),
    ["suspicious RCU usage"],
    { suspects: "backtrace", needsTrace: true, reporter: /^lockdep_rcu_/, skip: /rcu|kmem|slab/, ...more },
  );

/** Reports of lockdep and of the lock debugging beside it. */
export const LOCKDEP: readonly Kind[] = [
  lockdep(
    "possible deadlock",
    /(?:INFO|WARNING): (?:possible (?:circular locking dependency|recursive locking|irq lock inversion dependency) detected)/,
    ["possible circular", "possible recursive", "possible irq lock"],
    "reading-order",
    WORK_LOCK,
  ),
  lockdep(
    "possible deadlock",
    /(?:INFO|WARNING): \S+-safe -> \S+-unsafe lock order detected/,
    ["-safe -"],
    "traces-then-lock-sites",
  ),
  lockdep(
    "inconsistent lock state",
    /(?:INFO|WARNING): inconsistent lock state/,
    ["inconsistent lock state"],
    "lock-site-then-backtrace",
  ),
  lockdep(
    "WARNING: locking bug",
    /BUG: Invalid wait context/,
    ["Invalid wait context"],
    "lock-site-then-backtrace",
    SOCKET_LOCK,
  ),
  rcuUsage("INFO", {}),
  rcuUsage("WARNING", { lostAlone: true }),
  inFunction(
    "",
    "INFO: trying to register non-static key",
    /INFO: trying to register non-static key/,
    ["non-static key"],
    { skip: /stack|lock|IRQ/ },
  ),
  lockdep(
    "$1: lock held when returning to user space",
    /(BUG|WARNING): lock held when returning to user space/,
    ["lock held when returning"],
    "reading-order",
  ),
  lockdep(
    "WARNING: nested lock was not taken",
    /WARNING: Nested lock was not taken/,
    ["Nested lock was not taken"],
    "reading-order",
  ),
  lockdep("$1: held lock freed", /(BUG|WARNING): held lock freed!/, ["held lock freed"], "reading-order"),
  lockdep("$1: bad unlock balance", /(BUG|WARNING): bad unlock balance detected/, ["bad unlock balance"]),
  lockdep("$1: bad contention", /(BUG|WARNING): bad contention detected/, ["bad contention detected"]),
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
    "backtrace",
    /spin_|_(?:un)?lock/,
  ),
  alone("", "BUG: MAX_STACK_TRACE_ENTRIES too low!", /BUG: MAX_STACK_TRACE_ENTRIES too low!/, [
    "MAX_STACK_TRACE_ENTRIES",
  ]),
  alone("LOCKDEP", "BUG: $1 too low!", /BUG: (MAX_LOCK\w+|MAX_LOCKDEP_\w+) too low!/, ["BUG: MAX_LOCK"]),
];
