import { announced, announcesReport, START_SCANNER } from "./kinds/all.ts";
import { showsState } from "./kinds/unreadable.ts";
import { messageOf } from "./text/markup.ts";
import { strip } from "./text/prefix.ts";

/** How many lines behind an announcement are looked at, and how many of them must begin as it does. */
const LOOKED_AT = 20;
const ALIKE = 0.6;
const FEWEST = 3;
/** The registers or the trace of a report stand within so many lines. */
const STATE = 40;
/** No source puts more before a line. */
const LONGEST = 120;

/** A longer line has lost its newlines, and is cut by what is known. */
const LONGEST_LINE = 16_384;

/** What differs from line to line in what a source of logs writes before them, besides numbers and blanks. */
const LEVEL = /^(?:emerg|panic|fatal|alert|crit|critical|err|error|warn|warning|notice|info|debug|[A-Z])$/i;

/**
 * A terminal, a log daemon or a web page may put anything before the kernel's lines. Where the announcement of a report stands behind
 * something that the lines below it begin with as well, that is taken off: numbers, blanks and levels may differ in it, words may not.
 */
export function withoutUnknownPrefix(text: string): string {
  const lines = text.split("\n");
  const prefix = prefixOf(lines);
  return prefix === undefined ? text : lines.map((line) => line.replace(prefix, "$1")).join("\n");
}

/** Its first group is what `strip()` knows, and takes off with what it says. */
function prefixOf(lines: readonly string[]): RegExp | undefined {
  const failed = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line.length > LONGEST_LINE || !START_SCANNER.finds(line)) continue;
    // logs of other programs say the same thousands of times
    const looks = line.slice(0, LONGEST).replace(/\d+/g, "0");
    if (failed.has(looks)) continue;
    failed.add(looks);
    if (messageOf(line) !== line) return undefined; // a line of JSON
    const known = strip(line).text;
    const found = announced(known);
    if (found?.match.index === 0) return undefined; // it is known where lines begin
    if (!line.endsWith(known)) continue;
    const ends = endsOf(known).filter((end) => announcesReport(strip(known.slice(end)).text));
    const begun = shapeOf(line.slice(0, line.length - known.length));
    const prefixTo = (end: number): RegExp => new RegExp(`^(${begun})${shapeOf(known.slice(0, end))}`, "u");
    const last = ends.findLast((end) => isShared(prefixTo(end), lines.slice(index)));
    if (last === undefined) continue;
    // a time stamp behind it is known again
    return prefixTo(ends.find((end) => strip(known.slice(end)).text === known.slice(last)) ?? last);
  }
  return undefined;
}

/** Where a prefix may end: before a word, behind something that is none. */
function endsOf(line: string): number[] {
  return [...line.slice(0, LONGEST).matchAll(/(?<=[^\p{L}\d])(?=[\p{L}\d[<])/gu)].map(({ index }) => index);
}

/** The announcing line is the first of `lines`. */
function isShared(prefix: RegExp, lines: readonly string[]): boolean {
  const behind = lines
    .slice(1)
    .filter((line) => line.trim() !== "")
    .slice(0, LOOKED_AT);
  const alike = behind.filter((line) => prefix.test(line));
  if (alike.length < FEWEST || alike.length < ALIKE * behind.length) return false;
  return showsState(lines.slice(0, STATE).map((line) => strip(line.replace(prefix, "$1")).text));
}

/** A pattern of what begins as this text does. */
function shapeOf(text: string): string {
  const parts = [...text.matchAll(/\d+|\p{L}+|\s+|./gu)].map(([part], index, all) => {
    if (/^\d/.test(part)) return String.raw`\d+`;
    if (/^\s/.test(part)) return index === 0 || index === all.length - 1 ? String.raw`\s*` : String.raw`\s+`;
    if (LEVEL.test(part)) return String.raw`\p{L}+`;
    return part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  });
  return parts.join("");
}
