import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { COMPLETES_FIRST } from "../../kernel-api/index.ts";
import { calleeName } from "../../source/index.ts";
import { sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { sitesWithin } from "../code/reach.ts";
import { notesOfEnd } from "../path-notes.ts";
import { awaitedOf, completedMark, completesAlone, completionKey } from "../thread/completions.ts";

/**
 * A stopper that first waits for what the thread completes, and a way out of the thread on which it does not: the wait never
 * ends, and so the stop is never reached, `kthread-stop-deadlock`.
 */
export function* endlessWait(subject: ThreadCase): Generator<Finding> {
  const { program, thread, life, paths } = subject;
  yield* waitForTheStopped(subject);
  const told = new Set<Key>();
  for (const { stop, root, state } of paths.arrivals) {
    for (const key of awaitedOf(program, thread, state)) {
      const silent = life.early.find((end) => !end.state.marks.has(completedMark(key)));
      const wait = waitFor(program, key, [root, stop.site.fn]);
      if (!silent || !wait || told.has(key)) continue;
      told.add(key);
      yield finding(
        "kthread-stop-deadlock",
        "error",
        `waits forever before kthread_stop(): ${thread.name}() can return without completing what is waited for`,
        wait.fn,
        wait.call,
        [
          ...notesOfEnd(silent, `thread ${thread.name}`),
          note(`stopper ${root.name}: would stop it here, after the wait`, stop.site.fn, stop.site.call),
        ],
      );
    }
  }
}

/** A stopper that first waits for what the thread completes only when it has been stopped. */
function* waitForTheStopped({ program, thread, life }: ThreadCase): Generator<Finding> {
  const [stop, another] = thread.stops;
  if (!stop || another || !life.complete || life.early.length > 0 || life.asked.length === 0) return;
  const { fn, call, within } = stop.site;
  for (const wait of program.callsIn(fn).filter((site) => calleeName(site.call) === "wait_for_completion")) {
    const key = completionKey(program, wait.call, fn);
    if (key === undefined || wait.call.start > call.start || !comesAlways(wait) || wait.within === within)
      continue;
    if (life.completedUnasked.has(key) || !completes(program, thread, key)) continue;
    yield finding(
      "kthread-stop-deadlock",
      "error",
      `waits forever before kthread_stop(): ${thread.name}() completes this only once it has been stopped`,
      fn,
      wait.call,
      [note(`${fn.name}() would stop it here, after the wait`, fn, call)],
    );
  }
}

/** Whether every way through the function comes there: it stands in no branch. */
function comesAlways({ fn, within }: CallSite): boolean {
  return fn.body?.kind === "block" && fn.body.body.includes(within);
}

/** Whether the thread's own function completes it, and nobody else. */
function completes(program: SourceProgram, thread: ThreadCase["thread"], key: Key): boolean {
  const { fn } = thread;
  if (!fn || !completesAlone(program, thread, key)) return false;
  return sitesWithin(program, fn, 4).some(
    (site) =>
      COMPLETES_FIRST.has(calleeName(site.call) ?? "") && completionKey(program, site.call, site.fn) === key,
  );
}

function waitFor(program: SourceProgram, key: Key, near: readonly CallSite["fn"][]): CallSite | undefined {
  return program.callsOf("wait_for_completion").find(({ call, fn }) => {
    const about = completionKey(program, call, fn);
    return about !== undefined && sameKey(about, key) && near.includes(fn);
  });
}
