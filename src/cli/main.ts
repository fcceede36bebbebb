#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { isOutOfTime } from "../core/out-of-time.ts";
import { isUserError } from "../core/user-error.ts";
import { EXIT } from "./exit.ts";
import { version } from "../host/package-version.ts";

type Register = (program: Command) => void;

/** Each command is one file; it adds itself to the program and sets `process.exitCode`. In the order in which help lists them. */
const COMMANDS: ReadonlyMap<string, () => Promise<Register>> = new Map([
  ["solve", async () => (await import("./solve.ts")).registerSolve],
  ["run", async () => (await import("./run.ts")).registerRun],
  ["fix", async () => (await import("./fix.ts")).registerFix],
  ["explain", async () => (await import("./explain.ts")).registerExplain],
  ["check", async () => (await import("./check.ts")).registerCheck],
  ["rules", async () => (await import("./rules.ts")).registerRules],
  ["confirm", async () => (await import("./confirm.ts")).registerConfirm],
  ["sweep", async () => (await import("./sweep.ts")).registerSweep],
  ["worker", async () => (await import("./worker.ts")).registerWorker],
  ["lsp", async () => (await import("./lsp.ts")).registerLsp],
  ["kernels", async () => (await import("./kernels.ts")).registerKernels],
  ["completion", async () => (await import("./completion.ts")).registerCompletion(registerAll)],
  ["man", async () => (await import("./completion.ts")).registerMan(registerAll)],
]);

const VERSION: ReadonlySet<string> = new Set(["-V", "--version"]);

async function registerAll(program: Command): Promise<void> {
  for (const load of COMMANDS.values()) (await load())(program);
}

/** Reads only the command that is called; whoever asks for help, or mistypes one, is told of all. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("unoops")
    .description("From a kernel-thread panic to a proven fix.")
    .version(version())
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "unoops: ")) })
    .showHelpAfterError("(unoops --help shows what there is)")
    .exitOverride();
  const called = COMMANDS.get(argv[2] ?? "");
  if (called) (await called())(program);
  else if (!VERSION.has(argv[2] ?? "")) await registerAll(program);
  for (const command of program.commands)
    command.showHelpAfterError(`(unoops ${command.name()} --help shows what it takes)`);
  await program.parseAsync(argv);
}

// a reader that has seen enough, such as head(1), is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

main(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.nothing : EXIT.usage;
    return;
  }
  if (!isUserError(error)) throw error;
  process.stderr.write(`unoops: ${error.message}\n`);
  process.exitCode = isOutOfTime(error) ? EXIT.undecided : EXIT.usage;
});
