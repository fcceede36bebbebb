import { Option, type Command } from "commander";
import {
  BuildError,
  cachedKernels,
  confirmationJson,
  confirmationText,
  confirmationWords,
  confirmModule,
  doctorText,
  examine,
  givenKernel,
  suiteOf,
  type ConfirmVerdict,
  type RealKernel,
} from "../confirm/index.ts";
import type { Verdict } from "../core/finding.ts";
import { UserError } from "../core/user-error.ts";
import { pageOfConfirmed } from "../page/page-of-confirm.ts";
import { searchText } from "../core/progress-text.ts";
import { printable } from "../core/printable.ts";
import { readReplay, type ReplayText } from "../run/replay-text.ts";
import { replayModule, runModule, type RunOptions } from "../run/run.ts";
import { COMPILERS, type CompilerName } from "../compile/toolchain.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { EXIT } from "./exit.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import { runAgain } from "./part.ts";
import { typedCommand } from "./typed.ts";
import { archOption, kernelOption, positive, splitParameters } from "./options.ts";
import { loadProgram, readModule, sourceOf } from "./load.ts";
import { version } from "../host/package-version.ts";
import { Progress } from "./terminal.ts";

interface Flags extends HtmlFlag {
  readonly kernel?: string;
  readonly arch?: string;
  readonly kdir?: string;
  readonly image?: string;
  readonly witness?: string;
  readonly times: number;
  readonly patience: number;
  readonly doctor: boolean;
  readonly cc: CompilerName;
  readonly cache: boolean;
  readonly json: boolean;
}

/** Seconds that rmmod may take; slow modules take twelve and are no deadlock. */
const PATIENCE = 20;

/** Adds `unoops confirm`. */
export function registerConfirm(program: Command): void {
  const command = program
    .command("confirm")
    .summary("try a module on a real Linux kernel under QEMU")
    .description(
      "Build a module for a real kernel, play what `unoops run` found under QEMU, and say what the kernel did.",
    )
    .argument(
      "[source...]",
      "a .c file, several, or a folder with a Makefile; then name=value for module parameters",
    )
    .option("--kernel <version>", "which of `unoops kernels` (default: the newest of them)")
    .option("--arch <arch>", "x86_64 or arm (default: x86_64)")
    .option("--kdir <dir>", "a kernel you built: its build folder; needs --image")
    .option("--image <file>", "the bzImage, vmlinux or zImage of --kdir")
    .option("--witness <replay>", "force this interleaving, with waits in a copy of the source")
    .option("--times <n>", "play each scenario so often", positive, 1)
    .option("--patience <seconds>", "insmod and rmmod have hung after so long", positive, PATIENCE)
    .option("--doctor", "say what is missing to run this, and the command that installs it", false)
    .addOption(new Option("--cc <compiler>", "which clang for the model").choices(COMPILERS).default("auto"))
    .option("--no-cache", "compile the model again even when nothing changed")
    .option("--json", "print one JSON object", false)
    .addHelpText(
      "after",
      `
Exit status: 0 nothing bad was seen, and none was to be seen; 1 the kernel misbehaved; 2 wrong usage, or something is missing
(--doctor); 3 undecided: a bug that run found did not show itself, or the scenario could not be played.

Examples:
  unoops kernels add 6.1                       fetch a kernel, once
  unoops confirm early-exit.c                  does it really crash?
  unoops confirm --times 20 mended.c           is it really quiet?
  unoops confirm race.c --witness 6.1:0.6,1.4  force the interleaving that run printed`,
    );
  htmlOption(command).action(async (words: string[], flags: Flags) => {
    process.exitCode = flags.doctor ? await doctor(flags) : await confirm(words, flags, command);
  });
}

const STATUS: Readonly<Record<ConfirmVerdict, number>> = {
  confirmed: EXIT.found,
  misbehaved: EXIT.found,
  quiet: EXIT.nothing,
  undecided: EXIT.undecided,
};

async function doctor({ arch = "x86_64" }: Flags): Promise<number> {
  const needs = await examine(archOption(arch, "6.1"));
  process.stdout.write(doctorText(needs));
  return needs.every(({ there }) => there) ? EXIT.nothing : EXIT.usage;
}

async function confirm(words: readonly string[], flags: Flags, command: Command): Promise<number> {
  const { paths, parameters } = splitParameters(words);
  const replay = flags.witness === undefined ? undefined : readReplay(flags.witness);
  if (replay && replay.world.loads > 1)
    throw new UserError(
      "--witness: this one is of a second load (--reload), and a module is loaded once here",
    );
  const source = readModule(paths);
  const kernel = await chooseKernel(flags, replay);
  const progress = new Progress();
  endOnSignals();
  progress.say("running the model");
  const run = await modelVerdict(source, kernel, parameters, replay, flags, progress);
  try {
    const confirmation = await confirmModule(source, kernel, run, {
      parameters: [...parameters].map(([name, value]) => `${name}=${value}`),
      times: Math.ceil(flags.times),
      forced: replay !== undefined,
      patience: flags.patience * 1000,
      onProgress: (text) => progress.say(text),
    });
    progress.done();
    const text = flags.json
      ? confirmationJson(confirmation, version())
      : printable(confirmationText(confirmation));
    process.stdout.write(text);
    const page = {
      name: source.name,
      command: typedCommand(command),
      replay: runAgain(words, flags),
      source: sourceOf(source),
    };
    await writeHtml(flags, page, (setting) => pageOfConfirmed(confirmationWords(confirmation), setting));
    return STATUS[confirmation.verdict];
  } catch (error) {
    progress.done();
    if (error instanceof BuildError) process.stderr.write(printable(error.diagnostics));
    throw error;
  }
}

async function chooseKernel(flags: Flags, replay: ReplayText | undefined): Promise<RealKernel> {
  if (flags.kdir !== undefined || flags.image !== undefined) {
    if (flags.kdir === undefined || flags.image === undefined)
      throw new UserError("--kdir and --image belong together");
    return givenKernel(flags.kdir, flags.image, archOption(flags.arch ?? "x86_64", "6.1"));
  }
  const wanted = replay?.kernel ?? (flags.kernel === undefined ? undefined : kernelOption(flags.kernel));
  const arch = archOption(flags.arch ?? "x86_64", wanted ?? "6.1");
  const kernels = (await cachedKernels()).filter((kernel) => kernel.arch === arch);
  const kernel = kernels.findLast(({ version }) => wanted === undefined || version === wanted);
  if (kernel) return kernel;
  if (wanted !== undefined) suiteOf(wanted); // refuses what cannot be fetched
  const words = arch === "x86_64" ? "" : ` --arch ${arch}`;
  throw new UserError(
    `linux ${wanted ?? "of any version"} is not there: fetch it with unoops kernels add ${wanted ?? "6.1"}${words}`,
  );
}

/** What `unoops run` says of the module on the same kernel. */
async function modelVerdict(
  source: ModuleSource,
  { version: kernel, arch }: RealKernel,
  parameters: ReadonlyMap<string, string>,
  replay: ReplayText | undefined,
  flags: Flags,
  progress: Progress,
): Promise<Verdict> {
  const program = await loadProgram(source, { kernel, arch, compiler: flags.cc, cache: flags.cache });
  const options: RunOptions = {
    parameters,
    source: sourceOf(source),
    onProgress: (at) => progress.say(searchText(at)),
  };
  return replay ? replayModule(program, replay, options) : runModule(program, options);
}

/** Ctrl-C and kill end us by way of `exit`, so that temporary folders go; QEMU dies with us in any case. */
function endOnSignals(): void {
  const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
  for (const [signal, number] of Object.entries(numbers))
    process.once(signal, () => process.exit(128 + number));
}
