import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isLocal } from "../code/key.ts";
import { notesOfTrail } from "../path-notes.ts";
import { truthOf } from "../paths/value.ts";
import { CREATED, SEEN_TO } from "../thread/arrival.ts";
import { moduleInitOf } from "../thread/module-exit.ts";
import type { Made } from "../thread/stop-paths.ts";

/**
 * A function that stops the thread it has created when a later step fails, and one such failure on which it does not: nobody
 * will, since a start that failed is not undone by others, `kthread-never-stops`. A doubt, since others may know of the failure.
 */
export function* forgottenStop({ thread, life, paths }: ThreadCase): Generator<Finding> {
  const [creation] = thread.creations;
  if (!creation || !life.complete || !paths.complete || life.early.length > 0) return;
  if ([...thread.keys].every(isLocal)) return; // lost-handle.ts
  for (const made of paths.made) {
    const undone = paths.arrivals.find(
      ({ root, handle }) => root === made.root && handle.kind === "task" && handle.id === CREATED,
    );
    if (moduleInitOf(made.root.file) === made.root) continue; // left-by-init.ts
    if (!undone || made.root.returnType.includes("*") || !isForgotten(made)) continue;
    const { root, end } = made;
    yield finding(
      "kthread-never-stops",
      "warning",
      `the thread only ends when it is stopped, and ${root.name}() fails without stopping it (thread function ${thread.name})`,
      root,
      creation.site.call,
      [
        ...notesOfTrail(end.state.trail, `stopper ${root.name}`),
        note(`stopper ${root.name}: returns here`, end.fn, { start: end.offset, end: end.offset }),
        note(`stopper ${root.name}: another failure stops it`, undone.stop.site.fn, undone.stop.site.call),
      ],
    );
    return;
  }
}

function isForgotten({ end }: Made): boolean {
  const { marks } = end.state;
  if (!marks.has("created") || marks.has(SEEN_TO) || marks.has(`stopped:${CREATED}`)) return false;
  return marks.has(`woken:${CREATED}`) && truthOf(end.value) === true;
}
