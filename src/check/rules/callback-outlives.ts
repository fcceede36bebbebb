import type { Finding } from "../../core/finding.ts";
import type { RuleId } from "../../core/rules.ts";
import { calleeName } from "../../source/index.ts";
import { finding, note } from "../case.ts";
import { sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { armingsIn, armingsOf, callbacksOf, endsOf, isAlwaysMade, type Arming } from "../thread/callbacks.ts";
import { callsUnknown } from "../thread/joins.ts";
import { moduleAround, moduleExitOf } from "../thread/module-exit.ts";
import { endedTooEarly } from "./ended-too-early.ts";
import { leftPending } from "./left-pending.ts";
import { ENDS_ALL_WORK, ARMS, LEAVES_NONE, STOPPERS, type CallbackKind } from "../../kernel-api/index.ts";

const RULE: Readonly<Record<CallbackKind, RuleId>> = {
  timer: "timer-outlives-module",
  hrtimer: "timer-outlives-module",
  tasklet: "tasklet-outlives-module",
  "irq work": "handler-outlives-module",
  work: "work-outlives-module",
  "delayed work": "work-outlives-module",
  "rcu work": "work-outlives-module",
  "kthread work": "work-outlives-module",
  "delayed kthread work": "timer-outlives-module",
};

/** The certain cases: a static timer, tasklet or work that nobody ever ends, or not late enough, in a module that can be unloaded. */
export function* callbackOutlives(program: SourceProgram): Generator<Finding> {
  yield* neverEnded(program);
  yield* endedTooEarly(program, RULE);
  yield* leftPending(program, RULE, (key) => escapes(program, key));
}

function* neverEnded(program: SourceProgram): Generator<Finding> {
  const told = new Set<Key>();
  const starts = [...armingsIn(program)];
  for (const start of starts) {
    const { site, kind, key, isStatic } = start;
    if (!isStatic || key === undefined || told.has(key)) continue;
    const module = moduleAround(program, site.fn);
    const exit = module && moduleExitOf(module);
    if (!exit || callsUnknown(program, exit) || isEnded(program, start) || escapes(program, key)) continue;
    told.add(key);
    yield finding(
      RULE[kind],
      "error",
      `nothing waits for this ${kind} before the module is unloaded: it may still be pending or running`,
      site.fn,
      site.call,
      [
        ...starts
          .filter((other) => other !== start && other.key !== undefined && sameKey(other.key, key))
          .map((other) => note("it is set going here too", other.site.fn, other.site.call)),
        note(`${exit.name}() ends the module here`, exit, exit),
      ],
    );
  }
}

function isEnded(program: SourceProgram, start: Arming): boolean {
  const { kind, key = "" } = start;
  const isFlushed = kind === "work" || (kind === "delayed work" && !queuesItself(program, start));
  const all =
    kind === "kthread work" ? STOPPERS : kind === "rcu work" || isFlushed ? ENDS_ALL_WORK : undefined;
  if (all && [...all].some((name) => program.callsOf(name).length > 0)) return true;
  return endsOf(program, kind, key).length > 0;
}

/**
 * Whether a delayed work's function queues it again whatever comes: one that waits for its time is in no queue, and nobody who
 * flushes a queue waits for it; kernel/workqueue.c, __queue_delayed_work().
 */
function queuesItself(program: SourceProgram, { key = "" }: Arming): boolean {
  return callbacksOf(program).some(
    (callback) =>
      callback.kind === "delayed work" &&
      sameKey(callback.key, key) &&
      armingsOf(program, callback).some(({ site }) => site.fn === callback.fn && isAlwaysMade(site)),
  );
}

/** Whether its address goes to somebody who may end it: a helper without a body here, a list, a struct. */
function escapes(program: SourceProgram, key: Key): boolean {
  return program.indexed.some((fn) =>
    program.callsIn(fn).some(({ call }) => {
      const name = calleeName(call) ?? "";
      if (ARMS.has(name) || LEAVES_NONE.has(name) || HARMLESS.test(name)) return false;
      return call.args.some((arg) => {
        const given = program.keyOf(arg, fn);
        return given !== undefined && sameKey(given, key);
      });
    }),
  );
}

/** Calls that only set up, look at or half end a callback. */
const HARMLESS =
  /^(timer_setup\w*|setup_timer\w*|init_timer\w*|timer_pending|del_timer|timer_delete|hrtimer_(init|setup|active|is_queued|callback_running|forward|forward_now|get_remaining|set_expires\w*|try_to_cancel)|__?INIT_(DELAYED_)?WORK\w*|INIT_(DELAYED_)?WORK\w*|work_pending|delayed_work_pending|cancel_(delayed_)?work|tasklet_(init|setup|disable\w*|enable)|to_delayed_work)$/;
