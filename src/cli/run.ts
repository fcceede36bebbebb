import { Option, type Command } from "commander";
import { CompileError } from "../compile/build.ts";
import { printable } from "../core/printable.ts";
import type { Verdict } from "../core/finding.ts";
import { DEFAULT_KERNEL, KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";
import { searchText } from "../core/progress-text.ts";
import { UserError } from "../core/user-error.ts";
import { DEFAULT_LIMITS, type Limits } from "../explore/limits.ts";
import { pageOfRun } from "../page/page-of.ts";
import { runLines, runText } from "../report/run-text.ts";
import { verdictJson } from "../report/verdict-json.ts";
import { readReplay } from "../run/replay-text.ts";
import type { SearchProgress } from "../run/options.ts";
import { replayModule, runModule } from "../run/run.ts";
import type { Slice } from "../slice/index.ts";
import { kernelFor } from "./check-kernel.ts";
import { EXIT } from "./exit.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import {
  archOption,
  COMPILERS,
  kernelOption,
  loadProgram,
  readModule,
  sourceOf,
  type Compiler,
} from "./load.ts";
import { version } from "./package-version.ts";
import { beside, mayRunPart, partFlags, partOptions, tellPart, type PartFlags } from "./part.ts";
import { isTerminal, Progress, styleFor, widthOf } from "./terminal.ts";
import { watch } from "./watch.ts";

/** What every command that compiles and runs a module takes. */
export interface CompileFlags extends PartFlags {
  readonly kernel?: string;
  readonly arch?: string;
  readonly maxStates?: number;
  readonly timeout?: number;
  readonly memory?: number;
  readonly cc: Compiler;
  readonly cache: boolean;
}

interface Flags extends CompileFlags, HtmlFlag {
  readonly faults: boolean;
  readonly first: boolean;
  readonly strict: boolean;
  readonly replay?: string;
  readonly showPart: boolean;
  readonly watch: boolean;
  readonly json: boolean;
}

export function compileOptions(command: Command): Command {
  command
    .option("--kernel <version>", `${KERNEL_VERSIONS.join(", ")} (default: the log's, or ${DEFAULT_KERNEL})`)
    .option(
      "--arch <arch>",
      "arm or x86_64: whose oops is predicted (default: the log's; arm for 4.4, else x86_64)",
    )
    .option("--max-states <n>", "give up after so many states", positive)
    .option("--timeout <seconds>", "give up after so long", positive)
    .option("--memory <MB>", "give up when saved states take so much", positive)
    .addOption(new Option("--cc <compiler>", "which clang").choices(COMPILERS).default("auto"))
    .option("--no-cache", "compile again even when nothing changed");
  return partFlags(command, "run");
}

export function registerRun(program: Command): void {
  const command = program
    .command("run")
    .summary("run a module under every interleaving")
    .description(
      "Runs one unmodified module on a model kernel under every interleaving of its threads, and prints the one\nthat crashes, or a proof that there is none.",
    )
    .argument(
      "<source...>",
      "a .c file, several, or a folder with a Makefile; then name=value for module parameters",
    )
    .option("--faults", "let allocations and kthread creation fail too", false)
    .option("--first", "stop at the first finding", false)
    .option("--strict", "assume nothing: a call that is not modelled ends the run", false)
    .option("--replay <string>", "run one interleaving again")
    .option("--show-part", "print the part that would be run, as C, and run nothing", false)
    .option("--watch", "run again whenever a source changes", false)
    .option("--json", "print one JSON object", false)
    .addHelpText(
      "after",
      `
Exit status: 0 proven safe, 1 a bug was found, 2 wrong usage, 3 bounded or undecided.

Examples:
  unoops run early-exit.c                      a module of one file, linux ${DEFAULT_KERNEL}
  unoops run --kernel 4.4 drivers/foo/         a folder with a Kbuild file or Makefile
  unoops run --faults foo.c threads=2          a module parameter; calls may fail
  unoops run drivers/w1/w1.c                   a file of a kernel tree: its threads, and what is done with them
  unoops run --kdir ~/linux foo.c              the same for a driver outside of its tree
  unoops run foo.c --replay 6.12:0.5,1.8,2,0   one interleaving again`,
    );
  compileOptions(htmlOption(command)).action((words: string[], flags: Flags) =>
    flags.watch ? watch(splitParameters(words).paths, () => run(words, flags)) : run(words, flags),
  );
}

export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UserError(`${text}: a number above 0 is needed here`);
  return value;
}

/** Splits `foo.c n=2` into sources and parameters, as on insmod's command line. */
export function splitParameters(words: readonly string[]): {
  paths: string[];
  parameters: Map<string, string>;
} {
  const parameters = new Map<string, string>();
  const paths: string[] = [];
  for (const word of words) {
    const match = /^([A-Za-z_]\w*)=(.*)$/.exec(word);
    if (match) parameters.set(match[1] ?? "", match[2] ?? "");
    else paths.push(word);
  }
  return { paths, parameters };
}

async function run(words: string[], flags: Flags): Promise<void> {
  const { paths, parameters } = splitParameters(words);
  const replay = flags.replay === undefined ? undefined : readReplay(flags.replay);
  const kernel =
    replay?.kernel ?? (flags.kernel === undefined ? kernelFor(undefined, paths) : kernelOption(flags.kernel));
  const arch = archOption(flags.arch, kernel);
  const source = readModule(paths);
  const progress = new Progress();
  progress.say("compiling");
  let shown: string | undefined;
  const loading = {
    kernel,
    arch,
    compiler: flags.cc,
    cache: flags.cache,
    ...partOptions(flags),
    onPart: (slice: Slice, why: string | undefined) => {
      shown = slice.text;
      if (!flags.json) tellPart(slice, why);
    },
  };
  const program = await loadProgram(source, loading).catch((error: unknown) => {
    if (flags.json && error instanceof CompileError)
      process.stdout.write(verdictJson(refused(error, kernel), version()));
    throw error;
  });
  if (flags.showPart) {
    progress.done();
    if (shown === undefined) throw new UserError("the whole module is run, not a part: --part runs one");
    process.stdout.write(shown);
    return;
  }
  const options = {
    parameters,
    faults: flags.faults,
    first: flags.first,
    strict: flags.strict,
    limits: limitsOf(flags),
    source: sourceOf(source),
    onProgress: (at: SearchProgress) => progress.say(searchText(at, timeOf(flags))),
  };
  /** The whole compiles, but does something that the model does not know: its threads may do without. */
  const runPart = async ({ coverage: [why] }: Verdict): Promise<Verdict | undefined> => {
    try {
      const onPart = (slice: Slice): void => loading.onPart(slice, why);
      const part = await loadProgram(source, { ...loading, part: "always", onPart }, "quiet");
      const verdict = runModule(part, options);
      return verdict.outcome === "undecided" ? undefined : verdict;
    } catch (error) {
      if (error instanceof CompileError) return undefined;
      throw error;
    }
  };
  const whole = replay ? replayModule(program, replay, options) : runModule(program, options);
  const verdict = beside(mayRunPart(whole, flags) ? ((await runPart(whole)) ?? whole) : whole, source);
  progress.done();
  const typed = `unoops run ${words.join(" ")}`;
  print(verdict, flags, typed, arch);
  const page = { name: source.name, command: typed, source: sourceOf(source) };
  await writeHtml(flags, page, (setting) => pageOfRun(verdict, arch, setting));
  process.exitCode = statusOf(verdict);
}

/** What `--json` says of a module that does not compile. */
function refused({ message, diagnostics }: CompileError, kernel: KernelVersion): Verdict {
  const errors = diagnostics.split("\n").filter((line) => /\berror: /.test(line));
  return {
    command: "run",
    outcome: "undecided",
    kernel,
    findings: [],
    assumptions: [],
    coverage: [message, ...errors.map(printable)],
    stats: { schedules: 0, states: 0, complete: false, ms: 0 },
  };
}

/** How long a search may take, in ms. */
export function timeOf({ timeout }: Pick<Flags, "timeout">): number {
  return timeout === undefined ? DEFAULT_LIMITS.time : timeout * 1000;
}

export function limitsOf(flags: Pick<Flags, "maxStates" | "timeout" | "memory">): Partial<Limits> {
  return {
    ...(flags.maxStates === undefined ? {} : { states: flags.maxStates }),
    ...(flags.timeout === undefined ? {} : { time: flags.timeout * 1000 }),
    ...(flags.memory === undefined ? {} : { memory: flags.memory * (1 << 20) }),
  };
}

function print(verdict: Verdict, flags: Flags, command: string, arch: string): void {
  if (flags.json) process.stdout.write(verdictJson(verdict, version()));
  else if (isTerminal())
    process.stdout.write(runText(verdict, { style: styleFor(), width: widthOf(), command, arch }));
  else process.stdout.write(runLines(verdict));
}

function statusOf({ outcome }: Verdict): number {
  if (outcome === "bug") return EXIT.found;
  return outcome === "safe" ? EXIT.nothing : EXIT.undecided;
}
