import { existsSync } from "node:fs";
import { Option, type Command } from "commander";
import { COMPILERS, type CompilerName } from "../compile/toolchain.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { bestOf, type Candidate, type FixReport, type Judgement } from "../core/fix.ts";
import { DEFAULT_KERNEL, defaultArch, KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import {
  changedFiles,
  fixModule,
  judgeChange,
  unifiedDiff,
  WITHIN,
  withPatch,
  type Bench,
} from "../fix/index.ts";
import { pageOfFix, pageOfJudgement } from "../page/page-of-fix.ts";
import { diffText } from "../report/diff-text.ts";
import { fixText, judgementText } from "../report/fix-text.ts";
import { fixJson, judgementJson } from "../report/fix-json.ts";
import { mail } from "../report/mail.ts";
import { kernelFor } from "../host/kernel-tree.ts";
import { EXIT } from "./exit.ts";
import {
  archOption,
  kernelOption,
  limitsOf,
  partFlags,
  positive,
  readInput,
  splitParameters,
  type PartFlags,
} from "./options.ts";
import { encodeAs, repositoryOf, shownFrom, write } from "./fix-files.ts";
import { authorOf, checkFixes } from "./fix-mail.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import { readModule, sourceOf } from "./load.ts";
import { version } from "../host/package-version.ts";
import { partLoader, runAgain, tellPart } from "./part.ts";
import { typedCommand } from "./typed.ts";
import { isTerminal, Progress, styleFor, widthOf } from "./terminal.ts";
import { worldOf, worldOptions, type WorldFlags } from "./world.ts";

interface Flags extends PartFlags, WorldFlags, HtmlFlag {
  readonly kernel: readonly KernelVersion[];
  readonly arch?: string;
  readonly maxStates?: number;
  readonly timeout?: number;
  readonly within?: number;
  readonly memory?: number;
  readonly cc: CompilerName;
  readonly cache: boolean;
  readonly patch?: string;
  readonly against?: string;
  readonly unproven: boolean;
  readonly write: boolean;
  readonly mbox: boolean;
  readonly from?: string;
  readonly fixes?: string;
  readonly signoff: boolean;
  readonly json: boolean;
}

export function registerFix(program: Command): void {
  const command = program
    .command("fix")
    .summary("fix a module's thread bugs and prove the patch, or judge a patch of yours")
    .description(
      "Find what run finds, write the patches that people would send, run each under every interleaving, and print the smallest one that holds. The patch goes to standard output, what was tried to standard error.",
    )
    .argument(
      "<source...>",
      "a .c file, several, or a folder with a Makefile; then name=value for module parameters",
    )
    .option(
      "--kernel <versions>",
      `kernels that the patch is for, such as 6.1,6.12, or all (default: ${DEFAULT_KERNEL})`,
      kernelList,
      [],
    )
    .option("--patch <file>", "judge this patch instead of making one; - is standard input")
    .option("--against <path>", "judge a changed copy of the module: its folder or file")
    .option("--unproven", "print a patch for a module that cannot be run, too: one that was only read", false)
    .option("--write", "change the files", false)
    .option("--mbox", "print a mail for git am", false)
    .option("--from <author>", 'author of the mail, "Name <address>" (default: as git config has it)')
    .option("--signoff", "for the mail: add the author's Signed-off-by, as git format-patch -s does", false)
    .option("--fixes <commit>", 'for the mail: 123456789abc ("subject of the commit")')
    .option("--max-states <n>", "give up after so many states", positive)
    .option("--timeout <seconds>", "give up a run after so long", positive)
    .option("--within <seconds>", `spend so long on trying changes (default: ${WITHIN})`, positive)
    .option("--memory <MB>", "give up when saved states take so much", positive)
    .addOption(new Option("--cc <compiler>", "which clang").choices(COMPILERS).default("auto"))
    .option("--no-cache", "compile again even when nothing changed");
  partFlags(worldOptions(htmlOption(command)), "prove")
    .option("--json", "print one JSON object", false)
    .addHelpText(
      "after",
      `
Exit status: 0 nothing to mend, or a patch was proven: the module is safe with it; 1 something is left, or the given
patch is refuted; 2 wrong usage; 3 undecided: it holds up to a bound, or could not be run.

Examples:
  unoops fix early-exit.c                          print the patch
  unoops fix early-exit.c | patch -p1              and apply it (or: --write)
  unoops fix --kernel all drivers/foo/             a patch for every kernel that is modelled
  unoops fix --mbox drivers/foo/foo.c              a driver of a kernel tree: proven on its threads' part
  unoops fix foo.c --patch their-fix.patch         what is left after somebody's patch
  unoops fix foo.c --mbox --signoff --fixes '0123456789ab ("foo: add thread")' > fix.mbox`,
    )
    .action((words: string[], flags: Flags) => fix(words, flags, command));
}

function kernelList(text: string, before: readonly KernelVersion[]): KernelVersion[] {
  const named = text === "all" ? [...KERNEL_VERSIONS] : text.split(",");
  return [...new Set([...before, ...named.map((one) => kernelOption(one.trim()))])];
}

async function fix(words: string[], flags: Flags, command: Command): Promise<void> {
  const { paths, parameters } = splitParameters(words);
  const kernels = flags.kernel.length > 0 ? flags.kernel : [kernelFor(undefined, paths)];
  const author = flags.mbox ? authorOf(flags.from) : "";
  checkFixes(flags.fixes);
  const source = readModule(paths);
  const progress = new Progress();
  progress.say("running the module as it is");
  const load = partLoader(flags, (slice, why) => {
    progress.done();
    tellPart(slice, why);
  });
  const bench: Bench = {
    kernels,
    build: (module, kernel) =>
      load(module, {
        kernel,
        arch: archFor(flags, kernel),
        compiler: flags.cc,
        cache: flags.cache,
        ...limitsOf(flags),
      }),
    parameters,
    world: worldOf(flags),
    limits: limitsOf(flags),
    ...(flags.within === undefined ? {} : { within: flags.within * 1000 }),
    say: (text) => progress.say(text),
  };
  const typed = { command: typedCommand(command), replay: runAgain(words, flags) };
  const given = givenChange(source, flags);
  if (given) {
    const judged = await judgeChange(source, given.source, bench);
    progress.done();
    showJudgement(judged, given.name, flags);
    const page = { name: given.name, ...typed, source: sourceOf(given.source) };
    return writeHtml(flags, page, (setting) => {
      const diff = unifiedDiff(changedFiles(source, given.source), shownFrom(process.cwd()));
      return pageOfJudgement(judged, diff, setting);
    });
  }
  const report = await fixModule(source, bench);
  progress.done();
  const best = bestOf(report.candidates);
  showFix(report, best, flags, author, source.name);
  const page = { name: source.name, ...typed, source: sourceOf(source) };
  await writeHtml(flags, page, (setting) => {
    const diff = best ? unifiedDiff(best.files, shownFrom(process.cwd())) : "";
    return pageOfFix(report, best, diff, setting);
  });
}

function archFor(flags: Flags, kernel: KernelVersion): ReturnType<typeof archOption> {
  return flags.arch === undefined ? defaultArch(kernel) : archOption(flags.arch, kernel);
}

function givenChange(source: ModuleSource, flags: Flags): { source: ModuleSource; name: string } | undefined {
  if (flags.patch !== undefined && flags.against !== undefined)
    throw new UserError("--patch and --against: give one of them");
  if ((flags.patch ?? flags.against) !== undefined && (flags.write || flags.mbox))
    throw new UserError(
      "--write and --mbox are for patches that unoops makes: leave out --patch and --against",
    );
  if (flags.patch !== undefined) {
    const name = flags.patch === "-" ? "the patch" : flags.patch;
    return { source: withPatch(source, readInput(flags.patch), name), name };
  }
  if (flags.against === undefined) return undefined;
  if (!existsSync(flags.against)) throw new UserError(`${flags.against}: no such file or folder`);
  return { source: readModule([flags.against]), name: flags.against };
}

function showJudgement(judged: Judgement, name: string, flags: Flags): void {
  if (flags.json) process.stdout.write(judgementJson(judged, version()));
  else process.stdout.write(judgementText(judged, name, { style: styleFor(), width: widthOf() }));
  process.exitCode = statusOf(judged);
}

function statusOf({ proof }: Judgement): number {
  if (proof === "proven") return EXIT.nothing;
  return proof === "bounded" || proof === "checked" ? EXIT.undecided : EXIT.found;
}

function showFix(
  report: FixReport,
  best: Candidate | undefined,
  flags: Flags,
  author: string,
  module: string,
): void {
  const isShown = best?.judgement?.proof !== "checked" || flags.unproven;
  const diff = best
    ? unifiedDiff(best.files, shownFrom(flags.mbox ? repositoryOf(best.files) : process.cwd()))
    : "";
  if (flags.json) {
    process.stdout.write(fixJson(report, diff, version()));
  } else {
    process.stderr.write(
      fixText(report, { style: styleFor(process.stderr), width: widthOf(process.stderr) }),
    );
    const [target] = report.targets;
    if (!isShown) process.stderr.write(UNPROVEN);
    else if (best && target && flags.mbox) {
      const options = {
        from: author,
        date: new Date(),
        prefix: module,
        diff,
        ...(flags.fixes === undefined ? {} : { fixes: flags.fixes }),
        signsOff: flags.signoff,
      };
      process.stdout.write(encodeAs(best.files, mail(best, target, options)));
    } else if (best && !flags.write)
      process.stdout.write(isTerminal() ? diffText(diff, styleFor()) : encodeAs(best.files, diff));
  }
  if (best && flags.write && isShown) write(best);
  process.exitCode = exitOf(report, best);
}

const UNPROVEN =
  "The patch was read, not run, so it is not printed: --unproven prints it, --write and --mbox need it too.\n";

/** The first candidate that is at least a part of a fix: they stand best first. */
function exitOf(report: FixReport, best: Candidate | undefined): number {
  if (best?.judgement) return statusOf(best.judgement);
  if (report.targets.length > 0 || report.beyond.length > 0) return EXIT.found;
  return report.before.every(({ outcome }) => outcome === "safe") ? EXIT.nothing : EXIT.undecided;
}
