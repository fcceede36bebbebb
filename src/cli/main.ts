#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { UserError } from "../core/user-error.ts";
import { registerCheck } from "./check.ts";
import { registerConfirm } from "./confirm.ts";
import { EXIT } from "./exit.ts";
import { registerExplain } from "./explain.ts";
import { registerFix } from "./fix.ts";
import { registerKernels } from "./kernels.ts";
import { version } from "./package-version.ts";
import { registerRules } from "./rules.ts";
import { registerRun } from "./run.ts";
import { registerSolve } from "./solve.ts";

/** Each command is one file; it adds itself to the program and sets `process.exitCode`. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("unoops")
    .description("From a kernel-thread panic to a proven fix.")
    .version(version())
    .showHelpAfterError("(unoops --help shows what there is)")
    .exitOverride();
  registerSolve(program);
  registerRun(program);
  registerFix(program);
  registerExplain(program);
  registerCheck(program);
  registerRules(program);
  registerConfirm(program);
  registerKernels(program);
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
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`unoops: ${error.message}\n`);
  process.exitCode = EXIT.usage;
});
