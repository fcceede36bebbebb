/** The room's door: what other rooms may use. */
export { checkProgram, type CheckResult, type FindMore, type Unjudged } from "./check-program.ts";
