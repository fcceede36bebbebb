import { calleeName, withoutCasts, type CFunction, type Expr } from "../../source/index.ts";
import type { ThreadCase } from "../case.ts";
import { isLocal, keyOfName, sameKey } from "../code/key.ts";
import { stepsOf, type State } from "../paths/state.ts";
import { truthOf } from "../paths/value.ts";
import { BEFORE, CLEARED, type Arrival } from "../thread/arrival.ts";
import { moduleExitOf, moduleInitOf } from "../thread/module-exit.ts";
import { isElement } from "../thread/loops.ts";
import { hasOtherGuard } from "../thread/other-guard.ts";
import { goesByWhat, isSamePlace } from "../thread/rivals.ts";
import type { Made } from "../thread/stop-paths.ts";
import type { Stop } from "../thread/thread.ts";

/** Why the handle may be NULL at a stop that does not ask; undefined when nothing says so. */
export function nullReason(subject: ThreadCase, arrival: Arrival): string | undefined {
  const { stop, handle, state } = arrival;
  if (truthOf(handle) === false)
    return state.marks.has(CLEARED) ? "NULL: the handle is cleared on this very path" : undefined;
  if (handle.kind !== "task" || handle.id !== BEFORE || state.marks.has(`nonnull:${BEFORE}`))
    return undefined;
  return (
    notCreatedAnew(subject, arrival) ??
    (isElement(stop) || hasOtherGuard(subject.program, stop)
      ? undefined
      : (notCreatedYet(subject, arrival) ??
        clearedByMaker(subject, arrival) ??
        clearedByRival(subject, arrival) ??
        neverCreated(subject, arrival)))
  );
}

/**
 * A function that stops the thread and leaves NULL in the handle, while another one than its first creator has to create it
 * anew: when that fails (a resume, say), the next stop finds NULL.
 */
function notCreatedAnew({ program, thread }: ThreadCase, { stop }: Arrival): string | undefined {
  const makers = new Set(thread.creations.map(({ site }) => site.fn));
  if (isLocal(stop.key) || makers.size < 2) return undefined;
  const before = thread.stops.find(({ site, key }) => {
    if (key !== stop.key || site.fn === stop.site.fn) return false;
    const writes = program.writesTo(key).filter((write) => write.fn === site.fn && isNull(write.value));
    return writes.some((write) => write.expr.start > site.call.end);
  });
  const [, second] = [...makers].map(({ name }) => name);
  return (
    before &&
    `NULL, as ${before.site.fn.name}() leaves NULL in the handle and ${second}() may fail to create it anew`
  );
}

function isNull(value: Expr | undefined): boolean {
  return value?.kind === "name" && value.name === "NULL";
}

/** An error path that jumps to the stop from before the creation: what it stops was only just allocated, or is static. */
function notCreatedYet({ program, paths }: ThreadCase, { root, stop, state }: Arrival): string | undefined {
  const { marks } = state;
  if (!paths.makers.has(root) || marks.has("created") || marks.has("failed")) return undefined;
  const isNew = stop.key.startsWith("global:") ? moduleInitOf(root.file) === root : isAllocatedIn(root, stop);
  return isNew ? `NULL: ${root.name}() has not created the thread yet on this path` : undefined;

  /** Whether the object that holds the handle is one that this very function has allocated. */
  function isAllocatedIn(fn: CFunction, { site }: Stop): boolean {
    const [arg] = site.call.args;
    const object = arg?.kind === "member" ? arg.object : undefined;
    if (site.fn !== fn || object?.kind !== "name" || !fn.locals.has(object.name)) return false;
    const writes = program.writesTo(keyOfName(object.name, fn, program));
    return writes.length > 0 && writes.every(({ value }) => value !== undefined && isAllocation(value));
  }
}

/** The function that creates the thread sets NULL when that fails, and succeeds all the same. */
function clearedByMaker({ paths }: ThreadCase, { root, stop, state }: Arrival): string | undefined {
  if (asksAnything(state)) return undefined;
  const made = paths.made.find(
    (candidate) =>
      candidate.root !== root &&
      candidate.end.state.marks.has("failed") &&
      !candidate.end.state.marks.has("created") &&
      succeeds(candidate) &&
      [...candidate.places].some(([key, value]) => sameKey(key, stop.key) && truthOf(value) === false),
  );
  return made && `NULL: ${made.root.name}() leaves that in the handle when creation fails`;
}

/** A work, or what user space does with a file, leaves NULL in the handle before somebody stops it without asking. */
function clearedByRival(
  { program, thread, paths, rivals }: ThreadCase,
  arrival: Arrival,
): string | undefined {
  const { root, state } = arrival;
  if (paths.makers.has(root)) return undefined;
  const rival = rivals.find(
    ({ fn, cleared }) => fn !== root && cleared.length > 0 && !goesByWhat(program, thread, state, fn),
  );
  return rival && isSamePlace(program, rival, root)
    ? `NULL: ${rival.fn.name}() leaves that in the handle`
    : undefined;
}

/** A module whose init function may succeed without the thread, and whose exit function stops it all the same. */
function neverCreated({ paths }: ThreadCase, { root, stop, state }: Arrival): string | undefined {
  if (asksAnything(state)) return undefined;
  if (moduleExitOf(root.file) !== root || !stop.key.startsWith("global:")) return undefined;
  const made = paths.made.find(
    (candidate) =>
      moduleInitOf(candidate.root.file) === candidate.root &&
      !candidate.end.state.marks.has("created") &&
      !candidate.end.state.marks.has("failed") &&
      succeeds(candidate),
  );
  return made && `NULL: ${made.root.name}() may succeed without creating the thread`;
}

/** Whether some condition led to the stop: whatever it asks for may tell that there is no thread. */
function asksAnything({ trail }: State): boolean {
  return stepsOf(trail).some(({ truth }) => truth !== undefined);
}

/** Whether the function tells its caller that all is well. */
function succeeds({ root, end }: Made): boolean {
  if (root.returnType.includes("*")) return truthOf(end.value) === true;
  return /\bvoid\b/.test(root.returnType) || truthOf(end.value) === false;
}

function isAllocation(value: Expr): boolean {
  return /[zc]alloc/.test(calleeName(withoutCasts(value)) ?? "");
}
