import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { keyOfName } from "../code/key.ts";
import { notesOfTrail } from "../path-notes.ts";
import { isElement } from "../thread/loops.ts";
import type { SourceProgram } from "../code/program.ts";

/**
 * Two stops of one handle on the same path: the second uses a task_struct that the first let go, or
 * waits for a completion that the first used up, `kthread-double-stop`.
 */
export function* doubleStop({ program, thread, paths }: ThreadCase): Generator<Finding> {
  const told = new Set<number>();
  for (const { stop, handle, state, root } of paths.arrivals) {
    const { site, key } = stop;
    if (handle.kind !== "task" || told.has(site.call.start)) continue;
    const first = thread.stops.find(
      (other) => other !== stop && state.marks.has(`stopped-by:${other.site.call.start}:${key}`),
    );
    if (!first || !isSameObject(program, first.site, site, key)) continue;
    told.add(site.call.start);
    yield finding(
      "kthread-double-stop",
      "error",
      `kthread_stop() is called a second time on this path (thread function ${thread.name})`,
      site.fn,
      site.call,
      [
        ...notesOfTrail(state.trail, `stopper ${root.name}`),
        note("first stopped here", first.site.fn, first.site.call),
      ],
    );
  }
}

type Site = ThreadCase["thread"]["stops"][number]["site"];

/** `t[0]` and `t[0]` */
function isSameElement(first: Site, second: Site): boolean {
  const [one, other] = [first, second].map(({ fn, call: { args } }) =>
    args[0]?.kind === "index" && args[0].index.kind === "number"
      ? fn.file.text.slice(args[0].start, args[0].end)
      : undefined,
  );
  return one !== undefined && one === other;
}

/** A global is one object, and an element that both name by the same number; a field is, where both stops name it by the same words in the same function. */
function isSameObject(program: SourceProgram, first: Site, second: Site, key: string): boolean {
  if (key.startsWith("global:"))
    return ![first, second].some((site) => isElement({ site })) || isSameElement(first, second);
  const text = ({ fn, call }: Site): string => fn.file.text.slice(call.start, call.end);
  const [, base = ""] = /\(\s*(\w+)/.exec(text(second)) ?? [];
  const changes = program.writesTo(keyOfName(base, second.fn, program)).length > 1;
  return first.fn === second.fn && text(first) === text(second) && !text(first).includes("[") && !changes;
}
