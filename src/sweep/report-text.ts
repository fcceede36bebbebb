import { findingText } from "../report/findings-text.ts";
import { NO_COLOURS } from "../report/style.ts";
import { printable, printableLine } from "../core/printable.ts";
import type { Count, SweepFinding, SweepReport } from "./report.ts";
import type { PastFinding } from "./store.ts";

/** The report as Markdown: for a terminal, a mail or a merge request. */
export function markdownOf(report: SweepReport): string {
  const { plan, jobs, outcomes, isFirst, findings, gone, crashes, open, aside, flaky, passed } = report;
  const fresh = findings.filter(({ isNew }) => isNew);
  const old = findings.filter(({ isNew }) => !isNew);
  return printable(
    [
      `# Sweep ${plan}`,
      "",
      `${counted(jobs, "job")}${outcomes.map(([what, n], i) => `${i === 0 ? ": " : ", "}${n} ${what}`).join("")}.`,
      isFirst
        ? `${counted(findings.length, "finding")}; there is no earlier sweep of this plan to compare with.`
        : `${counted(findings.length, "finding")}: ${fresh.length} new since the last sweep, ${gone.length} gone.`,
      "",
      ...section("New", fresh.map(item)),
      ...section("Gone", gone.map(goneItem)),
      ...section(isFirst ? "Findings" : "Known", old.map(item)),
      ...table("By rule", report.byRule),
      ...table("By subsystem", report.bySubsystem),
      ...table("By kernel", report.byKernel),
      ...section(
        "Crashes in logs",
        crashes.map(
          ({ log, line, title, summary }) => `- ${code(`${log}:${line}`)} ${code(`${title}: ${summary}`)}`,
        ),
      ),
      ...section(
        "Flaky: the same job came out in two ways",
        flaky.map((job) => `- ${code(job)}`),
      ),
      ...section(
        "Set aside",
        aside.map(({ job, reason }) => `- ${code(job)}: ${code(reason)}`),
      ),
      ...section(
        "Not judged, or not completely",
        open.map(({ job, outcome, reason }) => `- ${code(job)}: ${outcome}: ${code(reason)}`),
      ),
      ...section(
        "Passed over",
        passed.map((one) => `- ${code(one)}`),
      ),
    ].join("\n"),
  );
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lines, ""];
}

function item({ by, finding }: SweepFinding): string {
  const [head = "", ...notes] = findingText(finding, NO_COLOURS).trimEnd().split("\n");
  const replay = finding.witness ? [`run again: --replay ${finding.witness.replay}`] : [];
  return [`- ${code(head)} (${by})`, ...[...notes, ...replay].map((line) => `  - ${code(line)}`)].join("\n");
}

function goneItem({ by, file, line, rule, message }: PastFinding): string {
  return `- ${code(`${file}:${line}: ${message} [${rule}]`)} (${by})`;
}

function table(title: string, rows: readonly Count[]): string[] {
  if (rows.length === 0) return [];
  return [
    `## ${title}`,
    "",
    "| | findings | new |",
    "|---|---:|---:|",
    ...rows.map(({ name, findings, fresh }) => `| ${code(name)} | ${findings} | ${fresh} |`),
    "",
  ];
}

/** Text that Markdown leaves alone: what a source says is no markup. */
function code(raw: string): string {
  return `\`${printableLine(raw).replaceAll("`", "'")}\``;
}
