import type { Finding, Prediction, Verdict, WitnessStep } from "../core/finding.ts";
import { printable, printableData } from "../core/printable.ts";
import { showSpan } from "../core/span.ts";
import { columns, wrap } from "./columns.ts";
import type { Style } from "./style.ts";

export interface RunTextOptions {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
  /** What to type to run a witness again, without the replay string. */
  readonly command: string;
  /** Several modules were run, for which no patch can be made. */
  readonly areSeveral?: boolean;
  readonly arch: string;
}

/** The verdict of a run, for a terminal. */
export function runText(raw: Verdict, options: RunTextOptions): string {
  const verdict = printableData(raw);
  const { style } = options;
  const parts = verdict.findings.map((finding) => findingText(finding, verdict, options));
  parts.push(summary(verdict, options));
  if (verdict.outcome === "bug" && !options.areSeveral)
    parts.push(style.faint(`Next: ${options.command.replace(" run ", " fix ")}`));
  for (const assumption of verdict.assumptions) parts.push(style.faint(`Assumed: ${assumption}`));
  return `${parts.join("\n")}\n`;
}

function findingText(finding: Finding, verdict: Verdict, options: RunTextOptions): string {
  const { style, width } = options;
  const place = style.link(showSpan(finding.span), finding.span.file);
  const lines = [
    `${finding.severity === "error" ? style.bad("BUG") : style.doubt("WARN")}  ${style.strong(finding.rule)}: ${finding.message}`,
    style.faint(`     ${place} in ${finding.function}()   linux ${verdict.kernel}, ${options.arch}`),
  ];
  if (finding.needsFault) lines.push("     only when an allocation or a creation fails (--faults)");
  for (const note of finding.notes) lines.push(`     ${note.message}`);
  lines.push("");
  if (finding.witness) {
    lines.push(...columns(finding.witness.steps, width, style), "");
    lines.push(...predictionText(finding.predicted ?? [], verdict, options));
    lines.push(style.faint(`Replay: ${options.command} --replay ${finding.witness.replay}`), "");
  }
  return lines.join("\n");
}

function predictionText(
  predicted: readonly Prediction[],
  verdict: Verdict,
  { style, width }: RunTextOptions,
): string[] {
  if (predicted.length === 0) return [];
  const lines = [style.strong(`What linux ${verdict.kernel} prints:`)];
  for (const outcome of predicted) {
    for (const { headline } of outcome.also ?? []) lines.push(`  ${headline}`);
    lines.push(`  ${outcome.headline}`);
    if (outcome.trace.length > 0) {
      lines.push(...wrap(outcome.trace.join(" < "), width - INDENT.length).map((line) => INDENT + line));
    }
    if (outcome.when !== "always") lines.push(style.faint(`${INDENT}when ${outcome.when}`));
  }
  return [...lines, ""];
}

const INDENT = "      ";

const WORDS: Record<Verdict["outcome"], string> = {
  bug: "BUG",
  safe: "SAFE",
  bounded: "BOUNDED",
  undecided: "UNDECIDED",
};

function summary(
  { outcome, findings, kernel, scope, coverage, stats }: Verdict,
  { style, arch }: RunTextOptions,
): string {
  const seconds = (stats.ms / 1000).toFixed(2);
  const count = `${stats.states} states, ${stats.schedules} steps, ${seconds} s`;
  const lines: string[] = [];
  const bugs = findings.filter(({ severity }) => severity === "error").length;
  if (outcome === "bug") {
    const all = stats.complete
      ? "every interleaving was explored, up to where it fails"
      : "not every interleaving was explored";
    lines.push(`${style.bad(`${bugs} finding${bugs === 1 ? "" : "s"}`)}; ${all}   ${style.faint(count)}`);
  } else if (outcome === "safe") {
    lines.push(
      scope === "part"
        ? `${style.good("SAFE IN PART")}  every interleaving of the part that kernel threads live in, linux ${kernel}, ${arch}   ${style.faint(count)}`
        : `${style.good("SAFE")}  every interleaving of load, threads, signals and unload, linux ${kernel}, ${arch}   ${style.faint(count)}`,
    );
  } else {
    const meaning = outcome === "bounded" ? "no bug found, but not everything was covered" : "no verdict";
    lines.push(
      `${style.doubt(WORDS[outcome])}  ${meaning}, linux ${kernel}, ${arch}   ${style.faint(count)}`,
    );
  }
  for (const line of coverage) lines.push(`      ${line}`);
  return lines.join("\n");
}

/** A step of a witness in one line. */
export function stepLine({ n, task, text, effect }: WitnessStep): string {
  return `${n}. ${[task, text, effect].filter(Boolean).join(": ")}`;
}

/** The verdict for a pipe: one line a finding, notes below it, as compilers print. */
export function runLines(verdict: Verdict): string {
  const lines = verdict.findings.flatMap((finding) => [
    `${showSpan(finding.span)}: ${finding.severity}: ${finding.message} [${finding.rule}]`,
    ...(finding.witness?.steps ?? []).map((step) => {
      const place =
        step.file === undefined ? showSpan(finding.span) : `${step.file}:${step.line}:${step.column ?? 1}`;
      return `${place}: note: ${stepLine(step)}`;
    }),
    ...(finding.witness ? [`${showSpan(finding.span)}: note: replay ${finding.witness.replay}`] : []),
  ]);
  const { states, complete } = verdict.stats;
  lines.push(
    `${verdict.outcome}: linux ${verdict.kernel}, ${states} states, ${complete ? "complete" : "incomplete"}`,
  );
  lines.push(...verdict.coverage.map((line) => `${verdict.outcome}: ${line}`));
  lines.push(...verdict.assumptions.map((line) => `assumed: ${line}`));
  return printable(`${lines.join("\n")}\n`);
}
