import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { SourceFile } from "../source/index.ts";
import type { Case } from "./case.ts";
import { pinOf } from "./pins.ts";
import { Program } from "./program.ts";
import { THREAD_RULES } from "./rules/index.ts";
import { stopPathsOf } from "./stop-paths.ts";
import { findThreads } from "./thread.ts";
import { lifeOf } from "./thread-life.ts";

/** A function that could not be judged, and why. */
export interface Unjudged {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly reason: string;
}

export interface CheckResult {
  /** In the order of file, line and rule. */
  readonly findings: readonly Finding[];
  /** Threads that were judged. */
  readonly threads: number;
  /** Stops of threads that were judged. */
  readonly stops: number;
  readonly functions: number;
  readonly unjudged: readonly Unjudged[];
}

/** Judges the files of one module, or one folder of a kernel tree, together. */
export function checkProgram(files: readonly SourceFile[], kernel: KernelVersion): CheckResult {
  const program = new Program(files);
  const threads = findThreads(program);
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  for (const thread of threads) {
    const life = lifeOf(program, thread, kernel);
    const paths = stopPathsOf(program, thread);
    const subject: Case = { program, kernel, thread, life, paths, pin: pinOf(program, thread, life) };
    for (const rule of THREAD_RULES) findings.push(...rule(subject));
    if (life.complete && paths.complete) continue;
    const [creation] = thread.creations;
    const at = thread.fn ?? creation?.site.fn;
    if (!at) continue;
    const reason = thread.fn
      ? "too many states; what was found so far is told"
      : "its body is in none of the files";
    unjudged.push({ file: at.file.path, line: at.file.place(at.start).line, function: thread.name, reason });
  }
  for (const file of files) {
    for (const { name, reason, line } of file.unreadable) {
      unjudged.push({ file: file.path, line, function: name, reason });
    }
  }
  const stops = threads.reduce((sum, thread) => sum + thread.stops.length, 0);
  const functions = files.reduce((sum, file) => sum + file.functions.size, 0);
  return { findings: sorted(distinct(findings)), threads: threads.length, stops, functions, unjudged };
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${place(one)}|${one.rule}|${one.message}`, one])).values()];
}

function sorted(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      a.span.file.localeCompare(b.span.file) || a.span.line - b.span.line || a.rule.localeCompare(b.rule),
  );
}

function place({ span }: Finding): string {
  return `${span.file}:${span.line}:${span.column}`;
}
