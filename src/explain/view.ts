import {
  architectureWords,
  printable,
  type AnnotatedLine,
  type Crash,
  type Diagnosis,
} from "../oops/index.ts";
import type { ExplainedCrash, JoinedFinding, SourceExcerpt } from "../report/oops-view.ts";

/** What a source tree adds to a crash. */
export interface FromSource {
  readonly sources?: readonly SourceExcerpt[];
  /** Undefined when no tree was checked. */
  readonly findings?: readonly JoinedFinding[] | undefined;
}

/** What `explain` prints of a crash. Every text from the log is made safe for a terminal here. */
export function explained(
  crash: Crash,
  diagnosis: Diagnosis,
  { sources = [], findings }: FromSource = {},
): ExplainedCrash {
  const { arch, frames, modules, fault, registers, process } = crash;
  const view: ExplainedCrash = {
    arch,
    ...pick(crash, ["kernel", "function", "offset", "size", "taint", "syscall"]),
    headline: crash.headline,
    type: crash.type,
    title: crash.title,
    frames: frames.map((frame) =>
      pick(frame, ["function", "offset", "size", "module", "source", "inline", "unreliable"]),
    ),
    registers: Object.fromEntries([...registers].map(([name, value]) => [name, value.toString(16)])),
    modules,
    process,
    ...(sources.length > 0 && { sources }),
    ...(findings && { findings }),
    panicked: crash.panicked,
    corrupted: crash.corrupted,
    cutShort: crash.cutShort,
    span: crash.span,
    ...(fault && {
      fault: {
        ...(fault.address !== undefined && { address: `0x${fault.address.toString(16)}` }),
        ...(fault.access !== undefined && { access: fault.access }),
        ...(fault.code !== undefined && { code: `0x${fault.code.toString(16)}` }),
        words: architectureWords(crash),
      },
    }),
    diagnosis: {
      summary: diagnosis.summary,
      evidence: diagnosis.evidence,
      next: diagnosis.next,
      ...(diagnosis.rule !== undefined && { rule: diagnosis.rule }),
      ...(diagnosis.alternatives && { alternatives: diagnosis.alternatives }),
      ...(diagnosis.consequenceOf !== undefined && { consequenceOf: diagnosis.consequenceOf + 1 }),
    },
  };
  return clean(view);
}

/** Annotated lines, made safe for a terminal. */
export function printableLines(lines: readonly AnnotatedLine[]): AnnotatedLine[] {
  return lines.map(clean);
}

/** The fields that are there; an absent one stays absent. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const entries = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]);
  return Object.fromEntries(entries) as Pick<T, K>;
}

/** The same value with every string made printable. */
function clean<T>(value: T): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return printable(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part === "object" && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [printable(key), walk(inner)]));
    return part;
  };
  return walk(value) as T;
}
