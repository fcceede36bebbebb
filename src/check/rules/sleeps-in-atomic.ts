import type { Finding } from "../../core/finding.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, type ThreadCase } from "../case.ts";
import type { Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { sitesFrom, withCallers } from "../code/reach.ts";
import { notesOfTrail } from "../path-notes.ts";
import { anyLockStep, whyAtomic, type LockStep } from "../thread/held-locks.ts";

/** A thread that sleeps with a spinlock held, or while it reads RCU, and one that is created there: `sleep-in-atomic`. */
export function* sleepsInAtomic({ program, thread, life, paths }: ThreadCase): Generator<Finding> {
  const told = new Set<number>();
  const sleeps = [
    ...life.atomicSleeps.map((sleep) => ({ ...sleep, who: `thread ${thread.name}` })),
    ...paths.atomicCreations.map((sleep) => ({ ...sleep, who: `starter ${sleep.fn.name}` })),
  ];
  for (const { fn, call, lock, state, who } of sleeps) {
    if (told.has(call.start)) continue;
    if (!withCallers(program, fn).some((taker) => isTakenIn(program, taker, lock.key))) continue;
    told.add(call.start);
    yield finding(
      "sleep-in-atomic",
      "error",
      `${calleeName(call)}() sleeps, and ${whyAtomic(lock.kind)} (thread function ${thread.name})`,
      fn,
      call,
      notesOfTrail(state.trail, who),
    );
  }
}

/** Whether the function takes the lock itself, and calls nobody who lets it go. */
function isTakenIn(program: SourceProgram, fn: CFunction, key: Key): boolean {
  const sites = program.callsIn(fn);
  const step = ({ fn: caller, call }: CallSite): LockStep | undefined => anyLockStep(program, call, caller);
  return (
    sites.some((site) => step(site)?.key === key && step(site)?.kind !== undefined) &&
    !sites.some((site) =>
      sitesFrom(program, site, 3)
        .filter((inner) => inner.fn !== fn)
        .some((inner) => step(inner)?.key === key && step(inner)?.kind === undefined),
    )
  );
}
