import type { Finding, Prediction, Verdict } from "../core/finding.ts";
import type { Proof } from "../core/fix.ts";
import { showSpan } from "../core/span.ts";
import { columns, wrap } from "./columns.ts";
import { diffText } from "./diff-text.ts";
import { PROOF_WORDS, proofWords } from "./proof-words.ts";
import type { Style } from "./style.ts";

/** What `solve` found out; plain data, so that it can be printed or written as JSON. */
export interface Solution {
  readonly log: {
    readonly headline: string;
    readonly kernel?: string;
    readonly arch: string;
    readonly summary: string;
    readonly rule?: string;
    readonly evidence: readonly { readonly certainty: string; readonly text: string }[];
    readonly trace: readonly string[];
    /** The crash's own lines, each with what it means. */
    readonly lines: readonly { readonly text: string; readonly note?: string }[];
  };
  readonly verdict: Verdict;
  readonly arch: string;
  /** Absent when nothing that the module can do looks like the log. */
  readonly match?: {
    readonly finding: Finding;
    readonly prediction: Prediction;
    readonly rows: readonly {
      readonly what: string;
      readonly log: string;
      readonly predicted: string;
      readonly agrees: boolean;
    }[];
    readonly reproduced: boolean;
  };
  /** The smallest patch that holds, where there is one. */
  readonly patch?: {
    readonly title: string;
    readonly proof: Proof;
    readonly because: readonly string[];
    readonly diff: string;
  };
  readonly advice: readonly string[];
  readonly remarks: readonly string[];
}

/** One report: the log, the interleaving, the prediction beside the log, what to do. */
export function solveText(solution: Solution, style: Style, width: number): string {
  const { log, match, verdict } = solution;
  const lines: string[] = [];
  const title = (text: string): void => void lines.push("", style.strong(text));
  const paragraph = (text: string, indent = "  "): void => {
    for (const line of wrap(text, width - indent.length)) lines.push(indent + line);
  };

  lines.push(style.strong("1. What the log says"));
  lines.push(`  ${style.bad(log.headline)}`);
  paragraph([log.kernel && `linux ${log.kernel}`, log.arch].filter(Boolean).join(", "));
  paragraph(log.summary);
  for (const { certainty, text } of log.evidence) paragraph(`${certainty}: ${text}`, "    ");

  title(`2. What the module does   linux ${verdict.kernel}, ${solution.arch}`);
  if (match) {
    const { finding } = match;
    paragraph(`${finding.rule}: ${finding.message}`);
    const place = showSpan(finding.span);
    paragraph(`${place} in ${finding.function}()`);
    lines[lines.length - 1] = lines.at(-1)!.replace(place, () => style.link(place, finding.span.file));
    lines.push("");
    if (finding.witness) lines.push(...columns(finding.witness.steps, width, style));
  } else paragraph(nothingFound(verdict));
  const { states, schedules, complete } = verdict.stats;
  paragraph(
    style.faint(
      `${states} states, ${schedules} steps, ${complete ? "every interleaving explored" : "not everything explored"}`,
    ),
  );

  if (match) {
    title(
      `3. Predicted output compared with your log   linux ${verdict.kernel}${whenText(match.prediction)}`,
    );
    lines.push(...match.prediction.text.map((line) => `  ${style.faint("|")} ${line}`), "");
    for (const row of match.rows) {
      const sign = row.agrees ? style.good("same") : style.doubt("differs");
      if (row.agrees) paragraph(`${sign.padEnd(8)} ${row.what}: ${row.predicted}`);
      else paragraph(`${sign} ${row.what}: log has ${row.log}; predicted ${row.predicted}`);
    }
    const agreed = match.rows.filter(({ agrees }) => agrees).length;
    paragraph(style.strong(`${agreed} of ${match.rows.length} agree`));
  }

  title(match ? "4. What to do" : "3. What to do");
  for (const text of solution.advice) paragraph(text);
  for (const remark of solution.remarks) paragraph(remark);
  if (solution.patch) lines.push("", ...patchLines(solution.patch, solution.verdict, style, width));
  lines.push("", verdictLine(solution, style));
  return `${lines.join("\n")}\n`;
}

function patchLines(
  { title, proof, because, diff }: NonNullable<Solution["patch"]>,
  verdict: Verdict,
  style: Style,
  width: number,
): string[] {
  return [
    style.strong(`5. The patch: ${title}   (${proofWords({ proof, verdicts: [verdict] })})`),
    ...because.flatMap((reason) => wrap(reason, width - 2)).map((line) => `  ${line}`),
    "",
    diffText(diff, style).trimEnd(),
  ];
}

function whenText({ when }: Prediction): string {
  return when === "always" ? "" : `   (${when})`;
}

function nothingFound(verdict: Verdict): string {
  if (verdict.findings.length > 0) {
    const rules = [...new Set(verdict.findings.map(({ rule }) => rule))].join(", ");
    return `it has bugs of its own (${rules}), but none that prints what the log has: see unoops run`;
  }
  if (verdict.outcome === "safe") return "every interleaving was explored, and none fails";
  return `no interleaving that fails was found, but not everything was covered: ${verdict.coverage.join("; ")}`;
}

function verdictLine({ match, patch, verdict }: Solution, style: Style): string {
  const said = "the log is explained, and reproduced from the source";
  if (match?.reproduced && patch?.proof === "proven")
    return `${style.good("SOLVED")}  ${said}; the patch is ${proofWords({ proof: patch.proof, verdicts: [verdict] })}`;
  if (match?.reproduced)
    return `${style.doubt("EXPLAINED")}  ${said}; ${patch ? `the patch is not proven, but ${PROOF_WORDS[patch.proof]}` : "no patch was found that holds"}`;
  return style.doubt("NOT SOLVED") + "  this module, on its own, does not explain the log";
}
