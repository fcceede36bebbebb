import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { RuleId } from "../core/rules.ts";
import type { CFunction, SourceFile } from "../source/index.ts";
import type { ThreadCase } from "./case.ts";
import { STAYS_UNTIL_STOPPED } from "../kernel-api/index.ts";
import { callsOfAnotherAge } from "./other-age.ts";
import { applyIgnores, type Remark } from "./ignore.ts";
import { inOrder } from "./in-order.ts";
import { pinOf } from "./thread/pins.ts";
import { SourceProgram } from "./code/program.ts";
import { rivalsOf } from "./thread/rivals.ts";
import { CHECK_RULES, PROGRAM_RULES, THREAD_RULES } from "./rules/index.ts";
import { unjudgedCallbacks } from "./unjudged-callbacks.ts";
import { stopPathsOf } from "./thread/stop-paths.ts";
import { wantedNames } from "./code/wanted.ts";
import { findThreads } from "./thread/thread.ts";
import { lifeOf } from "./thread/life.ts";

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
  /** About comments that speak to this program. */
  readonly remarks: readonly Remark[];
  /** Files whose timers, work or tasklets are not judged, and calls of functions that this kernel lacks, a line each. */
  readonly unlooked: readonly Remark[];
}

/** A file that stops threads itself is known whole: it may stop the one it had created elsewhere. */
const STOPS_TOO = /\bkthread_stop/;

/** Whether a function's text has one of the names in it. */
function namesAny({ file, start, end }: CFunction, names: ReadonlySet<string>): boolean {
  const words = file.text.slice(start, end).match(/\w+/g) ?? [];
  return words.some((word) => names.has(word));
}

/** Finds further files of the same folder, or of the tree around it, that hold one of the names; none that are at hand. */
export type FindMore = (names: ReadonlySet<string>, where: "folder" | "tree") => readonly SourceFile[];

/**
 * Judges the files of one module, or one folder of a kernel tree, together. `headers` tell types and macros. `findMore` is asked for the files that
 * define or call what these leave open. Without the others, a rule finds what it
 * finds beside them, for no rule looks at what another found; remarks speak of all.
 */
export function checkProgram(
  given: readonly SourceFile[],
  headers: readonly SourceFile[],
  kernel: KernelVersion,
  findMore: FindMore = () => [],
  rules: ReadonlySet<RuleId> = CHECK_RULES,
): CheckResult {
  const program = new SourceProgram(given, headers);
  let threads = findThreads(program);
  for (const where of ["folder", "tree"] as const) {
    const wanted = wantedNames(program, threads, where);
    const more = wanted.size > 0 ? findMore(wanted, where) : [];
    if (more.length === 0) continue;
    const known = new Set(more.filter(({ text }) => STOPS_TOO.test(text)));
    program.add(more, (fn) => known.has(fn.file) || namesAny(fn, wanted));
    threads = findThreads(program);
  }
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  const cases: ThreadCase[] = [];
  const isAsked = ({ finds }: { readonly finds: readonly RuleId[] }): boolean =>
    finds.some((rule) => rules.has(rule));
  const threadRules = THREAD_RULES.filter(isAsked);
  for (const thread of threads) {
    const life = lifeOf(program, thread, kernel);
    const paths = stopPathsOf(program, thread);
    const pin = pinOf(program, thread, life, paths);
    const rivals = rivalsOf(program, thread, paths);
    cases.push({ program, kernel, thread, life, paths, pin, rivals, others: cases });
  }
  for (const { judge } of PROGRAM_RULES.filter(isAsked)) findings.push(...judge(program));
  for (const subject of cases) {
    const { thread, life, paths } = subject;
    for (const { judge } of threadRules) findings.push(...judge(subject));
    if ((life.complete && paths.complete) || STAYS_UNTIL_STOPPED.get(thread.name) === "thread function")
      continue;
    const [creation] = thread.creations;
    const at = thread.fn ?? creation?.site.fn;
    if (!at) continue;
    const reason = thread.fn
      ? "too many states; what was found so far is listed"
      : "its body is in none of the files";
    unjudged.push({ file: at.file.path, line: at.file.place(at.start).line, function: thread.name, reason });
  }
  for (const file of given) {
    for (const { name, reason, line } of file.unreadable) {
      unjudged.push({ file: file.path, line, function: name, reason });
    }
  }
  const stops = threads.reduce((sum, thread) => sum + thread.stops.length, 0);
  const functions = given.reduce((sum, file) => sum + file.functions.size, 0);
  const { findings: left, remarks } = applyIgnores(
    inOrder(findings.filter(({ rule }) => rules.has(rule))),
    given,
  );
  const unlooked = [...unjudgedCallbacks(program), ...callsOfAnotherAge(program, kernel)];
  return { findings: left, threads: threads.length, stops, functions, unjudged, remarks, unlooked };
}
