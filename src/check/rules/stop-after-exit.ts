import type { Finding } from "../../core/finding.ts";
import { finding, note, type Case } from "../case.ts";
import { notesOfEnd, notesOfTrail } from "../path-notes.ts";
import { BEFORE, CREATED, type Arrival } from "../stop-paths.ts";
import { lifeOf } from "../thread-life.ts";

/**
 * kthread_stop() of a thread that can end by itself, with nobody holding its task_struct: `kthread-stop-after-exit`.
 * With a reference that is taken while the thread may already be gone: `kthread-pin-too-late`.
 */
export function* stopAfterExit(subject: Case): Generator<Finding> {
  const { thread, life, pin } = subject;
  const [early] = life.early;
  if (!early || pin.kind === "held") return;
  const told = new Set<number>();
  for (const arrival of subject.paths.arrivals) {
    const { site } = arrival.stop;
    if (told.has(site.call.start) || isSafe(subject, arrival)) continue;
    told.add(site.call.start);
    const late = pin.kind === "late" ? pin.at : undefined;
    const paths = [
      ...notesOfEnd(early, `thread ${thread.name}`),
      ...notesOfTrail(arrival.state.trail, `stopper ${arrival.root.name}`),
    ];
    if (late) {
      yield finding(
        "kthread-pin-too-late",
        "warning",
        `${thread.name}() runs before this reference is taken and may have ended; take it between kthread_create() and wake_up_process()`,
        late.fn,
        late.call,
        paths,
      );
      return;
    }
    yield finding(
      "kthread-stop-after-exit",
      "error",
      `kthread_stop() of a thread that may have ended: ${thread.name}() can return by itself, and nothing holds its task_struct`,
      site.fn,
      site.call,
      [...paths, note(`stopped here, in ${site.fn.name}()`, site.fn, site.call)],
    );
  }
}

function isSafe(subject: Case, { handle, state }: Arrival): boolean {
  const { marks } = state;
  if (handle.kind !== "task") return true;
  const { id } = handle;
  if (id !== CREATED && id !== BEFORE) return true;
  if (id === CREATED && !marks.has(`woken:${CREATED}`)) return true;
  if (id === BEFORE && marks.has("failed") && !marks.has("created")) return true;
  if (marks.has(`got:${id}`) && onlyStopperEndsIt(subject)) return true;
  return clearedUnderLock(subject, [...marks]);
}

/** Whether the thread stays as long as the stopper sends no signal: a reference of the stopper is then early enough. */
function onlyStopperEndsIt({ program, thread, kernel }: Case): boolean {
  return lifeOf(program, thread, kernel, { noSignals: true }).early.length === 0;
}

/** Whether the thread clears the handle before it ends, under a lock that the stopper holds as well. */
function clearedUnderLock({ life }: Case, marks: readonly string[]): boolean {
  const held = marks.flatMap((mark) => /^lock:(?:sleeping|spinning):(.*)$/.exec(mark)?.[1] ?? []);
  return life.early.every((end) => held.some((lock) => end.state.marks.has(`cleared-under-lock:${lock}`)));
}
