import type { Finding } from "../../core/finding.ts";
import { finding, note, type Case } from "../case.ts";
import { sitesWithin } from "../code/reach.ts";
import { notesOfTrail } from "../path-notes.ts";
import type { End } from "../paths/semantics.ts";
import { truthOf } from "../paths/value.ts";
import { CREATED, SEEN_TO } from "../thread/arrival.ts";
import { escapes } from "../thread/escape.ts";
import { callsUnknown, joinOf } from "../thread/joins.ts";
import { moduleInitOf } from "../thread/module-exit.ts";
import { endsOf } from "../thread/stop-paths.ts";

/**
 * A module's init function that fails with a thread running: the module is freed at once, its exit function is not called, and
 * the thread runs on, `kthread-outlives-module`.
 */
export function* leftByInit({ program, thread, life }: Case): Generator<Finding> {
  const { fn, creations } = thread;
  const [creation] = creations;
  if (!fn || !creation || !life.complete || escapes(program, thread)) return;
  if (joinOf(program, thread, undefined) === "kernel") return;
  for (const init of new Set(program.files.flatMap((file) => moduleInitOf(file) ?? []))) {
    const sites = sitesWithin(program, init, 3);
    if (!creations.some(({ site }) => sites.some(({ call }) => call === site.call))) continue;
    if (callsUnknown(program, init)) continue;
    const left = endsOf(program, thread, init)?.find(isLeft);
    if (!left) continue;
    yield finding(
      "kthread-outlives-module",
      "error",
      `${init.name}() fails and leaves ${thread.name}() running: the module is freed at once, and its exit function is not called`,
      creation.site.fn,
      creation.site.call,
      [
        ...notesOfTrail(left.state.trail, init.name),
        note(`${init.name} returns an error here`, left.fn, { start: left.offset, end: left.offset }),
      ],
    );
  }
}

function isLeft({ value, state }: End): boolean {
  const { marks } = state;
  if (truthOf(value) !== true || !marks.has("created") || !marks.has(`woken:${CREATED}`)) return false;
  return !marks.has(SEEN_TO) && !marks.has(`stopped:${CREATED}`) && !marks.has("waited");
}
