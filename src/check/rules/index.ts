import type { Finding } from "../../core/finding.ts";
import type { Rule } from "../case.ts";
import type { SourceProgram } from "../code/program.ts";
import { callbackOutlives } from "./callback-outlives.ts";
import { doubleStop } from "./double-stop.ts";
import { endlessWait } from "./endless-wait.ts";
import { errPtr } from "./err-ptr.ts";
import { forgottenStop } from "./forgotten-stop.ts";
import { leftByInit } from "./left-by-init.ts";
import { lostHandle } from "./lost-handle.ts";
import { lostWakeup } from "./lost-wakeup.ts";
import { neverRan } from "./never-ran.ts";
import { neverStops } from "./never-stops.ts";
import { nullCheck } from "./null-check.ts";
import { outsideLife } from "./outside-life.ts";
import { outlivesModule } from "./outlives-module.ts";
import { parameterChanges } from "./parameter-changes.ts";
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
import { unreferencedRead } from "./unreferenced-read.ts";

/** Every rule about one thread. */
export const THREAD_RULES: readonly Rule[] = [
  doubleStop,
  droppedHandle,
  endlessWait,
  errPtr,
  forgottenStop,
  leftByInit,
  lostHandle,
  lostWakeup,
  neverRan,
  neverStops,
  nullCheck,
  outlivesModule,
  outsideLife,
  parameterChanges,
  readAfterStop,
  refLeak,
  sleepsInAtomic,
  stackArgument,
  startedAgain,
  stoppedByOther,
  stopUnderFlag,
  stopAfterExit,
  stopDeadlock,
  unreferencedRead,
];

/** Every rule about a program as a whole. */
export const PROGRAM_RULES: readonly ((program: SourceProgram) => Iterable<Finding>)[] = [
  signalMask,
  callbackOutlives,
];
