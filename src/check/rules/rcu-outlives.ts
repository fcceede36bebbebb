import type { Finding } from "../../core/finding.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note } from "../case.ts";
import type { SourceProgram } from "../code/program.ts";
import { sitesWithin } from "../code/reach.ts";
import { callsUnknown } from "../thread/joins.ts";
import { moduleExitOf } from "../thread/module-exit.ts";

/**
 * A function of the module that RCU is to call after a grace period, and no rcu_barrier() anywhere: the module may be gone by then,
 * `rcu-callback-outlives-module`; Documentation/RCU/rcubarrier.rst.
 */
export function* rcuOutlives(program: SourceProgram): Generator<Finding> {
  if (WAITS.some((name) => program.callsOf(name).length > 0)) return;
  for (const { fn, call } of ["call_rcu", "call_rcu_hurry"].flatMap((name) => program.callsOf(name))) {
    const [, given] = call.args;
    const callback = given?.kind === "name" ? program.lookup(given.name, fn) : undefined;
    // of a module in several files, those that say nothing of threads and callbacks may not be read: one of them may wait
    const exit = callback && moduleExitOf(fn.file);
    if (
      !exit ||
      callback.isMacro ||
      callback.file !== fn.file ||
      callsUnknown(program, exit) ||
      mayWait(program, exit) ||
      tells(program, callback)
    )
      continue;
    yield finding(
      "rcu-callback-outlives-module",
      "error",
      `${callback.name}() may come when the module is gone: nobody calls rcu_barrier()`,
      fn,
      call,
      [note(`${exit.name}() ends the module here`, exit, exit)],
    );
    return;
  }
}

/** Of the kernel's own endings some wait for all callbacks: net/core/net_namespace.c, unregister_pernet_operations(), netdev_run_todo(). */
const MAY_WAIT = /unregister|deregister|destroy|remove|_del(ete)?(_|$)|_release(_|$)|_put(_|$)|_exit$/;

function mayWait(program: SourceProgram, exit: CFunction): boolean {
  return sitesWithin(program, exit, 4).some(({ fn, call }) => {
    const name = calleeName(call) ?? "";
    return MAY_WAIT.test(name) && !program.lookup(name, fn) && !LISTS.test(name);
  });
}

/** A callback that says when it is done may be waited for. */
function tells(program: SourceProgram, callback: CFunction): boolean {
  return sitesWithin(program, callback, 4).some(({ call }) =>
    /^(complete|wake_up|up$|atomic_|refcount_|percpu_ref_)/.test(calleeName(call) ?? ""),
  );
}

const LISTS = /^(h?list_|rb_|kref_put$|refcount_)/;

const WAITS = ["rcu_barrier", "rcu_barrier_bh", "rcu_barrier_sched"];
