/** A line of a log and what it means; plain text, safe to print. */
export interface Annotated {
  readonly text: string;
  readonly note?: string;
}

/** The crashes' own lines, with notes below those that need one. */
export function renderAnnotated(
  crashes: readonly (readonly Annotated[])[],
  { colour }: { readonly colour: boolean },
): string {
  const note = (text: string): string => (colour ? `\x1b[36m    ^ ${text}\x1b[0m` : `    ^ ${text}`);
  return crashes
    .map(
      (lines) =>
        `${lines.flatMap((line) => (line.note === undefined ? [line.text] : [line.text, note(line.note)])).join("\n")}\n\n`,
    )
    .join("");
}
