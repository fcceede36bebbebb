/** The room's door: what other rooms may use. */
export { checkProgram, type CheckResult, type FindMore, type Unjudged } from "./check-program.ts";
export { baselineOf, beyondBaseline, type Baseline } from "./baseline.ts";
export { callsOn } from "./code/calls-on.ts";
export { SourceProgram, type CallSite, type Write } from "./code/program.ts";
export { functionsWithin, sitesFrom, sitesWithin } from "./code/reach.ts";
export { byPlace } from "./in-order.ts";
export { RULE_FILES } from "./rules/index.ts";
export { readAsJudged } from "./read.ts";
export type { Remark } from "./ignore.ts";
export { findThreads, lastingKey, type Creation, type Stop, type Thread } from "./thread/thread.ts";
