import type { BuildOptions } from "../compile/build-options.ts";
import { CompileError } from "../compile/compile-error.ts";
import type { Target } from "../compile/flags.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { bestOf } from "../core/fix.ts";
import { DEFAULT_KERNEL, defaultArch } from "../core/kernel-version.ts";
import { printable, printableData } from "../core/printable.ts";
import { searchText } from "../core/progress-text.ts";
import { UserError } from "../core/user-error.ts";
import { explained } from "../explain/view.ts";
import { fixModule, unifiedDiff, withPatch, type Bench } from "../fix/index.ts";
import { judgeModule } from "../judge/index.ts";
import { hintsFor } from "../kernel-api/index.ts";
import { annotate, diagnose, loadDisassembler, readCrashes, type Crash } from "../oops/index.ts";
import { pageOfFix } from "../page/page-of-fix.ts";
import { pageOfExplained, pageOfSolution } from "../page/page-of-log.ts";
import { pageOfRun, type Setting } from "../page/page-of.ts";
import { ROOMS } from "../page/room.ts";
import type { RunOptions } from "../run/options.ts";
import { runModule } from "../run/run.ts";
import { sourceOf } from "../run/source-text.ts";
import { buildWholeOrPart, type Extent, type Slice } from "../slice/index.ts";
import { solveLog } from "../solve/solve.ts";
import { targetOf } from "../solve/target.ts";
import type { PlaygroundJob, Refusal, PlaygroundResult } from "./job.ts";
import { LONGEST_INPUT, MOST_MEMORY } from "./limits.ts";
import { moduleOf } from "./module-of.ts";

/** What a job is done with. */
export interface Tools extends Pick<BuildOptions, "toolchain" | "kernel" | "cache"> {
  readonly version: string;
  readonly say: (text: string) => void;
}

/** The tools, and what is to be told of the part that they made. */
interface Work extends Tools {
  readonly onPart: (slice: Slice, why?: string, diagnostics?: string) => void;
}

/** Does what `unoops explain`, `run`, `fix` and `solve` do, with the same functions, on text in memory. */
export async function perform(job: PlaygroundJob, tools: Tools): Promise<PlaygroundResult> {
  let part: Refusal | undefined;
  const onPart: Work["onPart"] = ({ kept, functions }, why, diagnostics = "") => {
    const run = `the part that its threads live in, ${kept.length} of ${functions} functions`;
    part = refusal(why === undefined ? run : `${why}; ${run}`, diagnostics, job);
  };
  const result = await JOBS[job.kind](job, { ...tools, onPart });
  return { ...result, page: printableData(result.page), ...(part ? { part } : {}) };
}

/** What a user can be told of an error; undefined where the fault is ours. */
export function refusalOf(error: unknown, job: PlaygroundJob): Refusal | undefined {
  if (error instanceof CompileError) return refusal(error.message, error.diagnostics, job);
  return error instanceof UserError ? refusal(error.message, "", job) : undefined;
}

function refusal(message: string, said: string, { kernel = DEFAULT_KERNEL }: PlaygroundJob): Refusal {
  const lines = printable(said)
    .split("\n")
    .filter((line) => line !== "");
  return { message: printable(message), diagnostics: [...lines, ...hintsFor(kernel, said)] };
}

const JOBS: Readonly<
  Record<PlaygroundJob["kind"], (job: PlaygroundJob, tools: Work) => Promise<PlaygroundResult>>
> = {
  explain: explainLog,
  run,
  fix,
  solve,
};

async function explainLog(job: PlaygroundJob, tools: Work): Promise<PlaygroundResult> {
  tools.say("reading the log");
  const crashes = crashesOf(job);
  const disassembler = crashes.some(({ code }) => code) ? await loadDisassembler() : undefined;
  const told = crashes.map((crash) => ({
    view: explained(crash, diagnose(crash, crashes, disassembler)),
    lines: annotate(crash, disassembler),
  }));
  return { page: pageOfExplained(told, 0, settingOf(job, tools, "log")) };
}

async function run(job: PlaygroundJob, tools: Work): Promise<PlaygroundResult> {
  const source = moduleOf(job);
  const target = targetFor(job);
  const parts: Parameters<Work["onPart"]>[] = [];
  const part = (why: string | undefined): Promise<LinkedProgram> => {
    const onPart = (slice: Slice): void => void parts.push([slice, why]);
    return compile(source, target, { ...tools, onPart }, "always");
  };
  const program = await compile(source, target, tools);
  const verdict = await judgeModule(source, program, optionsOf(job, source, tools), {
    part,
    outline: () => compile(source, target, { ...tools, onPart: () => {} }, "always", "outline"),
  });
  // the part may have come to no verdict either
  if (verdict.scope === "part") for (const told of parts) tools.onPart(...told);
  return { page: pageOfRun(verdict, target.arch, settingOf(job, tools, source)) };
}

async function fix(job: PlaygroundJob, tools: Work): Promise<PlaygroundResult> {
  const source = moduleOf(job);
  const report = await fixModule(source, benchFor(job, targetFor(job), tools));
  const best = bestOf(report.candidates);
  const diff = best ? unifiedDiff(best.files, nameInPatch) : "";
  return { page: pageOfFix(report, best, diff, settingOf(job, tools, source)), ...patchOf(source, diff) };
}

async function solve(job: PlaygroundJob, tools: Work): Promise<PlaygroundResult> {
  const [first, ...others] = crashesOf(job);
  if (!first) throw new UserError("there is no crash in this log: running the module needs none");
  const target = targetOf(first, job.kernel === undefined ? {} : { kernel: job.kernel });
  if (!target) throw new UserError("the log does not say its kernel: choose one");
  const source = moduleOf(job);
  const program = await compile(source, target, tools);
  const verdict = runModule(program, optionsOf(job, source, tools));
  const solution = await solveLog([first, ...others], {
    source,
    name: program.name,
    verdict,
    arch: target.arch,
    shownAs: nameInPatch,
    bench: benchFor(job, target, tools, program.part !== undefined),
  });
  return {
    page: pageOfSolution(solution, settingOf(job, tools, source)),
    ...patchOf(source, solution.patch?.diff ?? ""),
  };
}

function patchOf(source: ModuleSource, diff: string): Pick<PlaygroundResult, "patch"> {
  if (diff === "") return {};
  const [text] = withPatch(source, diff, "the patch").files.values();
  return typeof text === "string" ? { patch: { diff, source: text } } : {};
}

function crashesOf({ log }: PlaygroundJob): Crash[] {
  if (log.length > LONGEST_INPUT)
    throw new UserError("the log is too long for this page: unoops on a command line takes it");
  return readCrashes(log);
}

function nameInPatch(path: string): string {
  return path;
}

function targetFor({ kernel = DEFAULT_KERNEL }: PlaygroundJob): Target {
  return { kernel, arch: defaultArch(kernel) };
}

function compile(
  source: ModuleSource,
  target: Target,
  { toolchain, kernel, cache, say, onPart }: Work,
  part: "auto" | "always" = "auto",
  extent?: Extent,
): Promise<LinkedProgram> {
  say("compiling");
  return buildWholeOrPart(
    source,
    { target, toolchain, kernel, cache },
    { part, extent, headers: () => () => undefined, onPart },
  );
}

/** How patches are tried; where the whole was refused once, it is not tried any more. */
function benchFor(job: PlaygroundJob, target: Target, tools: Work, isPart = false): Bench {
  let onlyPart = isPart;
  const onFirst: Work["onPart"] = (...told) => {
    if (!onlyPart) tools.onPart(...told);
    onlyPart = true;
  };
  return {
    kernels: [target.kernel],
    build: (module) => compile(module, target, { ...tools, onPart: onFirst }, onlyPart ? "always" : "auto"),
    limits: limitsOf(job),
    say: tools.say,
  };
}

function optionsOf(job: PlaygroundJob, source: ModuleSource, { say }: Tools): RunOptions {
  return {
    faults: job.faults,
    limits: limitsOf(job),
    source: sourceOf(source),
    onProgress: (at) => say(searchText(at)),
  };
}

function limitsOf({ seconds }: PlaygroundJob): NonNullable<RunOptions["limits"]> {
  return { time: seconds * 1000, memory: MOST_MEMORY };
}

/** The command is what does the same in a terminal. */
function settingOf(job: PlaygroundJob, { version }: Tools, of: ModuleSource | "log"): Setting {
  const base = { version, room: ROOMS[0]! };
  if (of === "log")
    return { ...base, name: "The log", command: "unoops explain", replay: "", source: () => undefined };
  const kernel = job.kernel === undefined ? [] : ["--kernel", job.kernel];
  const log = job.kind === "solve" ? ["--log", "panic.txt"] : [];
  const faults = job.faults && job.kind !== "fix" ? ["--faults"] : [];
  const file = of.userPath(of.units[0] ?? "");
  const command = ["unoops", job.kind, ...log, ...kernel, ...faults, file].join(" ");
  return { ...base, name: of.name, command, replay: `unoops run ${file}`, source: sourceOf(of) };
}
