import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { notesOfTrail } from "../path-notes.ts";
import { BEFORE } from "../thread/arrival.ts";
import { escapes } from "../thread/escape.ts";
import { goesByWhat, isSamePlace } from "../thread/rivals.ts";

/**
 * Somebody clears the handle of a thread that only a stop ends, and does not stop it; whoever stops it later asks the handle first,
 * and finds nothing to stop: `kthread-outlives-module`.
 */
export function* droppedHandle(subject: ThreadCase): Generator<Finding> {
  const { program, thread, life, paths, rivals } = subject;
  const { fn } = thread;
  if (!fn || !life.complete || life.early.length > 0 || escapes(program, thread)) return;
  for (const rival of rivals) {
    const [end] = rival.dropped;
    if (!end || !rival.clearing) continue;
    const asking = paths.arrivals.filter(({ root }) => root !== rival.fn && !paths.makers.has(root));
    const isLost =
      asking.length > 0 &&
      asking.every(
        ({ root, state }) =>
          state.marks.has(`nonnull:${BEFORE}`) &&
          isSamePlace(program, rival, root) &&
          !goesByWhat(program, thread, state, rival.fn),
      );
    const [later] = asking;
    if (!isLost || !later) continue;
    yield finding(
      "kthread-outlives-module",
      "error",
      `${rival.fn.name}() clears the handle of ${thread.name}() and does not stop it: nobody will, and it runs on when its module is unloaded`,
      rival.clearing.fn,
      rival.clearing.expr,
      [
        ...notesOfTrail(end.state.trail, rival.fn.name),
        note(`stopper ${later.root.name}: asks the handle first`, later.stop.site.fn, later.stop.site.call),
      ],
    );
    return;
  }
}
