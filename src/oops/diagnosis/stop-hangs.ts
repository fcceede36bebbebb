import type { RuleId } from "../../core/rules.ts";
import { certain, chain, isAsleep, likely, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import type { Crash } from "../crash.ts";
import { endedBefore, stoppedBefore } from "./own-messages.ts";
import { sceneEvidence } from "./scene.ts";
import { HOLD_A_REFERENCE } from "./stop-after-exit.ts";

/** Why a stop may wait for ever, and the words of the log that tell. */
interface Cause {
  readonly rule: RuleId;
  readonly sign: (facts: LogFacts) => string | undefined;
  readonly summary: string;
  readonly evidence: (sign: string) => string;
  readonly next: readonly string[];
}

/** The particular before the general; the last one needs no sign. */
const CAUSES: readonly Cause[] = [
  {
    rule: "kthread-double-stop",
    sign: stoppedBefore,
    summary:
      "kthread_stop() waits for a thread that it, or another call, has already stopped: its completion was consumed then.",
    evidence: (sign) => `a message before says that a stop had returned: "${sign}"`,
    next: HOLD_A_REFERENCE,
  },
  {
    rule: "kthread-stop-after-exit",
    sign: endedBefore,
    summary:
      "kthread_stop() waits for a thread that had already ended by itself: the handle is stale, and the memory may be another thread's by now.",
    evidence: (sign) => `a message before says that a thread had ended: "${sign}"`,
    next: HOLD_A_REFERENCE,
  },
  {
    rule: "kthread-stop-deadlock",
    sign: blockedThread,
    summary: "kthread_stop() waits for a thread that itself waits for something the stopping process holds.",
    evidence: (sign) => `thread ${sign} hangs too, on a lock`,
    next: ["do not hold a lock that the thread takes while it is stopped", "unoops run MODULE.c"],
  },
];

const NEVER_LOOKS = {
  rule: "kthread-never-stops",
  summary:
    "kthread_stop() waits for a thread that does not end: it does not see, or does not look at, kthread_should_stop().",
  next: [
    "look for a loop, or a sleep without a wakeup, in the thread function that does not test kthread_should_stop()",
    "unoops run MODULE.c",
  ],
} as const;

const COMPLETION = /^(?:wait_for_completion|__wait_for_common|wait_for_common|do_wait_for_common)$/;

/** A stop that never returns: kthread_stop() waits for the thread's completion, which does not come. */
export function stopHangs(facts: LogFacts): Diagnosis | undefined {
  const { crash } = facts;
  if (!isAsleep(crash) || !chain(crash).includes("kthread_stop")) return undefined;
  const told = CAUSES.map((cause) => ({ cause, sign: cause.sign(facts) })).find(
    ({ sign }) => sign !== undefined,
  );
  const { rule, summary, next } = told?.cause ?? NEVER_LOOKS;
  const all: RuleId[] = [NEVER_LOOKS.rule, ...CAUSES.map((cause) => cause.rule)];
  return {
    rule,
    alternatives: all.filter((other) => other !== rule),
    summary,
    evidence: [
      waitsForThread(crash)
        ? certain(
            "thread-never-completed",
            "the process sleeps in kthread_stop(), below wait_for_completion(): the thread never completed its exit for it",
          )
        : certain("sleeps-in-stop", "the process sleeps in kthread_stop()"),
      ...(told?.sign === undefined ? [] : [likely(told.cause.evidence(told.sign))]),
      ...sceneEvidence(crash),
    ],
    next,
  };
}

/** True when nothing but the wait for a completion lies between the sleep and kthread_stop(). */
function waitsForThread(crash: Crash): boolean {
  const callers = chain(crash);
  const [inner] = callers.slice(0, callers.indexOf("kthread_stop")).toReversed();
  return inner !== undefined && COMPLETION.test(inner);
}

/** A kernel thread that hangs on a lock in the same log. */
function blockedThread({ crash, crashes }: LogFacts): string | undefined {
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
