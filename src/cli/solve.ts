import type { Command } from "commander";
import type { ModuleSource } from "../compile/module-source.ts";
import { nearestKernel, type Arch, type KernelVersion } from "../core/kernel-version.ts";
import { searchText } from "../core/progress-text.ts";
import { showSpan } from "../core/span.ts";
import { UserError } from "../core/user-error.ts";
import { fixModule, unifiedDiff } from "../fix/index.ts";
import { annotate, diagnose, loadDisassembler, readCrashes, type Crash } from "../oops/index.ts";
import { printableData } from "../core/printable.ts";
import { pageOfSolution } from "../page/page-of-log.ts";
import { solveText, type Solution } from "../report/solve-text.ts";
import { runModule } from "../run/run.ts";
import { adviceFor } from "../solve/advice.ts";
import { bestMatch, type Match } from "../solve/compare.ts";
import { EXIT } from "./exit.ts";
import { shownFrom } from "./fix-files.ts";
import { bestOf } from "./fix.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import { archOption, kernelOption, loadProgram, readInput, readModule, sourceOf } from "./load.ts";
import { version } from "./package-version.ts";
import { partLoader, partOptions, tellPart } from "./part.ts";
import { compileOptions, limitsOf, splitParameters, timeOf, type CompileFlags } from "./run.ts";
import { Progress, styleFor, widthOf } from "./terminal.ts";

interface Flags extends CompileFlags, HtmlFlag {
  readonly log: string;
  readonly faults: boolean;
  readonly fix: boolean;
  readonly json: boolean;
}

export function registerSolve(program: Command): void {
  const command = program
    .command("solve")
    .summary("explain a panic and reproduce it from the module's source")
    .description("Reads a kernel log and a module's source, and joins what each of them says in one report.")
    .argument(
      "<source...>",
      "a .c file, several, or a folder with a Makefile; then name=value for module parameters",
    )
    .requiredOption("--log <file>", "the log, in any form; - is standard input")
    .option("--faults", "let allocations and kthread creation fail too", false)
    .option("--no-fix", "explain and reproduce, but make no patch")
    .option("--json", "print one JSON object", false)
    .addHelpText(
      "after",
      `
Exit status: 0 the log is explained and reproduced, and a patch is proven; 1 it is not; 2 wrong usage; 3 undecided.

Examples:
  unoops solve --log panic.txt early-exit.c
  dmesg | unoops solve --log - drivers/foo/`,
    );
  compileOptions(htmlOption(command)).action(solve);
}

async function solve(words: string[], flags: Flags): Promise<void> {
  const { paths, parameters } = splitParameters(words);
  const crashes = readCrashes(readInput(flags.log));
  const [first] = crashes;
  if (!first) throw new UserError(`${flags.log}: no crash in this log; "unoops run" needs none`);
  const kernel =
    flags.kernel === undefined ? nearestKernel(first.kernel ?? "6.12") : kernelOption(flags.kernel);
  if (!kernel) throw new UserError("the log does not say its kernel: give --kernel");
  const arch =
    flags.arch === undefined ? archOf(first, archOption(undefined, kernel)) : archOption(flags.arch, kernel);
  const source = readModule(paths);
  const progress = new Progress();
  progress.say("compiling");
  const program = await loadProgram(source, {
    kernel,
    arch,
    compiler: flags.cc,
    cache: flags.cache,
    ...partOptions(flags),
    onPart: tellPart,
  });
  const verdict = runModule(program, {
    parameters,
    faults: flags.faults,
    limits: limitsOf(flags),
    source: sourceOf(source),
    onProgress: (at) => progress.say(searchText(at, timeOf(flags))),
  });
  const match = bestMatch(crashes, verdict.findings);
  const shown = match?.crash ?? first;
  const disassembler = await loadDisassembler();
  const diagnosis = diagnose(shown, crashes, disassembler);
  const { summary, rule, evidence, next } = diagnosis;
  const useful = match?.reproduced ? match : undefined;
  const patch =
    useful && flags.fix
      ? await patchFor(source, {
          kernel,
          arch,
          parameters,
          flags,
          isPart: program.part !== undefined,
          progress,
        })
      : undefined;
  progress.done();
  const solution: Solution = {
    log: {
      headline: shown.headline,
      arch: shown.arch,
      summary,
      evidence,
      trace: shown.frames.map((frame) => frame.function),
      ...(shown.kernel === undefined ? {} : { kernel: shown.kernel }),
      ...(rule === undefined ? {} : { rule }),
    },
    verdict,
    arch,
    ...(useful ? { match: useful } : {}),
    ...(patch ? { patch } : {}),
    advice: useful ? adviceFor(useful.finding.rule) : next,
    remarks: remarksOf(useful, shown, program.name),
  };
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ tool: "unoops", version: version(), command: "solve", ...solution }, jsonSafe, 2)}\n`,
    );
  else process.stdout.write(solveText(printableData(solution), styleFor(), widthOf()));
  const page = { name: source.name, command: `unoops solve ${words.join(" ")}`, source: sourceOf(source) };
  await writeHtml(flags, page, (setting) => pageOfSolution(solution, annotate(shown, disassembler), setting));
  process.exitCode = statusFor(solution, flags.fix);
}

function statusFor({ match, patch, verdict }: Solution, wantsPatch: boolean): number {
  if (!match) return verdict.outcome === "undecided" ? EXIT.undecided : EXIT.found;
  if (!wantsPatch || patch?.proof === "proven") return EXIT.nothing;
  return patch && patch.proof !== "partly" ? EXIT.undecided : EXIT.found;
}

interface PatchWork {
  readonly kernel: KernelVersion;
  readonly arch: Arch;
  readonly parameters: ReadonlyMap<string, string>;
  readonly flags: Flags;
  /** The whole was refused already. */
  readonly isPart: boolean;
  readonly progress: Progress;
}

/** The smallest patch that holds, for the kernel of the log. */
async function patchFor(source: ModuleSource, work: PatchWork): Promise<Solution["patch"]> {
  const { kernel, arch, parameters, flags, isPart, progress } = work;
  const load = partLoader({ ...flags, ...(isPart ? { part: true } : {}) }, () => {});
  const report = await fixModule(source, {
    kernels: [kernel],
    build: (module) => load(module, { kernel, arch, compiler: flags.cc, cache: flags.cache }),
    parameters,
    limits: limitsOf(flags),
    say: (text) => progress.say(text),
  });
  const best = bestOf(report);
  if (!best?.judgement) return undefined;
  const { proof, because, left } = best.judgement;
  const stillThere = left.map(({ rule, message, span }) => `left: ${rule}: ${message} (${showSpan(span)})`);
  return {
    title: best.title,
    proof,
    because: [...stillThere, ...because],
    diff: unifiedDiff(best.files, shownFrom(process.cwd())),
  };
}

/** Registers are 64 bits wide, and belong to `explain --json`. */
function jsonSafe(key: string, value: unknown): unknown {
  if (key === "crash") return undefined;
  return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}

function archOf({ arch }: Crash, otherwise: Arch): Arch {
  return arch === "arm" || arch === "x86_64" ? arch : otherwise;
}

function remarksOf(match: Match | undefined, crash: Crash, name: string): string[] {
  const unloading = crash.modules.find(({ state }) => state === "unloading" || state === "last unloaded");
  if (!match || !unloading || unloading.name === name) return [];
  return [
    `The log's module is called ${unloading.name}, this source ${name}: that they are the same is taken for granted.`,
  ];
}
