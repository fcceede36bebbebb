import type { Finding } from "../../core/finding.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note, type Case } from "../case.ts";
import { isLocal, type Key } from "../key.ts";
import { LOCKS } from "../kernel-calls.ts";
import { notesOfTrail } from "../path-notes.ts";
import type { CallSite, Program } from "../program.ts";
import { CREATED } from "../stop-paths.ts";

/**
 * kthread_stop() with a lock held that the thread also takes: each waits for the other, `kthread-stop-deadlock`. With any
 * spinlock held it sleeps in atomic context: `sleep-in-atomic`.
 */
export function* stopDeadlock(subject: Case): Generator<Finding> {
  const { thread, paths, program } = subject;
  const taken = thread.fn ? locksTaken(program, thread.fn) : new Map<Key, CallSite>();
  const told = new Set<number>();
  for (const { stop, handle, state, root } of paths.arrivals) {
    const { site } = stop;
    if (told.has(site.call.start)) continue;
    if (handle.kind === "task" && handle.id === CREATED && !state.marks.has(`woken:${CREATED}`)) continue;
    for (const mark of state.marks) {
      const [, kind, key = ""] = /^lock:(sleeping|spinning):(.*)$/.exec(mark) ?? [];
      if (kind === undefined) continue;
      const taker = isLocal(key) || key.startsWith("field:*.") ? undefined : taken.get(key);
      if (!taker && kind !== "spinning") continue;
      told.add(site.call.start);
      const steps = notesOfTrail(state.trail, `stopper ${root.name}`);
      yield taker
        ? finding(
            "kthread-stop-deadlock",
            "error",
            `kthread_stop() waits for ${thread.name}() with a lock held that ${thread.name}() takes: each may wait for the other`,
            site.fn,
            site.call,
            [...steps, note(`thread ${thread.name} takes the lock here`, taker.fn, taker.call)],
          )
        : finding(
            "sleep-in-atomic",
            "error",
            `kthread_stop() sleeps, and a spinlock is held (thread function ${thread.name})`,
            site.fn,
            site.call,
            steps,
          );
      break;
    }
  }
}

/** Locks that a function and those it calls wait for, and where. */
function locksTaken(program: Program, fn: CFunction): Map<Key, CallSite> {
  const taken = new Map<Key, CallSite>();
  const seen = new Set<CFunction>();
  const visit = (inner: CFunction, depth: number): void => {
    if (seen.has(inner)) return;
    seen.add(inner);
    for (const site of program.callsIn(inner)) {
      const name = calleeName(site.call) ?? "";
      const [lock] = site.call.args;
      const key = lock && LOCKS.has(name) ? program.keyOf(lock, inner) : undefined;
      if (key !== undefined && !taken.has(key)) taken.set(key, site);
      const callee = depth > 0 ? program.lookup(name, inner) : undefined;
      if (callee) visit(callee, depth - 1);
    }
  };
  visit(fn, 2);
  return taken;
}
