import type { Finding } from "../../core/finding.ts";
import type { RuleId } from "../../core/rules.ts";
import { ENDS_ALL_WORK, ENDS_FOR_GOOD, WAITS_FOR_WORD, type CallbackKind } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note } from "../case.ts";
import { isField, sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import {
  armingsIn,
  armingsOf,
  callbacksOf,
  endsOf,
  isAlwaysMade,
  type Callback,
} from "../thread/callbacks.ts";
import { isOfOneObject } from "../code/one-object.ts";
import { freesIt, interruptHandlersOf } from "../thread/interrupts.ts";
import { callsUnknown } from "../thread/joins.ts";
import { moduleAround, moduleExitOf, moduleInitOf } from "../thread/module-exit.ts";
import { isMadeEachRound, loopUntilStopped, type Rounds } from "../thread/rounds.ts";
import { findThreads, type Thread } from "../thread/thread.ts";

/** Who comes by himself, and sets others going each time: a callback, an interrupt's handler, a thread. */
interface Driver {
  readonly fn: CFunction;
  /** Of a callback, where it lies. */
  readonly key: Key | undefined;
  /** Whether a statement of it is reached each time. */
  readonly isAlwaysMade: (site: CallSite) => boolean;
  /** The call in the module's exit function after which it does not come any more. */
  readonly lastEnd: (exit: CFunction) => CallSite | undefined;
}

/**
 * A work, timer or tasklet that the module's exit ends before whoever sets it going each time: between the two that may be done
 * once more, and nothing ends it after that.
 */
export function* endedTooEarly(
  program: SourceProgram,
  rules: Readonly<Record<CallbackKind, RuleId>>,
): Generator<Finding> {
  const armings = [...armingsIn(program)];
  for (const driver of driversOf(program, new Set(armings.map(({ site }) => site.fn)))) {
    const module = moduleAround(program, driver.fn);
    const exit = module && moduleExitOf(module);
    if (!exit || callsUnknown(program, exit)) continue;
    const last = driver.lastEnd(exit);
    if (!last || !isAlwaysMade(last) || endsAllAfter(program, exit, last)) continue;
    for (const { site, kind, key, isStatic } of armings) {
      if (site.fn !== driver.fn || key === undefined || !driver.isAlwaysMade(site)) continue;
      if (driver.key !== undefined && sameKey(key, driver.key)) continue;
      // on init's way back
      const ends = endsOf(program, kind, key).filter((end) => end.fn !== moduleInitOf(module));
      const early = ends.at(-1);
      if (!early || !(isStatic || (isField(key) && isOfOneObject(early, last)))) continue;
      if (!ends.every((end) => isBefore(end, last, exit))) continue;
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

/** @param arming functions that set something going */
function driversOf(program: SourceProgram, arming: ReadonlySet<CFunction>): Driver[] {
  const callbacks = callbacksOf(program)
    .filter((one) => isArmedByOthers(program, one))
    .map((one): Driver => ({
      ...one,
      isAlwaysMade,
      lastEnd: (exit) =>
        endsOf(program, one.kind, one.key).findLast((site) => site.fn === exit && isAlwaysMade(site)),
    }));
  const handlers = interruptHandlersOf(program)
    .filter(({ isSilenced }) => !isSilenced)
    .map((one): Driver => ({
      fn: one.fn,
      key: undefined,
      isAlwaysMade,
      lastEnd: (exit) => program.callsIn(exit).findLast((site) => freesIt(one, site)),
    }));
  const threads = arming.size === 0 ? [] : findThreads(program);
  return [...callbacks, ...handlers, ...threads.flatMap((thread) => driverOf(thread, arming))];
}

/** A thread that goes round until it is stopped, which one call does. */
function driverOf({ fn, stops, creations }: Thread, arming: ReadonlySet<CFunction>): Driver[] {
  const loop = fn && loopUntilStopped(fn);
  if (!fn || !loop || !arming.has(fn) || creations.length !== 1 || waitsForWord(fn, loop)) return [];
  return [
    {
      fn,
      key: undefined,
      isAlwaysMade: (site) => isMadeEachRound(site, loop),
      lastEnd: (exit) => {
        const [stop, another] = stops.map(({ site }) => site).filter((site) => site.fn === exit);
        return another ? undefined : stop;
      },
    },
  ];
}

/** Who tells it to go on may be gone when the module is unloaded. */
function waitsForWord(fn: CFunction, loop: Rounds): boolean {
  const names = fn.file.code.slice(loop.body.start, loop.end).match(/\w+(?=\s*\()/g) ?? [];
  return names.some((name) => WAITS_FOR_WORD.test(name));
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
