/** A line and where it stood. */
export interface RawLine {
  readonly text: string;
  /** How many lines of the input stand before it. */
  readonly at: number;
}

/** The escapes that any text in this encoding has: of `=` itself, and of blanks and line ends that it must not have bare. */
const TELLTALE = /=(?:3D|20|09|0A|A0|C2)/;
/** Every `=` of an encoded line begins an escape or ends the line: RFC 2045, 6.7. */
const ENCODED = /^[^=]*(?:=[0-9A-F]{2}[^=]*)*=?$/;
/** So many lines show it: one that ends in `=` may be a kernel's own, and one with such an escape. */
const ENOUGH = 3;

/** True for a mail as it was sent. */
function isEncoded(lines: readonly string[]): boolean {
  const encoded = lines.filter((line) => ENCODED.test(line));
  const soft = encoded.filter((line) => line.endsWith("=")).length;
  const escaped = encoded.filter((line) => TELLTALE.test(line)).length;
  return soft > 0 && escaped > 0 && soft + escaped >= ENOUGH;
}

/** A line end that was encoded, as some programs do: what follows on the next line is a line of its own. */
const LINE_END = /(?:=0D)?=0A=?$/;

/** The lines of a mail in quoted-printable as they were written; those of any other text as they are. */
export function withoutQuotedPrintable(lines: readonly string[]): readonly RawLine[] {
  if (!isEncoded(lines)) return lines.map((text, at) => ({ text, at }));
  const written: RawLine[] = [];
  let open = "";
  let from = 0;
  lines.forEach((line, at) => {
    if (open === "") from = at;
    const text = open + line.replace(LINE_END, "");
    const isSoft = text.endsWith("=") && ENCODED.test(line) && at < lines.length - 1;
    if (!isSoft) written.push({ text: ENCODED.test(line) ? decode(text) : text, at: from });
    open = isSoft ? text.slice(0, -1) : "";
  });
  return written;
}

/** ASCII, and the blank that is not broken in Latin 1 and UTF-8: kernels print nothing else. */
function decode(line: string): string {
  return line
    .replace(/=(?:C2=)?A0/g, " ")
    .replace(/=([0-7][0-9A-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
