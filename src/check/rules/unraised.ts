import type { Finding } from "../../core/finding.ts";
import { COMPLETES, UNLOCKS } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isLocal, sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { moduleInitOf } from "../thread/module-exit.ts";
import { isMadeEachRound, loopUntilStopped } from "../thread/rounds.ts";
import { calledByOthers } from "../thread/user-operations.ts";

/** Sleeps that kthread_stop() does not end: kernel/locking/semaphore.c, kernel/sched/completion.c. */
const SLEEPS_ON = /^(down|wait_for_completion(_io)?)$/;

/**
 * A thread that waits each round for a semaphore or a completion, which nobody raises once the module is left: its stop wakes it, and it
 * sleeps on, `kthread-stop-deadlock`.
 */
export function* unraised({ program, thread }: ThreadCase): Generator<Finding> {
  const { fn, stops } = thread;
  const loop = fn && loopUntilStopped(fn);
  const [stop] = stops;
  if (!fn || !loop || !stop) return;
  const wait = program
    .callsIn(fn)
    .find((site) => SLEEPS_ON.test(calleeName(site.call) ?? "") && isMadeEachRound(site, loop));
  const [what] = wait?.call.args ?? [];
  const key = what && program.keyOf(what, fn);
  if (!wait || key === undefined || isLocal(key) || isHandedOn(program, key)) return;
  const before = beforeTheEnd(program);
  if (!raisesOf(program, key).every((raise) => before.has(raise.fn))) return;
  yield finding(
    "kthread-stop-deadlock",
    "error",
    `kthread_stop() waits forever: ${fn.name}() sleeps in ${calleeName(wait.call)}(), and nobody raises that any more`,
    stop.site.fn,
    stop.site.call,
    [note(`${fn.name}() sleeps here, whoever wakes it`, fn, wait.call)],
  );
}

function raisesOf(program: SourceProgram, key: Key): CallSite[] {
  return [...COMPLETES, ...UNLOCKS]
    .flatMap((name) => program.callsOf(name))
    .filter(({ fn, call }) => {
      const [arg] = call.args;
      const raised = arg && program.keyOf(arg, fn);
      return raised !== undefined && sameKey(raised, key);
    });
}

/** What is over when the module's exit function runs: its init, and what user space does with files that are gone by then. */
function beforeTheEnd(program: SourceProgram): Set<CFunction> {
  const user = calledByOthers(program).filter(({ callback }) => !callback);
  return new Set([...program.files.flatMap((file) => moduleInitOf(file) ?? []), ...user.map(({ fn }) => fn)]);
}

/** Whether somebody else is given its address, and may raise it. */
function isHandedOn(program: SourceProgram, key: Key): boolean {
  return program.indexed.some((fn) =>
    program.callsIn(fn).some(({ call }) => {
      if (KNOWN.test(calleeName(call) ?? "")) return false;
      return call.args.some((arg) => {
        const given = program.keyOf(arg, fn);
        return given !== undefined && sameKey(given, key);
      });
    }),
  );
}

const KNOWN = /^(sema_init|(re)?init_completion|up|down(_\w+)?|wait_for_completion\w*|complete(_all)?)$/;
