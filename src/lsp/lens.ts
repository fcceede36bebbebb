import type { CodeLens } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { COMMANDS } from "./actions.ts";
import type { Ran } from "./workbench.ts";

/** Where a module says how it begins. */
const BEGINS = /^[ \t]*module_(?:init|\w+_driver)[ \t]*\(/gm;

/** The verdict over `module_init`, or the offer to find it; `ran` is what the last run said of this very text. */
export function lensesOf(document: TextDocument, ran: Ran | undefined): CodeLens[] {
  return [...document.getText().matchAll(BEGINS)].map(({ index }) => {
    const { line } = document.positionAt(index);
    const [title, command] = titleOf(ran);
    const start = { line, character: 0 };
    return {
      range: { start, end: { line, character: 1 } },
      command: { title, command, arguments: [document.uri] },
    };
  });
}

function titleOf(ran: Ran | undefined): [title: string, command: string] {
  if (!ran) return ["unoops: run every interleaving", COMMANDS.run];
  const word = ran.outcome.toUpperCase();
  const count = ran.findings === 1 ? "1 finding" : `${ran.findings} findings`;
  return [
    ran.outcome === "bug"
      ? `unoops: ${word}, ${count}: show the timeline`
      : `unoops: ${word}: ${ran.summary}`,
    COMMANDS.timeline,
  ];
}
