import type { Command } from "commander";
import { CompileError } from "../compile/compile-error.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Verdict } from "../core/finding.ts";
import { DEFAULT_KERNEL } from "../core/kernel-version.ts";
import { searchText, type SearchProgress } from "../core/progress-text.ts";
import { OutOfTime } from "../core/out-of-time.ts";
import { UserError } from "../core/user-error.ts";
import { readErrors } from "../fix/index.ts";
import { beside, judgeModule, refused } from "../judge/index.ts";
import { pageOfRun } from "../page/page-of.ts";
import { runLines, runText, type RunTextOptions } from "../report/run-text.ts";
import { verdictJson } from "../report/verdict-json.ts";
import { readReplay } from "../run/replay-text.ts";
import { replayModule } from "../run/run.ts";
import type { Slice } from "../slice/index.ts";
import { isInTree, kernelFor } from "../host/kernel-tree.ts";
import { optimizeLate } from "../host/optimizer.ts";
import { Ahead, tellingOf } from "./ahead.ts";
import { EXIT } from "./exit.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import {
  archOption,
  compileOptions,
  kernelOption,
  limitsOf,
  splitParameters,
  type CompileFlags,
} from "./options.ts";
import { loadProgram, readModules, sourceOf, type LoadOptions } from "./load.ts";
import { version } from "../host/package-version.ts";
import { mayRunPart, partOptions, partWithCallers, runAgain, tellPart } from "./part.ts";
import { typedCommand } from "./typed.ts";
import { atFinding, readPlace, type FindingPlace } from "./run-finding.ts";
import { isTerminal, Progress, styleFor, widthOf } from "./terminal.ts";
import { worldOf, worldOptions, type WorldFlags } from "./world.ts";
import { watch } from "./watch.ts";

interface Flags extends CompileFlags, WorldFlags, HtmlFlag {
  readonly faults: boolean;
  readonly first: boolean;
  readonly strict: boolean;
  readonly accesses: boolean;
  readonly replay?: string;
  readonly showSlice: boolean;
  readonly outline: boolean;
  readonly finding?: string;
  readonly watch: boolean;
  readonly json: boolean;
}

export function registerRun(program: Command): void {
  const command = program
    .command("run")
    .summary("run a module under every interleaving")
    .description(
      "Run one unmodified module on a model kernel under every interleaving of its threads, and print the one that crashes, or a proof that there is none.",
    )
    .argument(
      "[source...]",
      "a .c file, several, or a folder with a Makefile; two modules or more, each a folder or a .c file with a module_init(); then name=value for module parameters",
    )
    .option("--faults", "let allocations and kthread creation fail too", false)
    .option("--first", "stop at the first finding", false)
    .option("--strict", "assume nothing: a call that is not modelled ends the run", false)
    .option("--accesses", "warn of data races, and of uninitialised memory that decides something", false)
    .option("--replay <string>", "run one interleaving again")
    .option("--show-slice", "print the part that would be run, as C, and run nothing", false)
    .option(
      "--outline",
      "with --show-slice: the outline of the part, which is run where the part has too many states",
      false,
    )
    .option("--finding <file:line>", "run for what is found at one line, calls may fail")
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
  unoops run drivers/w1/w1_int.c               a file of a kernel tree: its threads, and what is done with them
  unoops run --users 2 foo.c                   two processes at once: two writers that stop one thread
  unoops run producer/ consumer/ count=4       two modules, of which one uses what the other exports
  unoops run --reload foo.c                    insmod, rmmod, insmod: what is left behind meets the second load
  unoops run --finding foo.c:28                what check finds at that line, as an interleaving
  unoops run --kdir ~/linux foo.c              the same for a driver outside of its tree
  unoops run foo.c --replay 6.12:0.5,1.8,2,0   one interleaving again`,
    );
  compileOptions(worldOptions(htmlOption(command))).action((words: string[], flags: Flags) =>
    flags.watch
      ? watch(sourcesFor(words, flags).paths, () => run(words, flags, command))
      : run(words, flags, command),
  );
}

/** What is run: the sources that are named, or the one that --finding names. */
function sourcesFor(
  words: readonly string[],
  { finding }: Flags,
): { paths: readonly string[]; parameters: ReadonlyMap<string, string>; place: FindingPlace | undefined } {
  const { paths: given, parameters } = splitParameters(words);
  const place = finding === undefined ? undefined : readPlace(finding);
  const paths = given.length === 0 && place ? [place.file] : given;
  if (paths.length === 0) throw new UserError("name a .c file, or a folder with a Makefile");
  return { paths, parameters, place };
}

async function run(words: string[], flags: Flags, command: Command): Promise<void> {
  const { paths, parameters, place } = sourcesFor(words, flags);
  if (flags.outline && !flags.showSlice)
    throw new UserError(
      "--outline: give --show-slice too; an outline alone may prove a driver safe, but finds no bug",
    );
  const isDriver = isInTree(paths);
  const optimize = optimizeLate(isDriver ? "driver" : "module");
  const replay = flags.replay === undefined ? undefined : readReplay(flags.replay);
  const kernel =
    replay?.kernel ?? (flags.kernel === undefined ? kernelFor(undefined, paths) : kernelOption(flags.kernel));
  const source = readModules(paths);
  const areSeveral = source.after !== undefined;
  if (areSeveral && (flags.part || flags.showSlice || place))
    throw new UserError("--part, --show-slice, --finding: name one module");
  const progress = new Progress();
  progress.say("compiling");
  let shown: string | undefined;
  const isAsked = flags.kernel !== undefined || replay !== undefined || isDriver;
  const asked = {
    kernel,
    arch: archOption(flags.arch, kernel),
    compiler: flags.cc,
    cache: flags.cache,
    ...limitsOf(flags),
    ...partOptions(areSeveral ? { ...flags, whole: true } : flags),
    ...(flags.outline ? { extent: "outline" as const } : {}),
    onPart: (slice: Slice, why: string | undefined) => {
      shown = slice.text;
      if (!flags.json) tellPart(slice, why);
    },
  };
  const loadOutline = (how: LoadOptions): Promise<LinkedProgram> =>
    loadProgram(source, { ...how, part: "always", extent: "outline", onPart: () => {} }, "quiet");
  const outline = new Ahead((through) => loadOutline({ ...asked, through }));
  const isJudged = isDriver && !flags.strict && !flags.showSlice && !replay;
  // while the compiler runs, the driver is read; where nothing is found, its outline is likely to be asked for
  const through = tellingOf((tool) => {
    const mayBeSafe = isJudged && readErrors(source, kernel).length === 0;
    if (mayBeSafe && !place && tool === "wasm-ld") outline.begin();
  });
  const program = await loadProgram(source, { ...asked, anyKernel: !isAsked, through }).catch(
    (error: unknown) => {
      if (flags.json && (error instanceof CompileError || error instanceof OutOfTime))
        process.stdout.write(verdictJson(refused(error, kernel), version()));
      throw error;
    },
  );
  const { arch } = program.target;
  const loading = { ...asked, ...program.target };
  if (flags.showSlice) {
    progress.done();
    if (shown === undefined) throw new UserError("the whole module is run, not a part: --part runs one");
    process.stdout.write(shown);
    return;
  }
  const options = {
    parameters,
    faults: flags.faults || place !== undefined,
    world: worldOf(flags),
    first: flags.first,
    strict: flags.strict,
    accesses: flags.accesses,
    limits: limitsOf(flags),
    source: sourceOf(source),
    onProgress: (at: SearchProgress) => {
      optimize();
      progress.say(searchText(at));
    },
  };
  const loadPart = (how: Pick<LoadOptions, "extent" | "onPart">): Promise<LinkedProgram> =>
    loadProgram(source, { ...loading, part: "always", ...how }, "quiet");
  const parts = {
    withCallers: (extent?: "outline") => partWithCallers(paths, source, loading, extent),
    generous: () => loadPart({ extent: "generous", onPart: () => {} }),
    ...(place ? {} : { outline: () => (isDriver ? outline.get() : loadOutline(loading)) }),
    ...(mayRunPart(flags) && !areSeveral
      ? {
          part: (why: string | undefined) =>
            loadPart({ onPart: (slice: Slice) => loading.onPart(slice, why) }),
        }
      : {}),
  };
  const judged = replay
    ? beside(replayModule(program, replay, options), source)
    : await judgeModule(source, program, options, parts);
  const verdict = place ? atFinding(judged, source, place) : judged;
  progress.done();
  const typed = words.length > 0 ? words : paths;
  const again = runAgain([...typed, ...(verdict.parameters ?? [])], flags, verdict.scope);
  print(verdict, flags, { command: again, arch, areSeveral });
  const page = { name: source.name, command: typedCommand(command), replay: again, source: sourceOf(source) };
  await writeHtml(flags, page, (setting) => pageOfRun(verdict, arch, setting));
  process.exitCode = statusOf(verdict);
}

function print(
  verdict: Verdict,
  flags: Flags,
  told: Pick<RunTextOptions, "command" | "arch" | "areSeveral">,
): void {
  if (flags.json) process.stdout.write(verdictJson(verdict, version()));
  else if (isTerminal())
    process.stdout.write(runText(verdict, { ...told, style: styleFor(), width: widthOf() }));
  else process.stdout.write(runLines(verdict));
}

function statusOf({ outcome }: Verdict): number {
  if (outcome === "bug") return EXIT.found;
  return outcome === "safe" ? EXIT.nothing : EXIT.undecided;
}
