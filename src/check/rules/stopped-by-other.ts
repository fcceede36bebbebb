import type { CallbackKind } from "../../kernel-api/index.ts";
import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { notesOfTrail } from "../path-notes.ts";
import { ATOMIC_TEST, BEFORE, CLEARED, endedMark, locksOfClearing, type Arrival } from "../thread/arrival.ts";
import { heldLocks } from "../thread/held-locks.ts";
import { isElement } from "../thread/loops.ts";
import { exchanges, goesByWhat, isSamePlace, type Rival } from "../thread/rivals.ts";

/** What runs in softirqs and hard interrupts, where nobody may sleep. */
const IN_ATOMIC: ReadonlySet<CallbackKind> = new Set(["timer", "hrtimer", "tasklet"]);

/**
 * A work stops the thread, or user space does, and somebody else stops it as well, `kthread-double-stop`. A timer or tasklet that
 * stops a thread sleeps where nobody may, `sleep-in-atomic`.
 */
export function* stoppedByOther(subject: ThreadCase): Generator<Finding> {
  const { paths, rivals, thread } = subject;
  const told = new Set<number>();
  for (const rival of rivals) {
    const own = paths.arrivals.find((arrival) => arrival.root === rival.fn && isFromBefore(arrival));
    if (!own || isElement(own.stop)) continue;
    const { site } = own.stop;
    const kind = rival.callback?.kind;
    if (kind && IN_ATOMIC.has(kind)) {
      yield finding(
        "sleep-in-atomic",
        "error",
        `kthread_stop() sleeps, and the handler of a ${kind} calls it (thread function ${thread.name})`,
        site.fn,
        site.call,
        [note(`${rival.fn.name}() is the handler of a ${kind}`, rival.fn, rival.fn)],
      );
      continue;
    }
    const second = paths.arrivals.find(
      (arrival) => !told.has(arrival.stop.site.call.start) && stopsAgain(subject, rival, own, arrival),
    );
    if (!second) continue;
    const { fn, call } = second.stop.site;
    told.add(call.start);
    const isSame = second.root === rival.fn;
    yield finding(
      "kthread-double-stop",
      "error",
      isSame
        ? `kthread_stop() may be the second one: ${rival.fn.name}() keeps the handle, and may be called again (thread function ${thread.name})`
        : `kthread_stop() may be the second one: ${rival.fn.name}() stops the thread as well (thread function ${thread.name})`,
      fn,
      call,
      [
        ...notesOfTrail(own.state.trail, rival.fn.name),
        note(`${rival.fn.name}: stops it here`, site.fn, site.call),
        ...(isSame ? [] : notesOfTrail(second.state.trail, `stopper ${second.root.name}`)),
      ],
    );
  }
}

function isFromBefore({ handle }: Arrival): boolean {
  return handle.kind === "task" && handle.id === BEFORE;
}

/** Whether a path arrives at a stop with a handle that the rival has stopped, or is about to stop. */
function stopsAgain(
  { program, thread, paths }: ThreadCase,
  rival: Rival,
  own: Arrival,
  second: Arrival,
): boolean {
  const { root, state } = second;
  if (!isFromBefore(second) || isElement(second.stop)) return false;
  if (paths.makers.has(root) && root !== rival.fn) return false;
  if (root === rival.fn && rival.callback) return false; // a work runs after itself only where it is queued again
  if (goesByWhat(program, thread, state, rival.fn) || goesByWhat(program, thread, own.state, root))
    return false;
  if (!isSamePlace(program, rival, root) || shareATest(own, second)) return false;
  if (rival.stale.length > 0) return true;
  if (rival.cleared.length === 0 || !rival.callback) return false;
  const isEnded = [rival.callback.key, undefined].some((key) => state.marks.has(endedMark(key)));
  if (isEnded || !state.marks.has(`nonnull:${BEFORE}`)) return false;
  const locks = claimedUnder(second);
  const shared = locksOf(rival, own).some((lock) => locks.has(lock));
  return !shared && !(exchanges(program, rival.fn, rival.key) && exchanges(program, root, rival.key));
}

/** An atomic exchange decides which of the two stops it. */
function shareATest(one: Arrival, other: Arrival): boolean {
  return [...one.state.marks].some((mark) => mark.startsWith(ATOMIC_TEST) && other.state.marks.has(mark));
}

/** The locks with which a stopper has taken the handle for its own. */
function claimedUnder({ state }: Arrival): Set<string> {
  return new Set(state.marks.has(CLEARED) ? locksOfClearing(state) : heldLocks(state));
}

function locksOf({ cleared }: Rival, own: Arrival): string[] {
  const claimed = claimedUnder(own);
  return cleared.length === 0
    ? []
    : [...claimed].filter((lock) => cleared.every(({ state }) => locksOfClearing(state).includes(lock)));
}
