import { alone, inFunction, type Kind } from "./kind.ts";

/** A task or a CPU that makes no progress. */
export const HANGS: readonly Kind[] = [
  // RCU waits for the task, whatever interrupts it: the timer's is the one that asks.
  inFunction(
    "HANG",
    "INFO: rcu detected stall",
    /INFO: rcu\w* (?:self-)?detected (?:expedited )?stalls? on (?:CPU|tasks)/,
    ["detected stall", "detected expedited stall", "self-detected stall"],
    // its own thread tells that it was starved, not who starved it
    { suspects: "interrupted-entry-point", witness: /^rcu_gp_kthread$/ },
  ),
  inFunction("HANG", "BUG: soft lockup", /BUG: soft lockup - CPU#\d+ stuck/, ["soft lockup - CPU"], {
    suspects: "entry-point",
  }),
  // kernel/watchdog_buddy.c: without an NMI, another processor's timer notices it
  inFunction("HANG", "hard lockup", /Watchdog detected hard LOCKUP/, ["detected hard LOCKUP"], {
    suspects: "entry-point",
    witness: /^watchdog_timer_fn$|^watchdog_buddy/,
  }),
  inFunction(
    "HANG",
    "INFO: task hung",
    /:\d+ blocked (?:in I\/O wait )?(?:on .{1,60} )?for more than \d+ seconds/,
    ["blocked for more than", "blocked in I/O wait", " blocked on "],
    { suspects: "waiter" },
  ),
  inFunction(
    "HANG",
    "INFO: task can't die",
    /INFO: task .{1,40}:\d+ can't die for more than/,
    ["die for more than"],
    { skip: /sched|(?:context_|__)switch/ },
  ),
  alone("", "BUG: workqueue lockup", /BUG: workqueue lockup/, ["BUG: workqueue lockup"]),
];
