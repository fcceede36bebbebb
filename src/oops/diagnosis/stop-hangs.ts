import type { RuleId } from "../../core/rules.ts";
import { certain, chain, likely, type Diagnosis, type Evidence, type Facts } from "./diagnosis.ts";
import { endedBefore, stoppedBefore } from "./own-messages.ts";
import { sceneEvidence } from "./scene.ts";
import { HOLD_A_REFERENCE } from "./stop-after-exit.ts";

interface Cause {
  readonly rule: RuleId;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly next: readonly string[];
}

/** A stop that never returns: kthread_stop() waits for the thread's completion, which does not come. */
export function stopHangs(facts: Facts): Diagnosis | undefined {
  const { crash } = facts;
  if (crash.type !== "HANG" || !chain(crash).includes("kthread_stop")) return undefined;
  const { rule, summary, evidence, next } = cause(facts);
  const all: RuleId[] = [
    "kthread-never-stops",
    "kthread-double-stop",
    "kthread-stop-after-exit",
    "kthread-stop-deadlock",
  ];
  return {
    rule,
    alternatives: all.filter((other) => other !== rule),
    summary,
    evidence: [
      certain(
        "the process sleeps in kthread_stop(), below wait_for_completion(): the thread never completed its exit for it",
      ),
      ...evidence,
      ...sceneEvidence(crash),
    ],
    next,
  };
}

function cause(facts: Facts): Cause {
  const again = stoppedBefore(facts);
  if (again !== undefined)
    return {
      rule: "kthread-double-stop",
      summary:
        "kthread_stop() waits for a thread that it, or another call, has already stopped: its completion was consumed then.",
      evidence: [likely(`a message before says that a stop had returned: "${again}"`)],
      next: HOLD_A_REFERENCE,
    };
  const ended = endedBefore(facts);
  if (ended !== undefined)
    return {
      rule: "kthread-stop-after-exit",
      summary:
        "kthread_stop() waits for a thread that had already ended by itself: the handle is stale, and the memory may be another thread's by now.",
      evidence: [likely(`a message before says that a thread had ended: "${ended}"`)],
      next: HOLD_A_REFERENCE,
    };
  const blocked = blockedThread(facts);
  if (blocked !== undefined)
    return {
      rule: "kthread-stop-deadlock",
      summary:
        "kthread_stop() waits for a thread that itself waits for something the stopping process holds.",
      evidence: [likely(`thread ${blocked} hangs too, on a lock`)],
      next: ["do not hold a lock that the thread takes while it is stopped", "unoops run MODULE.c"],
    };
  return {
    rule: "kthread-never-stops",
    summary:
      "kthread_stop() waits for a thread that does not end: it does not see, or does not look at, kthread_should_stop().",
    evidence: [],
    next: [
      "look for a loop, or a sleep without a wakeup, in the thread function that does not test kthread_should_stop()",
      "unoops run MODULE.c",
    ],
  };
}

/** A kernel thread that hangs on a lock in the same log. */
function blockedThread({ crash, crashes }: Facts): string | undefined {
  const other = crashes.find(
    (each) =>
      each !== crash &&
      each.type === "HANG" &&
      each.process.pid !== crash.process.pid &&
      chain(each).includes("kthread") &&
      chain(each).some((name) => /mutex_lock|down_/.test(name)),
  );
  return other?.process.comm;
}
