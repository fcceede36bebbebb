import type { Finding } from "../../core/finding.ts";
import { conjunctsOf, type CFunction, type Expr } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { sameKey, type Key } from "../code/key.ts";
import type { SourceProgram, Write } from "../code/program.ts";
import { functionsWithin, sitesWithin } from "../code/reach.ts";
import { escapes } from "../thread/escape.ts";
import { callsUnknown, joinOf } from "../thread/joins.ts";
import { statementsAround } from "../thread/loops.ts";
import { moduleExitOf } from "../thread/module-exit.ts";
import { isZero, ownFlag } from "../thread/settled.ts";
import type { Stop } from "../thread/thread.ts";
import { calledByOthers } from "../thread/user-operations.ts";

/**
 * The exit function stops the thread only where a flag says so, and a work or what user space does with a file sets that flag
 * otherwise, or the thread alone sets it, after it has begun: nobody waits for the thread then, `kthread-outlives-module`.
 */
export function* stopUnderFlag({ program, thread }: ThreadCase): Generator<Finding> {
  const [stop] = thread.stops.filter(({ site }) => moduleExitOf(site.fn.file) === site.fn);
  const { fn } = stop?.site ?? {};
  if (!stop || !fn || !thread.wakes || escapes(program, thread) || callsUnknown(program, fn)) return;
  if (thread.stops.some(({ site }) => site.fn === fn && site !== stop.site)) return;
  if (joinOf(program, thread, fn) !== "nobody") return;
  const calls = thread.stops.map(({ site }) => site.call);
  const stops = (one: CFunction): boolean =>
    sitesWithin(program, one, 3).some((site) => calls.includes(site.call));
  const others = new Set(calledByOthers(program).flatMap((one) => (stops(one.fn) ? [] : one.fn)));
  for (const { test, key, whenTrue } of flagsAround(program, stop)) {
    if ([...thread.keys].some((handle) => sameKey(handle, key))) continue;
    const writes = program.writesTo(key);
    if (isOnlySetBy(program, thread, key, whenTrue)) {
      yield finding(
        "kthread-outlives-module",
        "error",
        `${fn.name}() does not stop ${thread.name}() before it has come far enough to say so itself: nobody waits for its end then, and it runs on when its module is unloaded`,
        fn,
        test,
        [
          ...writes.slice(0, 1).map((write) => note("said here", write.fn, write.expr)),
          note("not stopped before", fn, stop.site.call),
        ],
      );
      return;
    }
    const away = writes.find((write) => others.has(write.fn) && setsTo(write) === !whenTrue);
    const isUndone = writes.some(
      (write) => write.fn === fn || (others.has(write.fn) && write.fn !== away?.fn),
    );
    if (!away || isUndone) continue;
    yield finding(
      "kthread-outlives-module",
      "error",
      `${away.fn.name}() sets what keeps ${fn.name}() from stopping ${thread.name}(): nobody waits for its end, and it runs on when its module is unloaded`,
      fn,
      test,
      [note("set here", away.fn, away.expr), note("not stopped then", fn, stop.site.call)],
    );
    return;
  }
}

interface Flag {
  readonly test: Expr;
  readonly key: Key;
  /** Whether the thread is stopped where the flag is set, or where it is not. */
  readonly whenTrue: boolean;
}

/** Plain flags that each `if` around a stop asks for. */
function flagsAround(program: SourceProgram, { site }: Stop): Flag[] {
  return statementsAround(site).flatMap((stmt) => {
    if (stmt.kind !== "if" || site.call.start < stmt.yes.start || site.call.end > stmt.yes.end) return [];
    return conjunctsOf(stmt.test).flatMap((test) => flagOf(program, test, site.fn) ?? []);
  });
}

function flagOf(program: SourceProgram, test: Expr, fn: CFunction): Flag | undefined {
  const isNot = test.kind === "unary" && test.op === "!";
  const place = isNot ? test.operand : test;
  const key = place.kind === "name" || place.kind === "member" ? program.keyOf(place, fn) : undefined;
  return key?.startsWith("global:") ? { test, key, whenTrue: !isNot } : undefined;
}

/** Whether a static flag keeps the stopper away until the thread itself, or nobody at all, sets it otherwise. */
function isOnlySetBy(
  program: SourceProgram,
  { fn }: ThreadCase["thread"],
  key: Key,
  whenTrue: boolean,
): boolean {
  const flag = ownFlag(program, key);
  if (!fn || !flag || (flag.init !== undefined && !isZero(flag.init)) === whenTrue) return false;
  const own = functionsWithin(program, fn, 3);
  return program.writesTo(key).every((write) => own.has(write.fn));
}

/** What a write makes of a flag, where that is plain. */
function setsTo({ op, value }: Write): boolean | undefined {
  if (op !== "=" || !value) return undefined;
  if (isZero(value)) return false;
  const isOne = value.kind === "number" || (value.kind === "name" && value.name === "true");
  return isOne ? true : undefined;
}
