import { assert, array, constantFrom, property } from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import { expect, test } from "vitest";
import { editBetween } from "../../src/lsp/edit.ts";

test("an edit makes the one text of the other, whatever they are", () => {
  const text = array(constantFrom("a", "b", "\n", "\n", "cc\n"), { maxLength: 12 }).map((parts) =>
    parts.join(""),
  );
  assert(
    property(text, text, (before, after) => {
      const document = TextDocument.create("file:///x.c", "c", 1, before);
      expect(TextDocument.applyEdits(document, [editBetween(before, after)])).toBe(after);
    }),
    { numRuns: 2000 },
  );
});
