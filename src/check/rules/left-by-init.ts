import type { Finding } from "../../core/finding.ts";
import { calleeName } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { sitesFrom, sitesWithin } from "../code/reach.ts";
import { notesOfTrail } from "../path-notes.ts";
import type { PathEnd } from "../paths/semantics.ts";
import { stepsOf, type PathStep } from "../paths/state.ts";
import { truthOf } from "../paths/value.ts";
import { CREATED, SEEN_TO } from "../thread/arrival.ts";
import { escapes } from "../thread/escape.ts";
import { callsUnknown, endsWithScope, joinOf } from "../thread/joins.ts";
import { probesOf } from "../thread/probes.ts";
import { moduleInitOf } from "../thread/module-exit.ts";
import { endsOf } from "../thread/stop-paths.ts";

/**
 * A module's init function, or a driver's probe function, that fails with a thread running: its counterpart is not called, and
 * the thread runs on, `kthread-outlives-module`.
 */
export function* leftByInit({ program, thread, life }: ThreadCase): Generator<Finding> {
  const { fn, creations, keys, stops } = thread;
  const [creation] = creations;
  if (!fn || !creation || !life.complete || escapes(program, thread)) return;
  if (creations.some(({ site }) => endsWithScope(site))) return;
  if (joinOf(program, thread, undefined) === "kernel") return;
  const inits = new Set(program.files.flatMap((file) => moduleInitOf(file) ?? []));
  const isPerDevice = life.early.length === 0 && [...keys].every((key) => !key.startsWith("global:"));
  const probes = isPerDevice ? probesOf(program) : [];
  for (const init of new Set([...inits, ...probes])) {
    const sites = sitesWithin(program, init, 3);
    if (!creations.some(({ site }) => sites.some(({ call }) => call === site.call))) continue;
    if (callsUnknown(program, init)) continue;
    if (sites.some(({ call }) => MANAGED.test(calleeName(call) ?? ""))) continue;
    const stopping = new Set(stops.map(({ site }) => site.call));
    const undoes = ({ fn: caller, range }: PathStep): boolean =>
      program
        .callsIn(caller)
        .filter(({ call }) => call.start === range.start)
        .some((site) => sitesFrom(program, site, 3).some(({ call }) => stopping.has(call)));
    const left = endsOf(program, thread, init)?.find(
      (end) => isLeft(end) && (inits.has(init) || !stepsOf(end.state.trail).some(undoes)),
    );
    if (!left) continue;
    yield finding(
      "kthread-outlives-module",
      "error",
      inits.has(init)
        ? `${init.name}() fails and leaves ${thread.name}() running: the module is freed at once, and its exit function is not called`
        : `${init.name}() fails and leaves ${thread.name}() running: the driver's remove function is not called, and nobody stops the thread`,
      creation.site.fn,
      creation.site.call,
      [
        ...notesOfTrail(left.state.trail, init.name),
        note(`${init.name} returns an error here`, left.fn, { start: left.offset, end: left.offset }),
      ],
    );
  }
}

/** What the device undoes by itself when its probe function fails; drivers/base/devres.c. */
const MANAGED = /^devm_add_action/;

function isLeft(end: PathEnd): boolean {
  const { marks } = end.state;
  if (truthOf(end.value) !== true && !returnsWhatFailed(end)) return false;
  if (!marks.has("created") || !marks.has(`woken:${CREATED}`)) return false;
  return !marks.has(SEEN_TO) && !marks.has(`stopped:${CREATED}`) && !marks.has("waited");
}

/** `if (x->irq < 0) return x->irq;`, where x->irq is nothing whose values are followed. */
function returnsWhatFailed({ fn, offset, state }: PathEnd): boolean {
  const step = state.trail?.step;
  if (step?.fn !== fn || step.truth !== true) return false;
  const [, returned] = /^return\s+([^;]+?)\s*;/.exec(fn.file.text.slice(offset)) ?? [];
  const test = fn.file.text.slice(step.range.start, step.range.end).replace(/\s*<\s*0$/, "");
  return returned !== undefined && test === returned;
}
