/** The public API: what a program that embeds unoops may import. */
export * from "./core/finding.ts";
export * from "./core/fix.ts";
export * from "./core/kernel-version.ts";
export * from "./core/rules.ts";
export * from "./core/span.ts";
export { UserError } from "./core/user-error.ts";
export { buildProgram, CompileError } from "./compile/build.ts";
export { NO_CACHE, type Cache } from "./compile/cache.ts";
export { embeddedToolchain } from "./compile/embedded.ts";
export type { ModuleSource } from "./compile/module-source.ts";
export type { Program } from "./compile/program.ts";
export type { Toolchain } from "./compile/toolchain.ts";
export { fixModule, judgeChange, unifiedDiff, withPatch, type Bench } from "./fix/index.ts";
export { diagnose, loadDisassembler, readCrashes, type Crash, type Diagnosis } from "./oops/index.ts";
export { runModule, type RunOptions } from "./run/run.ts";
export { bestMatch, type Match } from "./solve/compare.ts";
