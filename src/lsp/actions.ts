import { CodeActionKind, type CodeAction, type Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isRuleId } from "../core/rules.ts";

/** Commands of the server, by what they do. */
export const COMMANDS = { mend: "unoops.mend", run: "unoops.run", timeline: "unoops.timeline" } as const;

/** What can be done about a finding. */
export function actionsFor(diagnostic: Diagnostic, document: TextDocument): CodeAction[] {
  const { code } = diagnostic;
  if (diagnostic.source !== "unoops" || typeof code !== "string" || !isRuleId(code)) return [];
  const { uri } = document;
  const command = (
    title: string,
    name: string,
    args: readonly unknown[],
    isPreferred = false,
  ): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred,
    command: { title, command: name, arguments: [uri, ...args] },
  });
  return [
    command("Mend (proven): try patches under every interleaving", COMMANDS.mend, [], true),
    command("Run this finding: look for the interleaving that fails", COMMANDS.run, [
      diagnostic.range.start.line + 1,
    ]),
    {
      title: `Ignore ${code} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [ignoreEdit(code, diagnostic.range.start.line, document)] } },
    },
  ];
}

/** The reason is the user's to write: until there is one, the finding stays, and a remark asks for it. */
function ignoreEdit(
  rule: string,
  line: number,
  document: TextDocument,
): { range: Diagnostic["range"]; newText: string } {
  const start = { line, character: 0 };
  const indent = /^\s*/.exec(document.getText({ start, end: { line: line + 1, character: 0 } }))?.[0] ?? "";
  const newText = `${indent.replace(/\n/g, "")}/* unoops-ignore ${rule}: */\n`;
  return { range: { start, end: start }, newText };
}
