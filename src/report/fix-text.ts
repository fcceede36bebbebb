import type { Finding } from "../core/finding.ts";
import type { Candidate, FixReport, Judgement, Proof } from "../core/fix.ts";
import { printable, printableData } from "../core/printable.ts";
import { showSpan } from "../core/span.ts";
import { columns, wrap } from "./columns.ts";
import { proofWords } from "./proof-words.ts";
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
      lines.push("", ...candidateLines(candidate, i + 1, { style, width }));
    }
  }
  for (const { rule, span, message } of report.beyond) {
    lines.push("");
    paragraph(`${showSpan(span)}: ${rule}: ${message}`);
    paragraph("unoops cannot fix this kind of bug by itself: see unoops rules " + rule, "  ");
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

function candidateLines(candidate: Candidate, n: number, options: Options): string[] {
  const { style, width } = options;
  const { title, cost, judgement, refusal, example, size } = candidate;
  const lines: string[] = [];
  const paragraph = (text: string): void => {
    for (const line of wrap(text, width - 4)) lines.push(`    ${line}`);
  };
  if (!judgement) {
    lines.push(...headLines(n, "NOT MADE", style.faint, title, width));
    paragraph(refusal ?? "");
    if (example !== undefined)
      lines.push(
        ...example.split("\n").map((line) => style.faint(`      | ${line.replaceAll("\t", "        ")}`)),
      );
    return lines;
  }
  lines.push(
    ...headLines(n, proofWords(judgement).toUpperCase(), paintFor(judgement.proof, style), title, width),
  );
  paragraph(`${size} ${size === 1 ? "line" : "lines"} changed; costs: ${cost}`);
  return [...lines, ...judgementLines(judgement, options)];
}

/** The number, the verdict in its colour, and the title, wrapped below itself. */
function headLines(
  n: number,
  word: string,
  paint: (text: string) => string,
  title: string,
  width: number,
): string[] {
  const [first = "", ...rest] = wrap(`${word}  ${title}`, width - 4);
  const indent = " ".repeat(4);
  return [
    `${String(n).padStart(2)}. ${paint(word)}${first.slice(word.length)}`,
    ...rest.map((line) => indent + line),
  ];
}

function paintFor(proof: Proof, style: Style): (text: string) => string {
  if (proof === "proven") return style.good;
  return proof === "partly" || proof === "refuted" || proof === "broken" ? style.bad : style.doubt;
}

function judgementLines({ proof, because, left, came }: Judgement, { style, width }: Options): string[] {
  const lines: string[] = [];
  const paragraph = (text: string): void => {
    for (const line of wrap(text, width - 4)) lines.push(`    ${line}`);
  };
  // what happens by itself before what takes a failing call
  const wrong = [...left, ...came].toSorted(
    (a, b) => Number(a.needsFault ?? false) - Number(b.needsFault ?? false),
  );
  if (proof === "partly") paragraph("not enough: this is left, so the module is not safe with it");
  for (const reason of wrong.length > 0 ? [] : because) paragraph(reason);
  for (const [i, finding] of wrong.entries()) {
    const { rule, message, span, witness, notes } = finding;
    paragraph(`${left.includes(finding) ? "left" : "new"}: ${rule}: ${message}${whenOf(finding)}`);
    if (span.file !== "") paragraph(style.faint(`${showSpan(span)} in ${finding.function}()`));
    if (i > 0) continue;
    if (witness) lines.push("", ...columns(witness.steps, width, style));
    for (const note of witness ? [] : notes)
      paragraph(note.span ? `${showSpan(note.span)}: ${note.message}` : note.message);
  }
  return lines;
}

function whenOf({ needsFault }: Finding): string {
  return needsFault === true ? ", when an allocation or a creation fails" : "";
}

/** What somebody else's patch does. */
export function judgementText(raw: Judgement, what: string, options: Options): string {
  const judgement = printableData(raw);
  const paint = paintFor(judgement.proof, options.style);
  const lines = [
    `${paint(proofWords(judgement).toUpperCase())}  ${printable(what)}`,
    ...judgementLines(judgement, options),
  ];
  return `${lines.join("\n")}\n`;
}
