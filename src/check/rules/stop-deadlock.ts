import type { Finding } from "../../core/finding.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isLocal, type Key } from "../code/key.ts";
import { anyLockStep, locksHeld, markOf, whyAtomic, type HeldLock } from "../thread/held-locks.ts";
import type { LockKind } from "../../kernel-api/index.ts";
import { sitesFrom, withCallers } from "../code/reach.ts";
import { notesOfTrail } from "../path-notes.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { CREATED } from "../thread/arrival.ts";
import type { StopPaths } from "../thread/stop-paths.ts";
import { isForSomeKind } from "../thread/kinds.ts";
import type { Stop } from "../thread/thread.ts";

/**
 * kthread_stop() with a lock held that the thread also takes: each waits for the other, `kthread-stop-deadlock`. With any
 * spinlock held, or while RCU is read, it sleeps in atomic context: `sleep-in-atomic`.
 */
export function* stopDeadlock(subject: ThreadCase): Generator<Finding> {
  const { thread, paths, program } = subject;
  const taken = thread.fn ? locksTaken(program, thread.fn) : new Map<Key, Taker>();
  const told = new Set<number>();
  for (const { stop, handle, state, root } of paths.arrivals) {
    const { site } = stop;
    if (told.has(site.call.start)) continue;
    if (handle.kind === "task" && handle.id === CREATED && !state.marks.has(`woken:${CREATED}`)) continue;
    for (const lock of locksHeld(state)) {
      const { key, kind } = lock;
      const taker = isLocal(key) || key.startsWith("field:*.") ? undefined : taken.get(key);
      const isAtomic =
        kind === "spinning" ||
        (kind === "reading" && program.callsIn(site.fn).some(({ call }) => calleeName(call) === READS));
      if (taker ? kind === "shared" && taker.kind === "shared" : !isAtomic) continue;
      told.add(site.call.start);
      const steps = notesOfTrail(state.trail, `stopper ${root.name}`);
      yield taker
        ? finding(
            "kthread-stop-deadlock",
            !taker.byKind && isTakenNear(program, site.fn, key) && always(paths, stop, root, lock)
              ? "error"
              : "warning",
            `kthread_stop() waits for ${thread.name}() while holding a lock that ${thread.name}() takes: each may wait for the other`,
            site.fn,
            site.call,
            [...steps, note(`thread ${thread.name} takes the lock here`, taker.site.fn, taker.site.call)],
          )
        : finding(
            "sleep-in-atomic",
            "error",
            `kthread_stop() sleeps, and ${whyAtomic(kind)} (thread function ${thread.name})`,
            site.fn,
            site.call,
            steps,
          );
      break;
    }
  }
}

/** Begins an RCU reader's section; who calls this himself knows whether it has ended. */
const READS = "rcu_read_lock";

/** Whether every path from there to the stop holds the lock: where some let it go, the author knows which threads wait for it. */
function always(paths: StopPaths, stop: Stop, root: CFunction, lock: HeldLock): boolean {
  return paths.arrivals.every(
    (other) => other.stop !== stop || other.root !== root || other.state.marks.has(markOf(lock)),
  );
}

/** Whether the function that stops, or one that calls it, takes the lock itself. */
function isTakenNear(program: SourceProgram, stopper: CFunction, key: Key): boolean {
  return withCallers(program, stopper).some((fn) =>
    program.callsIn(fn).some((site) => {
      const step = anyLockStep(program, site.call, site.fn);
      return step?.kind !== undefined && step.key === key;
    }),
  );
}

interface Taker {
  readonly site: CallSite;
  readonly kind: LockKind;
  /** Whether only some of the threads that run the function get there. */
  readonly byKind: boolean;
}

/** Locks that a thread function and those it calls wait for, and where. */
function locksTaken(program: SourceProgram, fn: CFunction): Map<Key, Taker> {
  const taken = new Map<Key, Taker>();
  for (const outer of program.callsIn(fn)) {
    const byKind = isForSomeKind(program, outer);
    for (const site of sitesFrom(program, outer, 1)) {
      const step = anyLockStep(program, site.call, site.fn);
      if (step?.kind === undefined || step.kind === "reading") continue;
      const known = taken.get(step.key);
      if (!known || (known.byKind && !byKind)) taken.set(step.key, { site, kind: step.kind, byKind });
    }
  }
  return taken;
}
