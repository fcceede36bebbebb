import type { Finding, Note, Severity } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { RuleId } from "../core/rules.ts";
import type { Span } from "../core/span.ts";
import type { CFunction, TextRange } from "../source/index.ts";
import type { Pin } from "./thread/pins.ts";
import type { SourceProgram } from "./code/program.ts";
import type { Rival } from "./thread/rivals.ts";
import type { StopPaths } from "./thread/stop-paths.ts";
import type { Thread } from "./thread/thread.ts";
import type { Life } from "./thread/life.ts";

/** Everything that is known about one thread function; what a rule judges. */
export interface ThreadCase {
  readonly program: SourceProgram;
  readonly kernel: KernelVersion;
  readonly thread: Thread;
  readonly life: Life;
  readonly paths: StopPaths;
  readonly pin: Pin;
  /** Who else has the handle in hand while its thread lives. */
  readonly rivals: readonly Rival[];
  /** The other threads of the same program. */
  readonly others: readonly ThreadCase[];
}

function spanOf(fn: CFunction, range: TextRange): Span {
  const { line, column } = fn.file.place(range.start);
  return { file: fn.file.path, line, column };
}

export function note(message: string, fn: CFunction, range: TextRange): Note {
  return { message, span: spanOf(fn, range) };
}

/** A finding at a place inside of a function. */
export function finding(
  rule: RuleId,
  severity: Severity,
  message: string,
  fn: CFunction,
  range: TextRange,
  notes: readonly Note[],
): Finding {
  return { rule, severity, message, span: spanOf(fn, range), function: fn.name, notes };
}
