import type { Finding } from "../../core/finding.ts";
import { walkExpressions, type Expr } from "../../source/index.ts";
import { finding, type ThreadCase } from "../case.ts";
import { sameKey } from "../code/key.ts";
import { notesOfEnd } from "../path-notes.ts";
import { lastingKeys } from "../thread/thread.ts";

/**
 * Looks into the task_struct of a thread that may have ended, without a reference, such as `t->__state != TASK_DEAD`:
 * `kthread-unreferenced-read`.
 */
export function* unreferencedRead(subject: ThreadCase): Generator<Finding> {
  const { program, thread, life, paths, pin } = subject;
  const [early] = life.early;
  if (!early || pin.kind !== "none" || !thread.wakes) return;
  const lasting = lastingKeys(thread);
  for (const stopper of new Set(thread.stops.map(({ site }) => site.fn))) {
    if (!stopper.body || paths.makers.has(stopper)) continue;
    const reads: Expr[] = [];
    walkExpressions(stopper.body, (expr) => {
      if (expr.kind !== "member" || !expr.arrow) return;
      const key = program.keyOf(expr.object, stopper);
      if (key !== undefined && lasting.some((handle) => sameKey(handle, key))) reads.push(expr);
    });
    const [read] = reads;
    if (!read) continue;
    yield finding(
      "kthread-unreferenced-read",
      "error",
      `reads the task_struct of ${thread.name}() without a reference: the thread may have exited`,
      stopper,
      read,
      notesOfEnd(early, `thread ${thread.name}`),
    );
  }
}
