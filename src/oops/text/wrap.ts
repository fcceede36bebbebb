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
