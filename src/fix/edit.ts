/** An idiom does not fit this source: the message says why, and nothing is changed. */
export class CannotEdit extends Error {
  override readonly name = "CannotEdit";
}

/** Replaces what lies between two offsets of a text; nothing lies there when something is put in. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made; those at one place in the order they were asked for. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) throw new CannotEdit("two changes touch the same text");
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
