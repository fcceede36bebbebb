import type { Finding } from "../../core/finding.ts";
import type { RuleId } from "../../core/rules.ts";
import { ENDS_ALL_WORK, ENDS_FOR_GOOD, type CallbackKind } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note } from "../case.ts";
import { sameKey } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import {
  armingsIn,
  armingsOf,
  callbacksOf,
  endsOf,
  isAlwaysMade,
  type Callback,
} from "../thread/callbacks.ts";
import { callsUnknown } from "../thread/joins.ts";
import { moduleAround, moduleExitOf } from "../thread/module-exit.ts";

/**
 * A work, timer or tasklet that the module's exit ends before the callback which sets it going each time: between the two that may do so
 * once more, and nothing ends it after that.
 */
export function* endedTooEarly(
  program: SourceProgram,
  rules: Readonly<Record<CallbackKind, RuleId>>,
): Generator<Finding> {
  for (const driver of callbacksOf(program)) {
    const module = moduleAround(program, driver.fn);
    const exit = module && moduleExitOf(module);
    if (!exit || callsUnknown(program, exit) || !isArmedByOthers(program, driver)) continue;
    const last = endsOf(program, driver.kind, driver.key).findLast(
      (site) => site.fn === exit && isAlwaysMade(site),
    );
    if (!last || endsAllAfter(program, exit, last)) continue;
    for (const { site, kind, key, isStatic } of armingsIn(program)) {
      if (site.fn !== driver.fn || !isStatic || key === undefined || !isAlwaysMade(site)) continue;
      if (sameKey(key, driver.key)) continue;
      const ends = endsOf(program, kind, key);
      const early = ends.at(-1);
      if (!early || !ends.every((end) => isBefore(end, last, exit))) continue;
      yield finding(
        rules[kind],
        "error",
        `${driver.fn.name}() may set this ${kind} going once more before it is ended itself: nothing waits for that`,
        exit,
        early.call,
        [
          note(`${driver.fn.name}() sets it going here`, site.fn, site.call),
          note(`${driver.fn.name}() is ended here, too late`, exit, last.call),
        ],
      );
    }
  }
}

function isArmedByOthers(program: SourceProgram, driver: Callback): boolean {
  return armingsOf(program, driver).some(({ site }) => site.fn !== driver.fn);
}

function isBefore(end: CallSite, last: CallSite, exit: CFunction): boolean {
  return (
    end.fn === exit && end.call.start < last.call.start && !ENDS_FOR_GOOD.has(calleeName(end.call) ?? "")
  );
}

function endsAllAfter(program: SourceProgram, exit: CFunction, last: CallSite): boolean {
  return program
    .callsIn(exit)
    .some(({ call }) => call.start > last.call.start && ENDS_ALL_WORK.has(calleeName(call) ?? ""));
}
