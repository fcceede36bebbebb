import type { Finding } from "../../core/finding.ts";
import { finding, type ThreadCase } from "../case.ts";
import { isPrivate } from "../code/key.ts";
import { escapes } from "../thread/escape.ts";

/** A thread that is created and that nobody wakes: its function never runs, `kthread-never-ran`. */
export function* neverRan({ program, thread }: ThreadCase): Generator<Finding> {
  const [creation] = thread.creations;
  if (!creation || thread.wakes || thread.keys.size === 0 || escapes(program, thread)) return;
  yield finding(
    "kthread-never-ran",
    [...thread.keys].every(isPrivate) ? "error" : "warning",
    `nothing wakes the thread created here: ${thread.name}() never runs`,
    creation.site.fn,
    creation.site.call,
    [],
  );
}
