import type { Finding } from "../core/finding.ts";
import { printableLine } from "../core/printable.ts";
import { showSpan } from "../core/span.ts";

/** `file:line:col: severity: message [rule-id]`, then one `note:` line for each note; ends with a line break. */
export function findingText(finding: Finding): string {
  const head = `${showSpan(finding.span)}: ${finding.severity}: ${finding.message} [${finding.rule}]`;
  const notes = finding.notes.map(({ message, span }) =>
    span ? `${showSpan(span)}: note: ${message}` : `note: ${message}`,
  );
  return [head, ...notes].map((line) => `${printableLine(line)}\n`).join("");
}
