import type { Cache } from "../compile/cache.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { CompilerName } from "../compile/toolchain.ts";
import type { Verdict } from "../core/finding.ts";
import { UserError } from "../core/user-error.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { toolchainFor } from "../host/toolchain.ts";
import { judgeModule, refused } from "../judge/index.ts";
import { sourceOf } from "../run/source-text.ts";
import { buildWholeOrPart, type Extent, type PartChoice } from "../slice/index.ts";
import type { JobOf } from "./job.ts";
import { headersIn, moduleOf } from "./module.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Milliseconds: a source that takes a compiler longer was written to. */
const LONGEST_COMPILE = 60_000;

/** What jobs that compile are given by the machine they run on. */
export interface Machinery {
  readonly cache: Cache;
  readonly compiler: CompilerName;
}

/** Files of a module job. */
export interface ModuleFiles {
  readonly sources: ReadonlyMap<string, Uint8Array>;
  readonly headers: ReadonlyMap<string, Uint8Array>;
}

/** Runs a module, or the part of a driver that its threads live in. */
export async function performRun(
  job: JobOf<"run">,
  files: ModuleFiles,
  machinery: Machinery,
): Promise<JobResult> {
  const world = { users: job.users, loads: job.reload ? 2 : 1 };
  return resultOf(await verdictOf(job, files, machinery, { faults: job.faults, world }));
}

/** The verdict of a module; one that does not compile, or lacks a parameter, is undecided. */
export async function verdictOf(
  job: JobOf<"run" | "confirm">,
  files: ModuleFiles,
  machinery: Machinery,
  how: {
    readonly faults?: boolean;
    readonly world?: { readonly users: number; readonly loads: number };
  } = {},
): Promise<Verdict> {
  const source = moduleOf(job, files.sources);
  const build = await builderFor(source, files, job, machinery);
  const options = {
    ...how,
    parameters: new Map(Object.entries(job.parameters)),
    limits: { states: job.states, time: Infinity },
    source: sourceOf(source),
  };
  try {
    return await judgeModule(source, await build("auto"), options, {
      part: () => build("always"),
      outline: () => build("always", "outline"),
      generous: () => build("always", "generous"),
    });
  } catch (error) {
    if (error instanceof UserError) return refused(error, job.kernel);
    throw error;
  }
}

/** Compiles a module, whole or in part. */
export async function builderFor(
  source: ModuleSource,
  { headers }: Pick<ModuleFiles, "headers">,
  target: Pick<JobOf<"run">, "kernel" | "arch">,
  { cache, compiler }: Machinery,
): Promise<(part: PartChoice, extent?: Extent) => Promise<LinkedProgram>> {
  const toolchain = await toolchainFor(compiler, cache, LONGEST_COMPILE);
  const how = {
    target: { kernel: target.kernel, arch: target.arch },
    toolchain,
    kernel: readKernelFiles(),
    cache,
  };
  return (part, extent) => buildWholeOrPart(source, how, { part, extent, headers: () => headersIn(headers) });
}

/** What of a verdict is the same wherever it is found. */
export function resultOf({ outcome, scope, findings, coverage, assumptions }: Verdict): JobResult {
  return {
    ...NOTHING,
    outcome,
    isPart: scope === "part",
    findings,
    reasons: outcome === "bounded" || outcome === "undecided" ? [...coverage] : [],
    assumptions: [...assumptions],
  };
}
