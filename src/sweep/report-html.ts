import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { showSpan } from "../core/span.ts";
import { decodeText } from "../host/module-files.ts";
import { version } from "../host/package-version.ts";
import { readPageClient } from "../host/page-client.ts";
import { pageThatFits } from "../page/html.tsx";
import { pageOf } from "../page/page-of.ts";
import { renderSweepPage, type Cell, type SweepPage, type SweepSection } from "../page/sweep-page.tsx";
import { hashOf, type Job } from "./job.ts";
import { BUILD_ROOT } from "./module.ts";
import type { Count, SweepFinding, SweepReport } from "./report.ts";

/** The report as a page; with a file's name, a page with its timeline for each finding that a run shows, in a folder beside it. */
export async function htmlOf(report: SweepReport, out: string | undefined): Promise<string> {
  const folder = out === undefined ? undefined : out.replace(/\.html?$/, "") + "-timelines";
  const links = new Map<SweepFinding, string>();
  if (folder !== undefined) {
    for (const one of report.findings) {
      if (!one.finding.witness) continue;
      const name = `${hashOf(`${one.by} ${showSpan(one.finding.span)} ${one.finding.rule}`).slice(0, 12)}.html`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), await timelineOf(one));
      links.set(one, `${basename(folder)}/${name}`);
    }
  }
  return await renderSweepPage(pageFor(report, links));
}

/** One finding with its interleaving, as `unoops run --html` shows it. */
async function timelineOf({ finding, kernel, job }: SweepFinding): Promise<string> {
  const paths = ranPaths(job.job).map((path) => job.prefix + path);
  // a schedule of the part is none of the whole
  const part = "result" in job.outcome && job.outcome.result.isPart ? "--part " : "";
  const setting = {
    name: paths.join(" "),
    command: `unoops ${job.job.kind} ${paths.join(" ")}`,
    replay: `unoops run ${part}${paths.join(" ")}`,
    version: version(),
    source: (file: string) => (existsSync(file) ? decodeText(readFileSync(file)) : undefined),
  };
  return await pageThatFits(
    (room) =>
      pageOf({ ...setting, room }, [finding], {
        badge: { word: "BUG", tone: "bad" },
        lead: finding.message,
        facts: [`linux ${kernel}`, job.label],
      }),
    readPageClient(),
  );
}

/** The files whose run a job's findings show. */
function ranPaths(job: Job): string[] {
  if (job.kind === "check --run") return [job.file];
  return "units" in job ? job.units.map((unit) => unit.slice(BUILD_ROOT.length)) : [];
}

function pageFor(report: SweepReport, links: ReadonlyMap<SweepFinding, string>): SweepPage {
  const { findings, gone, isFirst, aside } = report;
  const fresh = findings.filter(({ isNew }) => isNew);
  const row = (one: SweepFinding): Cell[] => {
    const href = links.get(one);
    const { finding, by } = one;
    return [
      {
        text: finding.message,
        notes: finding.notes.map(({ message }) => message),
        ...(href ? { href } : {}),
      },
      { text: `${finding.span.file}:${finding.span.line}` },
      { text: finding.rule },
      { text: by },
    ];
  };
  const columns = ["finding", "where", "rule", "by"];
  const goneRows = gone.map(({ message, file, line, rule, by }) =>
    cells(message, `${file}:${line}`, rule, by),
  );
  const sections: SweepSection[] = [
    { title: "New", columns, rows: fresh.map(row) },
    { title: "Gone", columns, rows: goneRows },
    { title: isFirst ? "Findings" : "Known", columns, rows: findings.filter((one) => !one.isNew).map(row) },
    countSection("By rule", report.byRule),
    countSection("By subsystem", report.bySubsystem),
    countSection("By kernel", report.byKernel),
    {
      title: "Crashes in logs",
      columns: ["log", "crash", "what it means"],
      rows: report.crashes.map(({ log, line, title, summary }) => cells(`${log}:${line}`, title, summary)),
    },
    {
      title: "Flaky: the same job came out in two ways",
      columns: ["job"],
      rows: report.flaky.map((job) => cells(job)),
    },
    { title: "Set aside", columns: ["job", "why"], rows: aside.map(({ job, reason }) => cells(job, reason)) },
    {
      title: "Not judged, or not completely",
      columns: ["job", "outcome", "why"],
      rows: report.open.map(({ job, outcome, reason }) => cells(job, outcome, reason)),
    },
    { title: "Passed over", columns: ["what, and why"], rows: report.passed.map((one) => cells(one)) },
  ];
  const isBad = findings.length > 0;
  return {
    title: `Sweep ${report.plan}`,
    badge: isBad
      ? { word: "FOUND", tone: "bad" }
      : { word: "NOTHING FOUND", tone: aside.length > 0 ? "doubt" : "good" },
    lead: isFirst
      ? `${findings.length} findings; there is no earlier sweep of this plan to compare with.`
      : `${findings.length} findings: ${fresh.length} new since the last sweep, ${gone.length} gone.`,
    facts: [`${report.jobs} jobs`, ...report.outcomes.map(([what, count]) => `${count} ${what}`)],
    sections: sections.filter(({ rows }) => rows.length > 0),
    footer: `unoops ${version()} · sweep ${report.plan}`,
  };
}

function countSection(title: string, counts: readonly Count[]): SweepSection {
  return {
    title,
    columns: ["", "findings", "new"],
    rows: counts.map(({ name, findings, fresh }) => cells(name, String(findings), String(fresh))),
  };
}

function cells(...texts: readonly string[]): Cell[] {
  return texts.map((text) => ({ text }));
}
