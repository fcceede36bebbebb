import type { Crash } from "./crash.ts";

/** No log tells more crashes apart. */
const MOST = 10_000;

const HUNG = /^INFO: task .+:\d+ (?:blocked|can't die)/;

/**
 * Tells a crash from one that is told again: by a second console or a second daemon, word for word; or by the
 * hung-task watchdog, which comes back every 120 seconds while the task still waits at the same place.
 */
export class Repeats {
  readonly #seen = new Set<string>();

  isNew(crash: Crash): boolean {
    const key = hash(HUNG.test(crash.headline) ? waitOf(crash) : wordsOf(crash));
    if (this.#seen.has(key)) return false;
    if (this.#seen.size < MOST) this.#seen.add(key);
    return true;
  }
}

function placeOf({ frames, process }: Crash): string {
  const names = frames.map(({ function: name, offset }) => `${name}+${offset}`).join(" ");
  return `${process.comm} ${process.pid} ${names}`;
}

const waitOf = (crash: Crash): string => `hung ${placeOf(crash)}`;

function wordsOf(crash: Crash): string {
  return `${crash.stamp} ${crash.headline} ${crash.dieCount} ${placeOf(crash)} ${crash.lines.join("\n")}`;
}

/** FNV-1a from two beginnings, so that a key is short however long the report is. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return `${a >>> 0}.${b >>> 0}`;
}
