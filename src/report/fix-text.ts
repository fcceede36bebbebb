import type { Finding } from "../core/finding.ts";
import type { Candidate, FixReport, Judgement, Proof } from "../core/fix.ts";
import { printableData } from "../core/printable.ts";
import { showSpan } from "../core/span.ts";
import { columns, wrap } from "./columns.ts";
import type { Style } from "./style.ts";

interface Options {
  readonly style: Style;
  readonly width: number;
}

/** What was found and every way that was tried to mend it; the patch itself is printed elsewhere. */
export function fixText(raw: FixReport, { style, width }: Options): string {
  const report = printableData(raw);
  const [target] = report.targets;
  const lines: string[] = [];
  const paragraph = (text: string, indent = ""): void => {
    for (const line of wrap(text, width - indent.length)) lines.push(indent + line);
  };
  if (!target) {
    paragraph(nothingToMend(report));
  } else {
    for (const finding of report.targets) {
      paragraph(`${finding.rule}: ${finding.message}`);
      paragraph(style.faint(`${showSpan(finding.span)} in ${finding.function}()${whenOf(finding)}`), "  ");
    }
    for (const [i, candidate] of report.candidates.entries()) {
      lines.push("", ...candidateLines(candidate, i + 1, target, { style, width }));
    }
  }
  for (const { rule, span, message } of report.beyond) {
    lines.push("");
    paragraph(`${showSpan(span)}: ${rule}: ${message}`);
    paragraph("there is no way here to mend this kind by itself: see unoops rules " + rule, "  ");
  }
  return `${lines.join("\n")}\n`;
}

function nothingToMend({ before, beyond }: FixReport): string {
  if (beyond.length > 0) return "nothing was found that a patch could be made for";
  const open = before.filter(({ outcome }) => outcome !== "safe");
  if (open.length === 0)
    return `nothing to mend: every interleaving was explored, ${before.map(({ kernel }) => `linux ${kernel}`).join(", ")}`;
  return open
    .map(
      ({ kernel, outcome, coverage }) =>
        `nothing found to mend, but the verdict is ${outcome} on linux ${kernel}: ${coverage.join("; ")}`,
    )
    .join("\n");
}

const WORDS: Record<Proof, string> = {
  proven: "PROVEN",
  bounded: "HOLDS, UP TO A BOUND",
  checked: "READ, NOT RUN",
  refuted: "REFUTED",
  broken: "DOES NOT COMPILE",
};

function candidateLines(candidate: Candidate, n: number, target: Finding, options: Options): string[] {
  const { style, width } = options;
  const { title, cost, judgement, refusal, example, size } = candidate;
  const lines: string[] = [];
  const paragraph = (text: string): void => {
    for (const line of wrap(text, width - 4)) lines.push(`    ${line}`);
  };
  if (!judgement) {
    lines.push(`${String(n).padStart(2)}. ${style.faint("NOT MADE")}  ${title}`);
    paragraph(refusal ?? "");
    if (example !== undefined)
      lines.push(
        ...example.split("\n").map((line) => style.faint(`      | ${line.replaceAll("\t", "        ")}`)),
      );
    return lines;
  }
  lines.push(`${String(n).padStart(2)}. ${judged(judgement.proof, style)}  ${title}`);
  paragraph(`${size} lines changed; costs: ${cost}`);
  return [...lines, ...judgementLines(judgement, target, options)];
}

function judged(proof: Proof, style: Style): string {
  if (proof === "proven") return style.good(WORDS[proof]);
  return proof === "refuted" || proof === "broken" ? style.bad(WORDS[proof]) : style.doubt(WORDS[proof]);
}

function judgementLines(
  { because, left, others }: Judgement,
  target: Finding | undefined,
  { style, width }: Options,
): string[] {
  const lines: string[] = [];
  const paragraph = (text: string): void => {
    for (const line of wrap(text, width - 4)) lines.push(`    ${line}`);
  };
  for (const reason of left.length > 0 ? [] : because) paragraph(reason);
  const [finding] = left;
  if (finding) {
    const isOld = finding.rule === target?.rule;
    paragraph(`${isOld ? "left" : "came up"}: ${finding.rule}: ${finding.message}${whenOf(finding)}`);
    paragraph(style.faint(`${showSpan(finding.span)} in ${finding.function}()`));
    if (finding.witness) lines.push("", ...columns(finding.witness.steps, width, style));
    for (const { message, span } of finding.witness ? [] : finding.notes)
      paragraph(span ? `${showSpan(span)}: ${message}` : message);
  }
  for (const { rule, span } of others) paragraph(`left as it was: ${rule} at ${showSpan(span)}`);
  return lines;
}

function whenOf({ needsFault }: Finding): string {
  return needsFault === true ? ", when an allocation or a creation fails" : "";
}

/** What somebody else's patch does. */
export function judgementText(raw: Judgement, what: string, options: Options): string {
  const judgement = printableData(raw);
  const lines = [
    `${judged(judgement.proof, options.style)}  ${what}`,
    ...judgementLines(judgement, undefined, options),
  ];
  return `${lines.join("\n")}\n`;
}
