import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { notesOfEnd } from "../path-notes.ts";
import { awaitedOf, completedMark, completionKey } from "../thread/completions.ts";

/**
 * A stopper that first waits for what the thread completes, and a way out of the thread on which it does not: the wait never
 * ends, and so the stop is never reached, `kthread-stop-deadlock`.
 */
export function* endlessWait({ program, thread, life, paths }: ThreadCase): Generator<Finding> {
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

function waitFor(program: SourceProgram, key: Key, near: readonly CallSite["fn"][]): CallSite | undefined {
  return program.callsOf("wait_for_completion").find(({ call, fn }) => {
    const about = completionKey(program, call, fn);
    return about !== undefined && sameKey(about, key) && near.includes(fn);
  });
}
