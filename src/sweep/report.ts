import { posix } from "node:path";
import { baselineOf, beyondBaseline } from "../check/index.ts";
import type { Finding, Severity } from "../core/finding.ts";
import type { RuleId } from "../core/rules.ts";
import { shownFinding } from "./shown.ts";
import type { Past, PastFinding } from "./store.ts";
import { verdictsOf, type Done, type Swept } from "./sweep.ts";

/** One finding of a sweep, however many jobs came to it. */
export interface SweepFinding {
  /** `check 6.1`. */
  readonly by: string;
  readonly kernel: string;
  readonly subsystem: string;
  readonly isNew: boolean;
  readonly finding: Finding;
  /** The job that tells it. */
  readonly job: Done;
}

export interface Count {
  readonly name: string;
  readonly findings: number;
  readonly fresh: number;
}

/** What a sweep has to say. The same jobs with the same past make the same report, wherever and whenever they were done. */
export interface SweepReport {
  readonly plan: string;
  readonly jobs: number;
  /** `run: bug`, with how many jobs came out so. */
  readonly outcomes: readonly (readonly [what: string, jobs: number])[];
  readonly isFirst: boolean;
  readonly findings: readonly SweepFinding[];
  readonly gone: readonly PastFinding[];
  readonly byRule: readonly Count[];
  readonly bySubsystem: readonly Count[];
  readonly byKernel: readonly Count[];
  readonly crashes: readonly {
    readonly log: string;
    readonly line: number;
    readonly title: string;
    readonly summary: string;
  }[];
  /** Jobs that came to no verdict, each with its first reason, and what the compiler says first. */
  readonly open: readonly { readonly job: string; readonly outcome: string; readonly reason: string }[];
  readonly aside: readonly { readonly job: string; readonly reason: string }[];
  readonly flaky: readonly string[];
  readonly passed: readonly string[];
}

/** Findings of jobs that differ only in their world are one: the first job tells it. */
export function reportOf(swept: Swept, severities: readonly Severity[]): SweepReport {
  const found = findingsOf(swept).filter(({ finding }) => severities.includes(finding.severity));
  const past = swept.past?.findings.filter(({ severity }) => severities.includes(severity));
  const isNew = past ? freshIn(found, past) : new Set<Finding>();
  const findings = found.map((one) => ({ ...one, isNew: isNew.has(one.finding) }));
  return {
    plan: swept.plan,
    jobs: swept.done.length,
    outcomes: countOutcomes(swept.done),
    isFirst: past === undefined,
    findings,
    gone: past ? goneFrom(found, past) : [],
    byRule: counts(findings, ({ finding }) => finding.rule),
    bySubsystem: counts(findings, ({ subsystem }) => subsystem),
    byKernel: counts(findings, ({ kernel }) => `linux ${kernel}`),
    crashes: swept.done.flatMap(({ label, outcome }) =>
      "result" in outcome
        ? outcome.result.crashes.map(({ title, line, summary }) => ({
            log: label.replace(/, explain$/, ""),
            line,
            title,
            summary,
          }))
        : [],
    ),
    open: swept.done.flatMap(({ label, outcome }) =>
      "result" in outcome && outcome.result.outcome !== "bug" && outcome.result.reasons.length > 0
        ? [{ job: label, outcome: outcome.result.outcome, reason: reasonOf(outcome.result.reasons) }]
        : [],
    ),
    aside: swept.done.flatMap(({ label, outcome }) =>
      "aside" in outcome ? [{ job: label, reason: outcome.aside }] : [],
    ),
    flaky: [...swept.flaky].toSorted(),
    passed: swept.passed,
  };
}

/** What the next sweep of the plan is compared with. Jobs that were set aside say nothing: what they found before is gone from it. */
export function pastOf(swept: Swept): Past {
  return {
    findings: findingsOf(swept).map(({ by, finding }) => light(by, finding)),
    verdicts: verdictsOf(swept.done),
  };
}

type Found = Omit<SweepFinding, "isNew">;

function findingsOf({ done, asked }: Swept): Found[] {
  const found = new Map<string, Found>();
  for (const job of done) {
    if (!("result" in job.outcome) || job.job.kind === "explain") continue;
    const { kind, kernel } = job.job;
    const by = `${kind} ${kernel}`;
    for (const raw of job.outcome.result.findings) {
      const finding = shownFinding(raw, job.prefix);
      const { file, line } = finding.span;
      if (!asked.has(file)) continue;
      const key = [by, file, line, finding.rule, finding.message].join("|");
      if (!found.has(key))
        found.set(key, { by, kernel, subsystem: subsystemOf(file, job.tree), finding, job });
    }
  }
  return [...found.values()].toSorted(inOrder);
}

/** By place; of `check --run` first what a run shows, as the command tells it. */
function inOrder(a: Found, b: Found): number {
  const key = ({ finding: { span, witness }, by, job: { job } }: Found): (string | number)[] => [
    job.kind === "check --run" && witness ? 0 : 1,
    span.file,
    span.line,
    span.column,
    by,
  ];
  const [left, right] = [key(a), key(b)];
  for (const [i, one] of left.entries()) {
    const other = right[i] ?? "";
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.finding.rule < b.finding.rule ? -1 : 1;
}

/** Two folders deep in a kernel tree: `drivers/net`; elsewhere the folder. */
function subsystemOf(file: string, tree: string): string {
  if (tree === "" || !file.startsWith(tree)) return posix.dirname(file);
  return posix.dirname(file.slice(tree.length)).split("/").slice(0, 2).join("/");
}

function light(by: string, { rule, severity, message, span, function: name }: Finding): PastFinding {
  return {
    by,
    rule,
    severity,
    message,
    file: span.file,
    line: span.line,
    column: span.column,
    function: name,
  };
}

/** A remembered finding, as a baseline takes it: by rule, file, function and message, whatever line it moved to. */
export function heavy(past: PastFinding): Finding {
  const { rule, severity, message, file, line, column, function: name } = past;
  return { rule, severity, message, function: name, span: { file, line, column }, notes: [] };
}

function freshIn(found: readonly Found[], past: readonly PastFinding[]): Set<Finding> {
  const fresh = new Set<Finding>();
  for (const by of new Set(found.map((one) => one.by))) {
    const own = found.filter((one) => one.by === by).map(({ finding }) => finding);
    const before = past.filter((one) => one.by === by).map(heavy);
    for (const finding of beyondBaseline(own, baselineOf(before))) fresh.add(finding);
  }
  return fresh;
}

function goneFrom(found: readonly Found[], past: readonly PastFinding[]): PastFinding[] {
  return [...new Set(past.map((one) => one.by))].flatMap((by) => {
    const own = found.filter((one) => one.by === by).map(({ finding }) => finding);
    const before = past.filter((one) => one.by === by).map(heavy);
    return beyondBaseline(before, baselineOf(own)).map((finding) => light(by, finding));
  });
}

function counts(findings: readonly SweepFinding[], nameOf: (one: SweepFinding) => RuleId | string): Count[] {
  const table = new Map<string, { findings: number; fresh: number }>();
  for (const one of findings) {
    const row = table.get(nameOf(one)) ?? { findings: 0, fresh: 0 };
    row.findings++;
    if (one.isNew) row.fresh++;
    table.set(nameOf(one), row);
  }
  return [...table]
    .map(([name, row]) => ({ name, ...row }))
    .toSorted((a, b) => b.findings - a.findings || (a.name < b.name ? -1 : 1));
}

function countOutcomes(done: readonly Done[]): [string, number][] {
  const table = new Map<string, number>();
  for (const { job, outcome } of done) {
    const name = `${job.kind}: ${"result" in outcome ? wordOf(outcome.result) : "set aside"}`;
    table.set(name, (table.get(name) ?? 0) + 1);
  }
  return [...table].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function wordOf({ outcome, isPart }: { outcome: string; isPart: boolean }): string {
  return isPart && outcome === "safe" ? "safe in part" : outcome;
}

function reasonOf([first = "", second]: readonly string[]): string {
  return second !== undefined && /\berror: /.test(second) ? `${first}: ${second}` : first;
}
