import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Option, type Command } from "commander";
import { printableLine } from "../core/printable.ts";
import { cacheFolder } from "../host/file-cache.ts";
import { COMPILERS } from "../compile/toolchain.ts";
import { EXIT } from "./exit.ts";
import { positive } from "./options.ts";
import { Progress } from "./terminal.ts";
import type { ReportKind, SweepFlags } from "../sweep/run-sweep.ts";

interface Flags extends SweepFlags {
  readonly queue?: string;
  readonly store?: string;
  readonly watch: boolean;
}

const REPORTS: readonly ReportKind[] = ["md", "json", "sarif", "html"];

/** `unoops sweep PLAN|PATH...` */
export function registerSweep(program: Command): void {
  program
    .command("sweep")
    .summary("check, run, confirm and explain by the thousand, and only what changed")
    .description(
      "Does many jobs, on the cores of this machine or by workers that take them from a queue, keeps their results, and says what is new and gone since the last sweep.",
    )
    .argument("<path...>", "a plan (.json), or C files, folders and trees to check, and logs to explain")
    .option("--run", "also run every module below the paths")
    .option("--check-run", "run each file in which checking finds something, and tell first what that shows")
    .option("--confirm", "also confirm every module below the paths on real kernels")
    .option("--kernel <versions>", "kernels, separated by commas (default: that of the tree)")
    .option("--faults", "for --run: also with calls that fail")
    .option("--users <numbers>", "for --run: processes that use the module, separated by commas")
    .option("--reload", "for --run: also loaded twice")
    .option("--exclude <part...>", "leave out files whose path begins with, or holds, one of these")
    .option("--states <n>", "for what is run: give a module up after so many states", positive)
    .option("--queue <url>", "give the jobs to workers: redis://, rediss:// (default: $UNOOPS_QUEUE)")
    .option(
      "--sources <place>",
      "with --queue: a folder that all machines share, or https://HOST/BUCKET (S3), for sources and modules",
    )
    .option("--store <file>", "where results are kept: a file, or the queue's server with 'queue'")
    .option("--workers <n>", "without --queue: jobs at one time", positive, availableParallelism())
    .option("--job-time <seconds>", "without --queue: set a job aside after so long", positive)
    .option("--job-memory <MB>", "without --queue: end a job that takes more", positive)
    .addOption(new Option("--cc <compiler>", "which clang").choices(COMPILERS).default("auto"))
    .option("--again", "do every job, and name those that come out otherwise than before", false)
    .option("--pedantic", "also report findings that assume a step, and fail for them", false)
    .addOption(new Option("--report <format>", "how to tell it").choices(REPORTS).default("md"))
    .option("--out <file>", "write the report there; beside an html report come its timelines")
    .option("--watch", "tell how far it is, how fast, how many workers, and how long still", false)
    .option("--metrics <port>", "answer Prometheus on this port of this machine, or HOST:PORT")
    .addHelpText(
      "after",
      `
Exit status: 0 nothing found, 1 something found, 2 wrong usage, 3 nothing found, but a job was set aside.

Examples:
  unoops sweep --report html --out tonight.html nightly.json    a plan
  unoops sweep --run --kernel 6.1,6.12 --faults drivers/foo     from paths and options
  unoops sweep --queue rediss://:password@queue/0 nightly.json  the same by workers: unoops worker --queue ...`,
    )
    .action(async (paths: string[], flags: Flags) => {
      process.exitCode = await sweepCommand(paths, flags);
    });
}

async function sweepCommand(paths: readonly string[], flags: Flags): Promise<number> {
  // what a sweep needs is heavy: other commands start without it
  const { runSweep } = await import("../sweep/run-sweep.ts");
  const progress = new Progress();
  let told = performance.now();
  const { found, aside } = await runSweep(paths, {
    ...flags,
    queue: flags.queue ?? process.env["UNOOPS_QUEUE"],
    store: flags.store ?? join(cacheFolder(), "sweep.db"),
    warn: (text) => process.stderr.write(`unoops: ${printableLine(text)}\n`),
    say: (text) => progress.say(text),
    tell: (text) => {
      // a log of CI is no terminal: a line every few seconds
      if (process.stderr.isTTY) return progress.say(text);
      if (!flags.watch || performance.now() - told < 5_000) return;
      told = performance.now();
      process.stderr.write(`unoops: ${text}\n`);
    },
    done: () => progress.done(),
    write: (text) => process.stdout.write(text),
  });
  if (found) return EXIT.found;
  return aside ? EXIT.undecided : EXIT.nothing;
}
