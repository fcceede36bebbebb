import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { escapes } from "../thread/escape.ts";
import { callsUnknown, dropsModule, endsWithScope, joinOf } from "../thread/joins.ts";
import { CREATED } from "../thread/arrival.ts";
import { moduleAround, moduleExitOf } from "../thread/module-exit.ts";

/**
 * A thread of a module that can be unloaded, with nobody who stops it or waits until it has left the module's text: its code is
 * freed under it, `kthread-outlives-module`.
 */
export function* outlivesModule({ program, thread, life, paths }: ThreadCase): Generator<Finding> {
  const { fn, creations } = thread;
  const [creation] = creations;
  if (creations.some(({ site }) => endsWithScope(site))) return;
  if (!fn || !creation || !thread.wakes || !life.complete || !paths.complete) return;
  if (paths.arrivals.some(({ handle }) => handle.kind !== "task" || handle.id !== CREATED)) return;
  if (thread.stops.length > 0 && paths.arrivals.length === 0) return;
  const module = moduleAround(program, creation.site.fn);
  if (!module) return;
  const neverEnds = life.early.length === 0 && life.asked.length === 0;
  if (!neverEnds && thread.stops.length > 0) return;
  const exit = moduleExitOf(module);
  const join = neverEnds ? "nobody" : joinOf(program, thread, exit);
  if (join === "kernel") return;
  const onlyAsked = life.early.length === 0;
  const isClear = onlyAsked || (exit !== undefined && !callsUnknown(program, exit));
  const isAlone = join === "nobody" || join.goesOn || join.lastWait;
  const certain = !escapes(program, thread) && isClear && isAlone;
  yield finding(
    "kthread-outlives-module",
    certain ? "error" : "warning",
    join === "nobody"
      ? `nothing stops ${thread.name}() or waits for its end: it runs on when its module is unloaded`
      : `${thread.name}() signals that it is done while it still runs the module's code: unloading does not wait until it has left`,
    creation.site.fn,
    creation.site.call,
    [
      note(`thread ${thread.name} begins here${neverEnds ? " and never returns" : ""}`, fn, fn),
      ...(join === "nobody"
        ? []
        : [
            note(
              `this ${dropsModule(join.signal) ? "lets the module go" : "ends the wait"}, and the thread goes on`,
              join.signal.fn,
              join.signal.call,
            ),
          ]),
      ...(exit && !(join !== "nobody" && dropsModule(join.signal))
        ? [
            note(
              `${exit.name}() ${join === "nobody" ? "leaves it running" : "waits for no more than that"}`,
              exit,
              exit,
            ),
          ]
        : []),
    ],
  );
}
