import type { Finding } from "../../core/finding.ts";
import type { CFunction } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isField, sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { functionsWithin } from "../code/reach.ts";
import { notesOfTrail } from "../path-notes.ts";
import type { PathEnd } from "../paths/semantics.ts";
import { allSteps } from "../paths/state.ts";
import { BEFORE, CREATED, FREED, SEEN_TO } from "../thread/arrival.ts";
import { escapes } from "../thread/escape.ts";
import { isFromInput } from "../thread/from-input.ts";
import { isElement } from "../thread/loops.ts";
import { moduleAround } from "../thread/module-exit.ts";
import { endsOf } from "../thread/stop-paths.ts";
import { lastingKey } from "../thread/thread.ts";
import { calledByOthers } from "../thread/user-operations.ts";

/**
 * What user space does with a file, as often as it likes, creates the thread and asks nothing first: the handle of the one before is
 * lost while that still runs, and only a stop would end it: `kthread-outlives-module`.
 */
export function* startedAgain({ program, thread, life }: ThreadCase): Generator<Finding> {
  const { fn, creations, stops } = thread;
  const key = lastingKey(thread);
  if (!fn || key === undefined || !thread.wakes || !life.complete || life.early.length > 0) return;
  if (stops.length === 0 || stops.some(isElement) || escapes(program, thread)) return;
  for (const { fn: operation, callback } of calledByOthers(program)) {
    const creation = creations.find(({ site }) => functionsWithin(program, operation, 2).has(site.fn));
    if (callback || !creation || isElement(creation) || !moduleAround(program, creation.site.fn)) continue;
    if (isField(key) && makesObjects(program, operation)) continue;
    const end = (endsOf(program, thread, operation) ?? []).find((one) => forgets(one, key));
    if (!end) continue;
    yield finding(
      "kthread-outlives-module",
      "error",
      `${operation.name}() may be called again while ${thread.name}() runs: it creates another one and forgets the first, which nobody stops, and which runs on when its module is unloaded`,
      creation.site.fn,
      creation.site.call,
      [
        ...notesOfTrail(end.state.trail, operation.name),
        ...stops.slice(0, 1).map((stop) => note("stops the last one only", stop.site.fn, stop.site.call)),
      ],
    );
    return;
  }
}

/** Whether a way through leaves a new thread in the handle, and went only by what was asked for. */
function forgets({ state }: PathEnd, key: Key): boolean {
  const { marks } = state;
  if (
    [SEEN_TO, FREED, `null:${BEFORE}`, `iserr:${BEFORE}`, `stopped:${BEFORE}`].some((mark) => marks.has(mark))
  )
    return false;
  const keeps = [...state.values].some(
    ([name, value]) => sameKey(name.replace(/@.*/, ""), key) && value.kind === "task" && value.id === CREATED,
  );
  if (!keeps) return false;
  const steps = allSteps(state.trail);
  const created = steps.findIndex(({ text }) => text === "creates the thread");
  return (
    created >= 0 &&
    steps
      .slice(0, created)
      .every(
        ({ fn, truth, test, inside }) => truth === undefined || inside || (test && isFromInput(test, fn)),
      )
  );
}

/** Whether a function allocates: the handle may be that of an object which it has just made. */
function makesObjects(program: SourceProgram, fn: CFunction): boolean {
  return [...functionsWithin(program, fn, 1)].some(({ file, start, end }) =>
    /[zcm]alloc\w*\s*\(|memdup/.test(file.text.slice(start, end)),
  );
}
