import type { Finding } from "../core/finding.ts";
import { printable } from "../core/printable.ts";

/** A workflow command that puts the finding beside its line; ends with a line break. */
export function githubAnnotation({ severity, span, rule, message, notes }: Finding): string {
  const properties = { file: span.file, line: String(span.line), col: String(span.column), title: rule };
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  const text = [
    message,
    ...notes.map((note) =>
      note.span ? `${note.span.file}:${note.span.line}: ${note.message}` : note.message,
    ),
  ].join("\n");
  return `::${severity} ${listed.join(",")}::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
