import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { CREATED } from "../thread/arrival.ts";

/** kthread_stop() of a thread that has no way out: it waits for ever, `kthread-never-stops`. */
export function* neverStops({ thread, life, paths }: ThreadCase): Generator<Finding> {
  const { fn } = thread;
  if (!fn || !life.complete || !thread.wakes || life.early.length + life.asked.length > 0) return;
  const told = new Set<number>();
  for (const { stop, handle, state } of paths.arrivals) {
    const { site } = stop;
    if (told.has(site.call.start) || handle.kind !== "task") continue;
    if (handle.id === CREATED && !state.marks.has(`woken:${CREATED}`)) continue;
    told.add(site.call.start);
    yield finding(
      "kthread-never-stops",
      "error",
      `kthread_stop() waits forever: ${thread.name}() has no way out`,
      site.fn,
      site.call,
      [note(`thread ${thread.name} begins here; no path leads to its end`, fn, fn)],
    );
  }
}
