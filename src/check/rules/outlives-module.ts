import type { Finding } from "../../core/finding.ts";
import { finding, note, type Case } from "../case.ts";
import { escapes } from "../thread/escape.ts";
import { EXITS_IN_KERNEL } from "../words/threads.ts";
import { CREATED } from "../thread/arrival.ts";
import { reachesCall } from "../code/reach.ts";
import { isEmpty, moduleAround, moduleExitOf } from "../thread/module-exit.ts";

/** A sign that somebody waits for the thread, or that the thread keeps its module. */
const HANDSHAKE =
  /^(complete|complete_all|complete_done|up|wake_up\w*|wake_up_var|__module_get|try_module_get|module_put|atomic_dec\w*|refcount_dec\w*|kref_put|clear_and_wake_up_bit)$/;

/**
 * A thread of a module that can be unloaded, with nobody who stops it or waits for its end: its code is freed under it,
 * `kthread-outlives-module`.
 */
export function* outlivesModule({ program, thread, life, paths }: Case): Generator<Finding> {
  const { fn, creations } = thread;
  const [creation] = creations;
  if (!fn || !creation || !thread.wakes || !life.complete || !paths.complete) return;
  if (paths.arrivals.some(({ handle }) => handle.kind !== "task" || handle.id !== CREATED)) return;
  if (thread.stops.length > 0 && paths.arrivals.length === 0) return;
  const module = moduleAround(program, creation.site.fn);
  if (!module) return;
  const neverEnds = life.early.length === 0 && life.asked.length === 0;
  if (!neverEnds && (thread.stops.length > 0 || reachesCall(program, fn, isHandshake))) return;
  if (reachesCall(program, creation.site.fn, (name) => name.endsWith("module_get"))) return;
  const exit = moduleExitOf(module);
  const onlyAsked = life.early.length === 0;
  const certain = !escapes(program, thread) && (onlyAsked || (exit !== undefined && isEmpty(exit)));
  yield finding(
    "kthread-outlives-module",
    certain ? "error" : "warning",
    `nothing stops ${thread.name}() or waits for its end: it runs on when its module is unloaded`,
    creation.site.fn,
    creation.site.call,
    [
      note(`thread ${thread.name} begins here${neverEnds ? " and never returns" : ""}`, fn, fn),
      ...(exit ? [note(`${exit.name}() leaves it running`, exit, exit)] : []),
    ],
  );
}

function isHandshake(name: string): boolean {
  return HANDSHAKE.test(name) || EXITS_IN_KERNEL.has(name);
}
