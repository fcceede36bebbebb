import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { UserError } from "../core/user-error.ts";
import { diagnose, loadDisassembler, readCrashes } from "../oops/index.ts";
import { renderCrashes } from "../report/oops-text.ts";
import { EXIT } from "./exit.ts";
import { explained } from "./explain-view.ts";

interface Options {
  readonly json?: boolean;
}

/** Adds `unoops explain [LOG]`. */
export function registerExplain(program: Command): void {
  program
    .command("explain")
    .description("says what a kernel log's crashes mean: where, on which data, why, and what to do next")
    .argument("[log]", "the log as pasted, in any form; - or nothing is standard input", "-")
    .option("--json", "print a JSON array, one object a crash")
    .action(async (log: string, options: Options) => {
      process.exitCode = await explain(log, options);
    });
}

async function explain(log: string, options: Options): Promise<number> {
  const text = readLog(log);
  const crashes = readCrashes(text);
  const disassembler = crashes.some((crash) => crash.code) ? await loadDisassembler() : undefined;
  const views = crashes.map((crash) => explained(crash, diagnose(crash, crashes, disassembler)));
  if (options.json) process.stdout.write(`${JSON.stringify(views, undefined, 2)}\n`);
  else if (views.length === 0) process.stdout.write("no crash in this log\n");
  else process.stdout.write(renderCrashes(views, { width: columns(), colour: hasColour() }));
  return views.length === 0 ? EXIT.nothing : EXIT.found;
}

function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns : 120;
}

function hasColour(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}

function readLog(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new UserError(`${path}: cannot read this log (${reason}); give a file, or - for standard input`);
  }
  if (bytes.length === 0)
    throw new UserError(`${path}: the log is empty; paste the kernel's messages, from dmesg or a console`);
  if (isBinary(bytes))
    throw new UserError(`${path}: this is not text; give the kernel's messages, from dmesg or a console`);
  return bytes.toString("utf8");
}

const SAMPLE = 65536;

/** More than a tenth of its first bytes are control characters. Serial consoles drop a few into real logs. */
function isBinary(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  let odd = 0;
  for (const byte of sample)
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x1b) odd++;
  return odd * 10 > sample.length;
}
