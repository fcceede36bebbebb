import type { Finding } from "../../core/finding.ts";
import { finding, note, type Case } from "../case.ts";
import { notesOfTrail } from "../path-notes.ts";
import { BEFORE, CREATED, type Arrival, type Made } from "../stop-paths.ts";
import { truthOf } from "../value.ts";

/** kthread_stop() of an ERR_PTR: `kthread-err-ptr`. kthread_run() and kthread_create() never give NULL. */
export function* errPtr(subject: Case): Generator<Finding> {
  const { thread, paths } = subject;
  const left = paths.made.find(leavesError);
  const told = new Set<number>();
  for (const arrival of paths.arrivals) {
    const { site } = arrival.stop;
    const why = reasonOf(arrival, left);
    if (why === undefined || told.has(site.call.start)) continue;
    told.add(site.call.start);
    const [creation] = thread.creations;
    yield finding(
      "kthread-err-ptr",
      "error",
      `kthread_stop() of what may be an ERR_PTR: ${why} (thread function ${thread.name})`,
      site.fn,
      site.call,
      [
        ...(creation
          ? [note(`creating ${thread.name} can fail here`, creation.site.fn, creation.site.call)]
          : []),
        ...notesOfTrail(arrival.state.trail, `stopper ${arrival.root.name}`),
      ],
    );
  }
}

function reasonOf({ handle, state }: Arrival, left: Made | undefined): string | undefined {
  if (handle.kind === "error") return "its creation failed on this very path";
  if (handle.kind !== "task" || state.marks.has(`noterr:${handle.id}`)) return undefined;
  if (handle.id === BEFORE && left) return `${left.root.name}() leaves one in the handle when creation fails`;
  if (handle.id === CREATED && state.marks.has("failed-element")) {
    return "the element whose creation failed is not told from the others";
  }
  return undefined;
}

/** Whether a function that creates the thread may succeed, or say nothing, with an ERR_PTR left in a lasting place. */
function leavesError({ end, places }: Made): boolean {
  if (![...places.values()].some((value) => value.kind === "error")) return false;
  return truthOf(end.value) !== true;
}
