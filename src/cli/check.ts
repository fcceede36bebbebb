import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { checkProgram, type CheckResult } from "../check/index.ts";
import type { Finding } from "../core/finding.ts";
import { versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { findingText } from "../report/findings-text.ts";
import { readSource } from "../source/index.ts";
import { findSources } from "./check-files.ts";
import { kernelFor } from "./check-kernel.ts";
import { decodeSource } from "./check-text.ts";
import { EXIT } from "./exit.ts";
import { version } from "./package-version.ts";

interface CheckOptions {
  readonly kernel?: string;
  readonly json?: boolean;
  readonly pedantic?: boolean;
}

/** `unoops check PATH...` */
export function registerCheck(program: Command): void {
  program
    .command("check")
    .description("Finds kernel-thread lifetime bugs in C source; no build needed.")
    .argument("<path...>", "C files, folders or a whole kernel tree")
    .option("--kernel <version>", "the kernel whose rules count (default: that of the tree)")
    .option("--json", "print one JSON object")
    .option("--pedantic", "also print warnings, and fail for them")
    .action((paths: string[], options: CheckOptions) => {
      check(paths, options);
    });
}

function check(paths: readonly string[], options: CheckOptions): void {
  const started = performance.now();
  const kernel = kernelFor(options.kernel, paths);
  const results = foldersOf(findSources(paths)).map((files) => checkTogether(files, kernel));
  const findings = results
    .flatMap((result) => result.findings)
    .filter((finding) => options.pedantic === true || finding.severity === "error");
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(summary(findings, kernel, performance.now() - started))}\n`
      : findings.map(findingText).join(""),
  );
  process.exitCode = findings.length > 0 ? EXIT.found : EXIT.nothing;
}

/** Files of one folder are judged together: there a thread is created, run and stopped. */
function foldersOf(files: readonly string[]): string[][] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = folders.get(dirname(file));
    if (folder) folder.push(file);
    else folders.set(dirname(file), [file]);
  }
  return [...folders.values()];
}

function checkTogether(paths: readonly string[], kernel: KernelVersion): CheckResult {
  const files = paths
    .map((path) => ({ path, bytes: readFileSync(path) }))
    .filter(({ bytes }) => bytes.includes("kthread_") || bytes.includes("allow_signal"))
    .map(({ path, bytes }) => readSource(path, decodeSource(bytes), { versionCode: versionCode(kernel) }));
  return checkProgram(files, [], kernel);
}

function summary(findings: readonly Finding[], kernel: KernelVersion, ms: number): object {
  return {
    tool: "unoops",
    version: version(),
    command: "check",
    verdict: findings.length > 0 ? "bug" : "bounded",
    kernel,
    findings,
    assumptions: [],
    stats: { schedules: 0, states: 0, complete: false, ms: Math.round(ms) },
  };
}
