import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isLocal } from "../code/key.ts";
import { notesOfTrail } from "../path-notes.ts";
import { CREATED, SEEN_TO } from "../thread/arrival.ts";
import type { Made } from "../thread/stop-paths.ts";
import { truthOf } from "../paths/value.ts";
import type { Thread } from "../thread/thread.ts";

/**
 * A function returns, and the only handle of a thread it created is gone: a thread that nobody woke (`kthread-never-ran`),
 * one that only a stop would end (`kthread-never-stops`), or a reference that nobody can drop (`kthread-ref-leak`).
 */
export function* lostHandle({ thread, paths, life }: ThreadCase): Generator<Finding> {
  const [creation] = thread.creations;
  if (!creation || !life.complete || !isKeptLocally(thread)) return;
  if (!paths.arrivals.some(({ root }) => paths.makers.has(root))) return;
  for (const made of paths.made) {
    const loss = lossOf(made, life.early.length > 0);
    if (!loss) continue;
    const { end, root } = made;
    yield finding(
      loss.rule,
      "error",
      `${loss.text} (thread function ${thread.name})`,
      root,
      creation.site.call,
      [
        ...notesOfTrail(end.state.trail, root.name),
        note(`${root.name}() returns here; nobody else has the handle`, end.fn, {
          start: end.offset,
          end: end.offset,
        }),
      ],
    );
    return;
  }
}

interface Loss {
  readonly rule: "kthread-never-ran" | "kthread-ref-leak" | "kthread-never-stops";
  readonly text: string;
}

function lossOf({ end }: Made, endsByItself: boolean): Loss | undefined {
  const { marks } = end.state;
  if (marks.has(SEEN_TO)) return undefined;
  if (!marks.has("created") || marks.has(`stopped:${CREATED}`)) return undefined;
  if (!marks.has(`woken:${CREATED}`)) {
    return {
      rule: "kthread-never-ran",
      text: "a created thread is neither woken nor stopped when its handle is lost",
    };
  }
  if (marks.has(`got:${CREATED}`)) {
    return {
      rule: "kthread-ref-leak",
      text: "the reference to the thread is not dropped when its handle is lost",
    };
  }
  // A function that succeeds may mean to leave it running for ever.
  if (endsByItself || truthOf(end.value) !== true) return undefined;
  return {
    rule: "kthread-never-stops",
    text: "the thread only ends when it is stopped, and its handle is lost",
  };
}

/** Whether the handle never leaves the local variables of the function that creates the thread. */
function isKeptLocally({ creations, keys }: Thread): boolean {
  return (
    keys.size > 0 &&
    [...keys].every(isLocal) &&
    creations.every(({ site, namedAt, keys: own, returned }) => {
      if (returned || namedAt !== site || site.fn.isMacro) return false;
      const parameters = new Set(
        site.fn.parameters.map(({ name }) => `local:${site.fn.file.path}:${site.fn.name}:${name}`),
      );
      return own.every((key) => !parameters.has(key));
    })
  );
}
