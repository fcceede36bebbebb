import { CodeActionKind, type CodeAction, type Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isRuleId } from "../core/rules.ts";

/** Commands of the server, by what they do. */
export const COMMANDS = { mend: "unoops.mend", run: "unoops.run", timeline: "unoops.timeline" } as const;

/** What can be done about findings: a patch is for all of them, a run for those of a line. */
export function actionsFor(diagnostics: readonly Diagnostic[], document: TextDocument): CodeAction[] {
  const found = diagnostics.flatMap((diagnostic) => {
    const { code, source } = diagnostic;
    return source === "unoops" && typeof code === "string" && isRuleId(code) ? [{ code, diagnostic }] : [];
  });
  if (found.length === 0) return [];
  const { uri } = document;
  const ours = found.map(({ diagnostic }) => diagnostic);
  const command = (
    title: string,
    about: Diagnostic[],
    name: string,
    args: readonly unknown[],
    isPreferred = false,
  ): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: about,
    isPreferred,
    command: { title, command: name, arguments: [uri, ...args] },
  });
  return [
    command("Mend (proven): try patches under every interleaving", ours, COMMANDS.mend, [], true),
    ...[...new Set(ours.map(lineOf))].map((line) =>
      command(
        "Run this finding: look for the interleaving that fails",
        ours.filter((one) => lineOf(one) === line),
        COMMANDS.run,
        [line + 1],
      ),
    ),
    ...found.map(({ code, diagnostic }) => ({
      title: `Ignore ${code} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [ignoreEdit(code, diagnostic.range.start.line, document)] } },
    })),
  ];
}

function lineOf({ range }: Diagnostic): number {
  return range.start.line;
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
