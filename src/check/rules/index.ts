import type { Finding } from "../../core/finding.ts";
import type { RuleId } from "../../core/rules.ts";
import type { ThreadCase } from "../case.ts";
import type { SourceProgram } from "../code/program.ts";
import { callbackOutlives } from "./callback-outlives.ts";
import { doubleStop } from "./double-stop.ts";
import { endlessWait } from "./endless-wait.ts";
import { errPtr } from "./err-ptr.ts";
import { forgottenStop } from "./forgotten-stop.ts";
import { leftByInit } from "./left-by-init.ts";
import { leftStack } from "./left-stack.ts";
import { lostHandle } from "./lost-handle.ts";
import { lostWakeup } from "./lost-wakeup.ts";
import { neverRan } from "./never-ran.ts";
import { neverStops } from "./never-stops.ts";
import { nullCheck } from "./null-check.ts";
import { outsideLife } from "./outside-life.ts";
import { outlivesModule } from "./outlives-module.ts";
import { parameterChanges } from "./parameter-changes.ts";
import { rcuOutlives } from "./rcu-outlives.ts";
import { readAfterStop } from "./read-after-stop.ts";
import { refLeak } from "./ref-leak.ts";
import { signalMask } from "./signal-mask.ts";
import { sleepsInAtomic } from "./sleeps-in-atomic.ts";
import { stopUnderFlag } from "./stop-under-flag.ts";
import { startedAgain } from "./started-again.ts";
import { stoppedByOther } from "./stopped-by-other.ts";
import { droppedHandle } from "./dropped-handle.ts";
import { stackArgument } from "./stack-argument.ts";
import { stopAfterExit } from "./stop-after-exit.ts";
import { stopDeadlock } from "./stop-deadlock.ts";
import { unraised } from "./unraised.ts";
import { unreferencedRead } from "./unreferenced-read.ts";

/** A file of this folder: what it may find, and how. Sweeps keep results by what is found, and make them again when such a file changes. */
export interface RuleFile<Subject = never> {
  readonly file: string;
  readonly finds: readonly RuleId[];
  readonly judge: (subject: Subject) => Iterable<Finding>;
}

/** Every rule about one thread. */
export const THREAD_RULES: readonly RuleFile<ThreadCase>[] = [
  { file: "double-stop", finds: ["kthread-double-stop"], judge: doubleStop },
  { file: "dropped-handle", finds: ["kthread-outlives-module"], judge: droppedHandle },
  { file: "endless-wait", finds: ["kthread-stop-deadlock"], judge: endlessWait },
  { file: "err-ptr", finds: ["kthread-err-ptr"], judge: errPtr },
  { file: "forgotten-stop", finds: ["kthread-never-stops"], judge: forgottenStop },
  { file: "left-by-init", finds: ["kthread-outlives-module"], judge: leftByInit },
  {
    file: "lost-handle",
    finds: ["kthread-ref-leak", "kthread-never-stops", "kthread-never-ran"],
    judge: lostHandle,
  },
  { file: "lost-wakeup", finds: ["kthread-lost-wakeup"], judge: lostWakeup },
  { file: "never-ran", finds: ["kthread-never-ran"], judge: neverRan },
  { file: "never-stops", finds: ["kthread-never-stops"], judge: neverStops },
  { file: "null-check", finds: ["kthread-null-check"], judge: nullCheck },
  { file: "outlives-module", finds: ["kthread-outlives-module"], judge: outlivesModule },
  { file: "outside-life", finds: ["kthread-unreferenced-read", "null-dereference"], judge: outsideLife },
  { file: "parameter-changes", finds: ["kthread-outlives-module"], judge: parameterChanges },
  { file: "read-after-stop", finds: ["kthread-unreferenced-read"], judge: readAfterStop },
  { file: "ref-leak", finds: ["kthread-ref-leak"], judge: refLeak },
  { file: "sleeps-in-atomic", finds: ["sleep-in-atomic"], judge: sleepsInAtomic },
  { file: "stack-argument", finds: ["use-after-free"], judge: stackArgument },
  { file: "started-again", finds: ["kthread-outlives-module"], judge: startedAgain },
  { file: "stopped-by-other", finds: ["kthread-double-stop", "sleep-in-atomic"], judge: stoppedByOther },
  { file: "stop-under-flag", finds: ["kthread-outlives-module"], judge: stopUnderFlag },
  {
    file: "stop-after-exit",
    finds: ["kthread-stop-after-exit", "kthread-pin-too-late"],
    judge: stopAfterExit,
  },
  { file: "stop-deadlock", finds: ["kthread-stop-deadlock", "sleep-in-atomic"], judge: stopDeadlock },
  { file: "unraised", finds: ["kthread-stop-deadlock"], judge: unraised },
  { file: "unreferenced-read", finds: ["kthread-unreferenced-read"], judge: unreferencedRead },
];

/** Every rule about a program as a whole. */
export const PROGRAM_RULES: readonly RuleFile<SourceProgram>[] = [
  { file: "rcu-outlives", finds: ["rcu-callback-outlives-module"], judge: rcuOutlives },
  { file: "left-stack", finds: ["use-after-free"], judge: leftStack },
  { file: "signal-mask", finds: ["allow-signal-mask"], judge: signalMask },
  {
    file: "callback-outlives",
    finds: [
      "work-outlives-module",
      "timer-outlives-module",
      "tasklet-outlives-module",
      "handler-outlives-module",
    ],
    judge: callbackOutlives,
  },
];

export const RULE_FILES: readonly RuleFile[] = [...PROGRAM_RULES, ...THREAD_RULES];

/** What reading source can find. */
export const CHECK_RULES: ReadonlySet<RuleId> = new Set(RULE_FILES.flatMap(({ finds }) => finds));
