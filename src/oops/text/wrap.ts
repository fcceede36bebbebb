const NARROWEST = 60;
const WIDEST = 250;
const ENOUGH = 4;
/** The width of a terminal unless it was changed: one full line of it is enough. */
const TERMINAL = 80;

/**
 * The width at which a terminal or a mail program broke the lines, or undefined when none did: at least
 * `ENOUGH` lines are exactly that long (one, for a terminal's usual width) and none is longer.
 */
export function wrapWidth(lines: readonly string[]): number | undefined {
  let width = 0;
  let count = 0;
  for (const { length } of lines) {
    if (length > width) {
      width = length;
      count = 1;
    } else if (length === width) count++;
  }
  return width >= NARROWEST && width <= WIDEST && (count >= ENOUGH || width === TERMINAL) ? width : undefined;
}

const NARROWEST_MAIL = 40;
const WIDEST_MAIL = 100;
const LONG_WORD = /\S{60}/;
/** A time stamp, or what a log daemon puts there: lines that have one begin where the kernel's did. */
const DATED = /^[\s>]*(?:<\d+>)?(?:\[(?!#)|[A-Z][a-z]{2} [ \d]\d |\d{4}-\d\d-)/;

/**
 * The width at which a mail program broke lines between words: none is longer, and the log has dates, so that what
 * has none is the rest of a line. Where as many lines were broken at the width itself, a terminal did it.
 */
export function wordWidth(lines: readonly string[]): number | undefined {
  let width = 0;
  let dated = 0;
  for (const line of lines) {
    if (DATED.test(line)) dated++;
    // A word that is longer than a line is left as it is.
    if (LONG_WORD.test(line)) continue;
    width = Math.max(width, line.length);
    if (width > WIDEST_MAIL) return undefined;
  }
  if (width < NARROWEST_MAIL || dated * 3 <= lines.length) return undefined;
  let between = 0;
  let within = 0;
  for (let index = 1; index < lines.length; index++) {
    const before = lines[index - 1] ?? "";
    if (!wentOn(before, lines[index] ?? "", width)) continue;
    if (before.length === width) within++;
    else between++;
  }
  if (between > within) return width;
  return within > 0 && wrapWidth(lines) === undefined ? width : undefined;
}

/** True when the first word of a line did not fit on the line before. */
export function wentOn(before: string, line: string, width: number): boolean {
  if (DATED.test(line)) return false;
  const word = /^\s*(\S+)/.exec(line)?.[1];
  return word !== undefined && before.length + 1 + word.length > width;
}
