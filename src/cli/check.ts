import { messageOf } from "../core/message-of.ts";
import type { Command } from "commander";
import type { Finding } from "../core/finding.ts";
import { printableLine } from "../core/printable.ts";
import { UserError } from "../core/user-error.ts";
import { applyBaseline } from "../scan/baseline.ts";
import { byConfig, readConfig, type CheckConfig } from "../scan/config.ts";
import { kernelFor } from "../host/kernel-tree.ts";
import { outputOf, remarksOf, type Format } from "./check-output.ts";
import { fileOfKbuild, filesFor } from "../scan/files.ts";
import { checkFiles } from "../scan/scan.ts";
import type { Witnessed } from "../judge/index.ts";
import type { WitnessOptions } from "./check-witness.ts";
import { EXIT } from "./exit.ts";
import { positive } from "./options.ts";
import { Progress, styleFor } from "./terminal.ts";
import { watch } from "./watch.ts";

interface CheckOptions {
  readonly kernel?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly format: Format;
  readonly pedantic?: boolean;
  readonly baseline?: string;
  readonly stats?: boolean;
  readonly watch: boolean;
  readonly verbose?: boolean;
  readonly cache: boolean;
  readonly kbuild?: boolean;
  readonly run?: boolean;
  readonly timeout: number;
}

const FORMATS: readonly string[] = ["text", "json", "sarif", "github"];

/** `unoops check PATH...` */
export function registerCheck(program: Command): void {
  program
    .command("check")
    .description("find kernel-thread lifetime bugs in C source; no build needed")
    .argument("[path...]", "C files, folders, a kernel tree, or a compile_commands.json")
    .option("--kernel <version>", "the kernel whose rules count (default: that of the tree)")
    .option("--json", "print one JSON object")
    .option("--sarif", "print a SARIF 2.1.0 log")
    .option("--format <format>", `how to print findings: ${FORMATS.join(", ")}`, "text")
    .option("--pedantic", "also report findings that assume a step, and fail for them")
    .option("--baseline <file>", "hide the findings this file accepts; written when it is not there")
    .option("--run", "run what has a finding, and print first what a run shows, with its interleaving")
    .option("--timeout <seconds>", "for --run: give up a file after so long", positive, 20)
    .option("--watch", "check again whenever a source changes", false)
    .option("--stats", "say on stderr what was read and how long it took")
    .option("-v, --verbose", "list the functions that could not be judged")
    .option("--no-cache", "neither use nor keep results of earlier runs")
    .option(
      "--kbuild",
      'for make C=1 CHECK="unoops check --kbuild": takes gcc\'s arguments, never fails the build',
    )
    .allowUnknownOption()
    .addHelpText(
      "after",
      `
Exit status: 0 nothing found, 1 something found, 2 wrong usage. Only errors are told and fail, unless --pedantic is given.
A comment accepts a finding on its line or the next: /* unoops-ignore kthread-err-ptr: why */
unoops.json may set paths, exclude, rules ({"kthread-err-ptr": "off"}), kernel and baseline.

Examples:
  unoops check foo.c                              one file, and what it needs of its folder
  unoops check --kernel 4.4 drivers/foo/          a module's folder
  unoops check --run drivers/bluetooth/           with a witness for what a run of its threads shows
  unoops check --baseline known.json ~/linux      a tree, without what is accepted already
  make C=1 CHECK="unoops check --kbuild"          beside a build`,
    )
    .action((paths: string[], options: CheckOptions) =>
      options.kbuild === true
        ? neverFailing(() => check(paths, options))
        : options.watch
          ? watch(pathsFor(paths, options, readConfig()), () => check(paths, options))
          : check(paths, options),
    );
}

async function check(args: readonly string[], options: CheckOptions): Promise<void> {
  const started = performance.now();
  const config = readConfig();
  const paths = pathsFor(args, options, config);
  const unread: [string, string][] = [];
  const files = filesFor(paths, config.exclude, (folder, code) => unread.push([folder, code]));
  const kernel = kernelFor(options.kernel ?? config.kernel, paths);
  const progress = new Progress();
  const result = await checkFiles(files, {
    paths,
    unread,
    kernel,
    cache: options.cache,
    progress: (text) => progress.say(text),
  });
  const baseline = options.baseline ?? config.baseline;
  const wanted = byConfig(result.findings, config).filter(
    (finding) => options.pedantic === true || finding.severity === "error",
  );
  const told = baseline === undefined ? wanted : applyBaseline(baseline, wanted, say);
  const ran =
    options.run === true
      ? await witness(told, {
          kernel,
          cache: options.cache,
          timeout: options.timeout,
          progress: (text) => progress.say(text),
        })
      : undefined;
  progress.done();
  const findings = ran?.findings ?? told;
  const ms = performance.now() - started;
  const format = formatFor(options);
  const stream = options.kbuild === true ? process.stderr : process.stdout;
  stream.write(outputOf(format, findings, result, kernel, ms, styleFor(stream)));
  if (options.kbuild !== true) process.stderr.write(remarksOf(format, result, options, ms));
  if (ran) process.stderr.write(witnessText(ran));
  process.exitCode = findings.length > 0 && options.kbuild !== true ? EXIT.found : EXIT.nothing;
}

/** What compiles and runs modules is loaded for --run alone. */
async function witness(findings: readonly Finding[], options: WitnessOptions): Promise<Witnessed> {
  const { witnessed } = await import("./check-witness.ts");
  return witnessed(findings, options);
}

function witnessText({ findings, shown, remarks }: Witnessed): string {
  const lines = [...remarks, `${shown} of ${findings.length} findings are shown by a run.`];
  return lines.map((line) => `${printableLine(line)}\n`).join("");
}

function pathsFor(args: readonly string[], options: CheckOptions, config: CheckConfig): readonly string[] {
  if (options.kbuild === true) return fileOfKbuild(args);
  const stray = args.find((arg) => arg.startsWith("-") && arg !== "-");
  if (stray !== undefined) throw new UserError(`check: unknown option ${stray}; see 'unoops check --help'`);
  const paths = args.length > 0 ? args : config.paths;
  if (paths.length === 0) throw new UserError("check: name a C file, a folder or a kernel tree");
  return paths;
}

function formatFor(options: CheckOptions): Format {
  if (options.json === true) return "json";
  if (options.sarif === true) return "sarif";
  if (FORMATS.includes(options.format)) return options.format;
  throw new UserError(`--format ${options.format}: known are ${FORMATS.join(", ")}`);
}

function say(text: string): void {
  process.stderr.write(`unoops: ${text}\n`);
}

/** Does the work; whatever goes wrong is one line, and never the end of a build. */
async function neverFailing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = messageOf(error);
    process.stderr.write(`${printableLine(`unoops: not checked: ${reason}`)}\n`);
    process.exitCode = EXIT.nothing;
  }
}
