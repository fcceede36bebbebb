import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { printable } from "../core/printable.ts";
import type { Remark } from "../check/index.ts";
import type { Finding } from "../core/finding.ts";
import { RULE_PAGES } from "../core/rule-pages.ts";
import type { Span } from "../core/span.ts";
import { uriOf } from "./uri.ts";

/** A finding as editors show it, with both paths that lead to it. */
export function diagnosticOf(finding: Finding, document: TextDocument): Diagnostic {
  const { rule, severity, message, span, notes } = finding;
  return {
    range: rangeOf(span, document),
    severity: severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: "unoops",
    code: rule,
    message: printable(message),
    relatedInformation: notes.flatMap((note) => related(note.message, note.span, document)),
    data: { rule, title: RULE_PAGES[rule].title },
  };
}

/** Something about a comment that accepts a finding. */
export function remarkOf({ line, message }: Remark, document: TextDocument): Diagnostic {
  const range = lineRange(line - 1, document);
  return { range, severity: DiagnosticSeverity.Information, source: "unoops", message: printable(message) };
}

function related(
  message: string,
  span: Span | undefined,
  document: TextDocument,
): DiagnosticRelatedInformation[] {
  if (!span) return [];
  const uri = uriOf(span.file);
  const start = { line: span.line - 1, character: span.column - 1 };
  const range = uri === document.uri ? rangeOf(span, document) : { start, end: start };
  return [{ location: { uri, range }, message: printable(message) }];
}

/** A span without an end means the token. */
function rangeOf(span: Span, document: TextDocument): Range {
  const start = { line: span.line - 1, character: span.column - 1 };
  const rest = document.getText({ start, end: { line: span.line, character: 0 } });
  const token = /^\w+|^\S/.exec(rest)?.[0] ?? "";
  return { start, end: { line: start.line, character: start.character + token.length } };
}

function lineRange(line: number, document: TextDocument): Range {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  const from = text.search(/\S|$/);
  return {
    start: { line, character: from },
    end: { line, character: Math.max(from, text.trimEnd().length) },
  };
}
