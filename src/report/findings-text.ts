import type { Finding } from "../core/finding.ts";
import { printableLine } from "../core/printable.ts";
import { showSpan, type Span } from "../core/span.ts";
import type { Style } from "./style.ts";

/** `file:line:col: severity: message [rule-id]`, then one `note:` line for each note; ends with a line break. */
export function findingText(finding: Finding, { link }: Pick<Style, "link">): string {
  const { span, severity, message, rule, notes } = finding;
  const lineAt = (at: Span | undefined, text: string): string => {
    const place = at === undefined ? "" : `${link(printableLine(showSpan(at)), at.file)}: `;
    return `${place}${printableLine(text)}\n`;
  };
  return [
    lineAt(span, `${severity}: ${message} [${rule}]`),
    ...notes.map((note) => lineAt(note.span, `note: ${note.message}`)),
  ].join("");
}
