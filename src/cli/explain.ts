import { createReadStream, existsSync, openSync, readSync, closeSync } from "node:fs";
import type { Command } from "commander";
import { UserError } from "../core/user-error.ts";
import {
  annotate,
  CrashReader,
  diagnose,
  isElf,
  loadDisassembler,
  type Crash,
  type Diagnosis,
  type Disassembler,
} from "../oops/index.ts";
import { renderAnnotated } from "../report/oops-annotated.ts";
import { renderCrashes } from "../report/oops-text.ts";
import type { ExplainedCrash } from "../report/oops-view.ts";
import { EXIT } from "./exit.ts";
import { Binaries, type SymbolOptions } from "./explain-symbols.ts";
import { checkTree, joinFindings } from "./explain-check.ts";
import { SourceTree } from "./explain-sources.ts";
import { explained, printableLines } from "./explain-view.ts";

interface Options {
  readonly json?: boolean;
  readonly annotate?: boolean;
  readonly vmlinux?: string;
  readonly modules?: string;
  readonly systemMap?: string;
  readonly release?: string;
  readonly src?: string;
}

/** Crashes told in full; more of them are counted. */
const MOST_TOLD = 1000;

/** Adds `unoops explain [LOG]`. */
export function registerExplain(program: Command): void {
  program
    .command("explain")
    .description("says what a kernel log's crashes mean: where, on which data, why, and what to do next")
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
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await explain(paths, options);
    });
}

async function explain(paths: readonly string[], options: Options): Promise<number> {
  const { log, symbols } = arrange(paths, options);
  const { crashes, more } = await readLog(log);
  const disassembler = crashes.some((crash) => crash.code) ? await loadDisassembler() : undefined;
  const told: { crash: Crash; view: ExplainedCrash }[] = [];
  const tree = options.src === undefined || crashes.length === 0 ? undefined : new SourceTree(options.src);
  const findings = options.src === undefined || !tree ? [] : await checkTree(options.src, crashes);
  const binaries = hasSymbols(symbols) ? new Binaries(symbols, warn) : undefined;
  for (const crash of crashes) {
    const diagnosis = diagnoseWith(crash, crashes, disassembler, binaries);
    const full = (await binaries?.symbolise(crash)) ?? crash;
    told.push({
      crash: full,
      view: explained(
        full,
        diagnosis,
        tree && { sources: tree.excerpts(full), findings: joinFindings(full, diagnosis, findings) },
      ),
    });
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
          told.map(({ crash }) => printableLines(annotate(crash))),
          { colour: hasColour() },
        ),
      );
    process.stdout.write(
      renderCrashes(
        told.map(({ view }) => view),
        { width: columns(), colour: hasColour() },
      ),
    );
  }
  if (more > 0) warn(`${more} more crashes in this log are not shown`);
  return told.length === 0 ? EXIT.nothing : EXIT.found;
}

/** Debug information that cannot be read costs the names of members, not the diagnosis. */
function diagnoseWith(
  crash: Crash,
  crashes: readonly Crash[],
  disassembler: Disassembler | undefined,
  binaries: Binaries | undefined,
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

/** Tells the log from decode_stacktrace.sh's own arguments: a first path that is an ELF file is its vmlinux. */
function arrange(paths: readonly string[], options: Options): { log: string; symbols: SymbolOptions } {
  const [first, base, modules] = paths;
  const given: SymbolOptions = {
    ...(options.release !== undefined && ofRelease(options.release)),
    ...(options.vmlinux !== undefined && { vmlinux: options.vmlinux }),
    ...(options.modules !== undefined && { modules: options.modules }),
    ...(options.systemMap !== undefined && { systemMap: options.systemMap }),
  };
  if (first === undefined || first === "-" || !isElfFile(first)) {
    if (paths.length > 1)
      throw new UserError(`${paths[1]}: one log at a time; join several with cat and give - as the log`);
    return { log: first ?? "-", symbols: given };
  }
  return {
    log: "-",
    symbols: {
      vmlinux: first,
      ...(base !== undefined && base !== "auto" && { basePath: base.endsWith("/") ? base : `${base}/` }),
      ...(modules !== undefined && { modules }),
      ...given,
    },
  };
}

/** Where distributions and `make modules_install` put them. */
function ofRelease(release: string): SymbolOptions {
  const vmlinux = [
    `/usr/lib/debug/boot/vmlinux-${release}`,
    `/usr/lib/debug/lib/modules/${release}/vmlinux`,
    `/lib/modules/${release}/build/vmlinux`,
    `/boot/vmlinux-${release}`,
  ].find((path) => existsSync(path));
  if (vmlinux === undefined)
    throw new UserError(`no vmlinux of ${release} was found; give it with --vmlinux`);
  const modules = [`/usr/lib/debug/lib/modules/${release}`, `/lib/modules/${release}`].find((path) =>
    existsSync(path),
  );
  return { vmlinux, ...(modules !== undefined && { modules }) };
}

function isElfFile(path: string): boolean {
  if (!existsSync(path)) return false;
  const start = new Uint8Array(16);
  try {
    const file = openSync(path, "r");
    const length = readSync(file, start, 0, start.length, 0);
    closeSync(file);
    return isElf(start.subarray(0, length));
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function cannotRead(path: string, error: unknown): UserError {
  const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
  return new UserError(`${path}: cannot read this log (${reason}); give a file, or - for standard input`);
}

const PIECE = 1 << 20;

/** Reads the log in pieces: memory does not grow with it. */
async function readLog(path: string): Promise<{ crashes: Crash[]; more: number }> {
  const reader = new CrashReader();
  const crashes: Crash[] = [];
  let more = 0;
  let bytes = 0;
  const take = (found: readonly Crash[]): void => {
    const room = Math.max(0, MOST_TOLD - crashes.length);
    crashes.push(...found.slice(0, room));
    more += Math.max(0, found.length - room);
  };
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: PIECE });
  try {
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array)) throw new TypeError("the stream is expected to give bytes");
      if (bytes === 0 && isBinary(piece))
        throw new UserError(`${path}: this is not text; give the kernel's messages, from dmesg or a console`);
      bytes += piece.length;
      take(reader.push(piece));
    }
  } catch (error) {
    throw error instanceof UserError || error instanceof TypeError ? error : cannotRead(path, error);
  }
  take(reader.end());
  if (bytes === 0)
    throw new UserError(`${path}: the log is empty; paste the kernel's messages, from dmesg or a console`);
  return { crashes, more };
}

/** More than a tenth of its first bytes are control characters. Serial consoles drop a few into real logs. */
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 1 << 16);
  let odd = 0;
  for (const byte of sample)
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x1b) odd++;
  return odd * 10 > sample.length;
}

function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns : 120;
}

function hasColour(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}
