import type { Command } from "commander";
import { DEFAULT_KERNEL, defaultArch } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import type { Bench } from "../fix/index.ts";
import { readCrashes } from "../oops/index.ts";
import { searchText } from "../core/progress-text.ts";
import { printableData } from "../core/printable.ts";
import { pageOfSolution } from "../page/page-of-log.ts";
import { solveText, type Solution } from "../report/solve-text.ts";
import { runModule } from "../run/run.ts";
import { solveLog } from "../solve/solve.ts";
import { targetOf } from "../solve/target.ts";
import { EXIT } from "./exit.ts";
import {
  archOption,
  compileOptions,
  kernelOption,
  limitsOf,
  readInput,
  splitParameters,
  type CompileFlags,
} from "./options.ts";
import { shownFrom } from "./fix-files.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import { loadProgram, readModule, sourceOf } from "./load.ts";
import { version } from "../host/package-version.ts";
import { partLoader, partOptions, runAgain, tellPart } from "./part.ts";
import { typedCommand } from "./typed.ts";
import { Progress, styleFor, widthOf } from "./terminal.ts";
import { worldOf, worldOptions, type WorldFlags } from "./world.ts";

interface Flags extends CompileFlags, WorldFlags, HtmlFlag {
  readonly log: string;
  readonly faults: boolean;
  readonly fix: boolean;
  readonly json: boolean;
}

export function registerSolve(program: Command): void {
  const command = program
    .command("solve")
    .summary("explain a panic and reproduce it from the module's source")
    .description("Read a kernel log and a module's source, and join what they say in one report.")
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
  compileOptions(worldOptions(htmlOption(command))).action((words: string[], flags: Flags) =>
    solve(words, flags, command),
  );
}

async function solve(words: string[], flags: Flags, command: Command): Promise<void> {
  const { paths, parameters } = splitParameters(words);
  const [first, ...others] = readCrashes(readInput(flags.log));
  if (!first) throw new UserError(`${flags.log}: no crash in this log; "unoops run" needs none`);
  const target = targetOf(first, {
    ...(flags.kernel === undefined ? {} : { kernel: kernelOption(flags.kernel) }),
    ...(flags.arch === undefined ? {} : { arch: archOption(flags.arch, DEFAULT_KERNEL) }),
  });
  if (!target) throw new UserError("the log does not say its kernel: give --kernel");
  const { kernel, arch } = target;
  const source = readModule(paths);
  const progress = new Progress();
  progress.say("compiling");
  const program = await loadProgram(source, {
    kernel,
    arch,
    compiler: flags.cc,
    cache: flags.cache,
    ...limitsOf(flags),
    ...partOptions(flags),
    onPart: tellPart,
  });
  const verdict = runModule(program, {
    parameters,
    faults: flags.faults,
    world: worldOf(flags),
    limits: limitsOf(flags),
    source: sourceOf(source),
    onProgress: (at) => progress.say(searchText(at)),
  });
  // where the whole was refused, a changed one would be
  const asPart = { ...flags, ...(program.part === undefined ? {} : { part: true }) };
  const load = partLoader(asPart, () => {});
  const bench: Bench = {
    kernels: [kernel],
    build: (module) =>
      load(module, { kernel, arch, compiler: flags.cc, cache: flags.cache, ...limitsOf(flags) }),
    parameters,
    world: worldOf(flags),
    limits: limitsOf(flags),
    say: (text) => progress.say(text),
  };
  const solution = await solveLog([first, ...others], {
    source,
    name: program.name,
    verdict,
    arch,
    shownAs: shownFrom(process.cwd()),
    ...(flags.fix ? { bench } : {}),
  });
  progress.done();
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ tool: "unoops", version: version(), command: "solve", ...solution }, jsonSafe, 2)}\n`,
    );
  else process.stdout.write(solveText(printableData(solution), styleFor(), widthOf()));
  const page = {
    name: source.name,
    command: typedCommand(command),
    replay: runAgain(
      [...words, ...(verdict.parameters ?? [])],
      { ...flags, ...(arch === defaultArch(kernel) ? {} : { arch }) },
      verdict.scope,
    ),
    source: sourceOf(source),
  };
  await writeHtml(flags, page, (setting) => pageOfSolution(solution, setting));
  process.exitCode = statusFor(solution, flags.fix);
}

function statusFor({ match, patch, verdict }: Solution, wantsPatch: boolean): number {
  if (!match) return verdict.outcome === "undecided" ? EXIT.undecided : EXIT.found;
  if (!wantsPatch || patch?.proof === "proven") return EXIT.nothing;
  return patch && patch.proof !== "partly" ? EXIT.undecided : EXIT.found;
}

/** Registers are 64 bits wide, and belong to `explain --json`. */
function jsonSafe(key: string, value: unknown): unknown {
  if (key === "crash") return undefined;
  return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}
