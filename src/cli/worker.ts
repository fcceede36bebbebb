import { availableParallelism } from "node:os";
import { Option, type Command } from "commander";
import { printableLine } from "../core/printable.ts";
import { UserError } from "../core/user-error.ts";
import { COMPILERS, type CompilerName } from "../compile/toolchain.ts";
import { EXIT } from "./exit.ts";
import { positive } from "./options.ts";

interface Flags {
  readonly queue?: string;
  readonly sources?: string;
  readonly workers: number;
  readonly jobTime?: number;
  readonly jobMemory?: number;
  readonly cc: CompilerName;
  readonly confirm: boolean;
  readonly lease: number;
  readonly metrics?: string;
}

/** `unoops worker --queue URL` */
export function registerWorker(program: Command): void {
  program
    .command("worker")
    .summary("take jobs of sweeps from a queue")
    .description(
      "Takes jobs of `unoops sweep --queue` and does them, until SIGTERM: then it ends those at hand.",
    )
    .option("--queue <url>", "redis://, or rediss:// for TLS (default: $UNOOPS_QUEUE)")
    .option("--sources <place>", "the folder or bucket that all machines share, where the sweep has one")
    .option("--workers <n>", "jobs at one time", positive, availableParallelism())
    .option("--job-time <seconds>", "set a job aside after so long", positive)
    .option("--job-memory <MB>", "end a job that takes more", positive)
    .addOption(
      new Option(
        "--cc <compiler>",
        "embedded: C of others is compiled inside of WebAssembly, where it reads no file",
      )
        .choices(COMPILERS)
        .default("embedded"),
    )
    .option("--confirm", "also boot real kernels: jobs of confirm build with this machine's gcc", false)
    .option("--lease <seconds>", "a worker that is not heard of for so long loses its job", positive, 30)
    .option("--metrics <port>", "answer Prometheus on this port of this machine, or HOST:PORT")
    .addHelpText(
      "after",
      `
SIGTERM and SIGINT drain: jobs at hand are ended, then the worker goes; a second one ends it at once.

Examples:
  unoops worker --queue rediss://:password@queue/0
  UNOOPS_QUEUE=rediss://... unoops worker --workers 8 --sources /net/unoops    no password in a list of processes`,
    )
    .action(async (flags: Flags) => {
      await work(flags);
    });
}

async function work(flags: Flags): Promise<void> {
  const queue = flags.queue ?? process.env["UNOOPS_QUEUE"];
  if (queue === undefined) throw new UserError("worker: give --queue, or set UNOOPS_QUEUE");
  const { serve } = await import("../sweep/serve.ts");
  const stop = new AbortController();
  let signals = 0;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (signals++ > 0) process.exit(EXIT.undecided); // its processes see it and go
      say("draining: no more jobs are taken");
      stop.abort();
    });
  }
  await serve({ ...flags, queue, say, signal: stop.signal });
}

function say(text: string): void {
  process.stderr.write(`unoops: ${printableLine(text)}\n`);
}
