/** The room's door: what other rooms may use. */
export { checkProgram, type CheckResult, type FindMore, type Unjudged } from "./check-program.ts";
export { baselineOf, beyondBaseline, type Baseline } from "./baseline.ts";
export type { Remark } from "./ignore.ts";
