/** The room's door: what other rooms may use. */
export { fixModule, WITHIN } from "./fix-module.ts";
export { judgeChange, withPatch } from "./judge-patch.ts";
export { changedFiles } from "./sources.ts";
export { readErrors, type Bench } from "./trial.ts";
export { unifiedDiff } from "./unified.ts";
