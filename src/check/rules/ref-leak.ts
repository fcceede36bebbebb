import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isPrivate, sameKey } from "../code/key.ts";
import { CREATED } from "../thread/arrival.ts";
import { escapes } from "../thread/escape.ts";
import { PUTS } from "../../kernel-api/index.ts";

/** A reference that is taken where the thread is created, or next to it, and that nobody drops: `kthread-ref-leak`. */
export function* refLeak({ program, thread, pin, paths }: ThreadCase): Generator<Finding> {
  if (pin.kind === "none" || !pin.at || escapes(program, thread)) return;
  // where a starter returns with the reference, what it does when something fails says nothing of who stops the thread later
  const isKept = paths.made.some(({ end }) => end.state.marks.has(`got:${CREATED}`));
  const later = isKept ? thread.stops.filter(({ site }) => !paths.makers.has(site.fn)) : [];
  const [stop] = later.length > 0 ? later : thread.stops;
  if (!stop || thread.stops.some(({ puts }) => puts)) return;
  const dropped = [...PUTS].some((name) =>
    program.callsOf(name).some(({ fn, call }) => {
      if (later.length > 0 && paths.makers.has(fn)) return false;
      const key = call.args[0] && program.keyOf(call.args[0], fn);
      return key === undefined || [...thread.keys].some((handle) => sameKey(handle, key));
    }),
  );
  if (dropped) return;
  yield finding(
    "kthread-ref-leak",
    [...thread.keys].every(isPrivate) ? "error" : "warning",
    `this reference to the thread that runs ${thread.name}() is never dropped: its task_struct is never freed`,
    pin.at.fn,
    pin.at.call,
    [note("stopped here, without put_task_struct() after it", stop.site.fn, stop.site.call)],
  );
}
