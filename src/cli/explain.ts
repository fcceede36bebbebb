import type { Command } from "commander";
import {
  annotate,
  diagnose,
  loadDisassembler,
  type Crash,
  type Diagnosis,
  type Disassembler,
} from "../oops/index.ts";
import { pageOfExplained } from "../page/page-of-log.ts";
import { renderAnnotated } from "../report/oops-annotated.ts";
import { renderCrashes } from "../report/oops-text.ts";
import type { ExplainedCrash } from "../report/oops-view.ts";
import { EXIT } from "./exit.ts";
import { Progress, styleFor } from "./terminal.ts";
import { arrange } from "./explain-arguments.ts";
import { DebugBinaries, type SymbolOptions } from "../explain/binaries.ts";
import type { Beside } from "../explain/read-tree.ts";
import { readLog } from "../explain/read-log.ts";
import { explained, printableLines } from "../explain/view.ts";
import { htmlOption, writeHtml, type HtmlFlag } from "./html.ts";
import { typedCommand } from "./typed.ts";

interface Options extends HtmlFlag {
  readonly json?: boolean;
  readonly annotate?: boolean;
  readonly vmlinux?: string;
  readonly modules?: string;
  readonly systemMap?: string;
  readonly release?: string;
  readonly src?: string;
}

const EXAMPLES = `
Examples:
  dmesg | unoops explain
  unoops explain panic.txt --annotate
  unoops explain panic.txt --src drivers/misc/foo
  unoops explain panic.txt --vmlinux ./vmlinux --modules ./modules
  unoops explain ./vmlinux auto ./modules < panic.txt
  unoops explain panic.txt --json

Exit status: 0 no crash in the log, 1 a crash, 2 usage.`;

/** Adds `unoops explain [LOG]`. */
export function registerExplain(program: Command): void {
  const command = program
    .command("explain")
    .description(
      "explain what the crashes in a kernel log mean: where, on which data, why, and what to do next",
    )
    .argument(
      "[log...]",
      "the log as pasted, in any form; - or nothing is standard input; or VMLINUX [BASE_PATH [MODULES]], as decode_stacktrace.sh takes them",
    )
    .option("--json", "print a JSON array, one object a crash")
    .option("--annotate", "print the log's own lines, each with what it means")
    .option("--vmlinux <file>", "the kernel with its symbols: adds source lines and inlined functions")
    .option("--modules <dir>", "where the modules with their symbols are")
    .option("--system-map <file>", "System.map or kallsyms, for addresses without names")
    .option(
      "-r, --release <release>",
      "find the vmlinux and modules of this kernel release where distributions put them",
    )
    .option(
      "--src <dir>",
      "the source, of a module or a tree: shows the lines of the trace, and what check finds that has to do with it",
    )
    .addHelpText("after", EXAMPLES);
  htmlOption(command).action(async (paths: string[], options: Options) => {
    process.exitCode = await explain(paths, options, command);
  });
}

async function explain(paths: readonly string[], options: Options, command: Command): Promise<number> {
  const { log, symbols } = arrange(paths, options);
  const { crashes, more } = await readLog(log);
  const disassembler = crashes.some((crash) => crash.code) ? await loadDisassembler() : undefined;
  const told: { crash: Crash; view: ExplainedCrash }[] = [];
  const beside =
    options.src === undefined || crashes.length === 0 ? undefined : await besideTree(options.src, crashes);
  const binaries = hasSymbols(symbols) ? new DebugBinaries(symbols, warn) : undefined;
  for (const crash of crashes) {
    const diagnosis = diagnoseWith(crash, crashes, disassembler, binaries);
    const full = binaries?.symbolise(crash) ?? crash;
    told.push({ crash: full, view: explained(full, diagnosis, beside?.(full, diagnosis)) });
  }
  if (options.json)
    process.stdout.write(
      `${JSON.stringify(
        told.map(({ view }) => view),
        undefined,
        2,
      )}\n`,
    );
  else if (told.length === 0) process.stdout.write("no crash in this log\n");
  else {
    if (options.annotate)
      process.stdout.write(
        renderAnnotated(
          told.map(({ crash }) => printableLines(annotate(crash, disassembler))),
          { colour: hasColour() },
        ),
      );
    process.stdout.write(
      renderCrashes(
        told.map(({ view }) => view),
        { width: columns(), colour: hasColour(), link: styleFor().link },
      ),
    );
  }
  const page = {
    name: log ?? "standard input",
    command: typedCommand(command),
    replay: "",
    source: () => undefined,
  };
  await writeHtml(options, page, (setting) =>
    pageOfExplained(
      told.map(({ crash, view }) => ({ view, lines: annotate(crash, disassembler) })),
      more,
      setting,
    ),
  );
  if (more > 0) warn(`${more} more crashes in this log are not shown`);
  return told.length === 0 ? EXIT.nothing : EXIT.found;
}

/** What reads and checks source is loaded for --src alone. */
async function besideTree(folder: string, crashes: readonly Crash[]): Promise<Beside> {
  const { readTree } = await import("../explain/read-tree.ts");
  const progress = new Progress();
  const beside = await readTree(folder, crashes, (text) => progress.say(text));
  progress.done();
  return beside;
}

/** Debug information that cannot be read costs the names of members, not the diagnosis. */
function diagnoseWith(
  crash: Crash,
  crashes: readonly Crash[],
  disassembler: Disassembler | undefined,
  binaries: DebugBinaries | undefined,
): Diagnosis {
  try {
    return diagnose(crash, crashes, disassembler, binaries?.find);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    warn(`${crash.title}: no member is named, for the debug information is damaged: ${error.message}`);
    return diagnose(crash, crashes, disassembler);
  }
}

function warn(message: string): void {
  process.stderr.write(`unoops: ${message}\n`);
}

function hasSymbols({ vmlinux, modules, systemMap }: SymbolOptions): boolean {
  return vmlinux !== undefined || modules !== undefined || systemMap !== undefined;
}

function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns : 120;
}

function hasColour(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}
