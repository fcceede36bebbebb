import { alone, inFunction, type Kind } from "./kind.ts";

const stall = (type: string, title: string, line: RegExp, hints: readonly string[]): Kind =>
  inFunction(type, title, line, hints, { suspects: "entry-point" });

/** A task or a CPU that makes no progress. */
export const HANGS: readonly Kind[] = [
  stall(
    "HANG",
    "INFO: rcu detected stall",
    /INFO: rcu\w* (?:self-)?detected (?:expedited )?stalls? on (?:CPU|tasks)/,
    ["detected stall", "detected expedited stall", "self-detected stall"],
  ),
  stall("HANG", "BUG: soft lockup", /BUG: soft lockup - CPU#\d+ stuck/, ["BUG: soft lockup"]),
  stall("HANG", "hard lockup", /Watchdog detected hard LOCKUP/, ["detected hard LOCKUP"]),
  inFunction(
    "HANG",
    "INFO: task hung",
    /:\d+ blocked (?:in I\/O wait )?(?:on .{1,60} )?for more than \d+ seconds/,
    ["blocked for more than", "blocked in I/O wait", " blocked on "],
    { suspects: "waiter", skip: /^console_lock$/ },
  ),
  inFunction(
    "HANG",
    "INFO: task can't die",
    /INFO: task .{1,40}:\d+ can't die for more than/,
    ["die for more than"],
    { suspects: "waiter" },
  ),
  alone("", "BUG: workqueue lockup", /BUG: workqueue lockup/, ["BUG: workqueue lockup"]),
];
