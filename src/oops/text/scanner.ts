/** Hints are ASCII. The top bit of a byte is dropped: a false hit in other text costs a closer look, nothing else. */
const ALPHABET = 128;
const BITS = 7;
const NEWLINE = 0x0a;
const BLANK = 0x20;

/** What one pass over a text found. */
export interface Scan {
  /** Where each hint ends, in order. */
  readonly hits: readonly number[];
  readonly newlines: number;
}

/**
 * Looks for many words at once, in one pass whatever their number (Aho and Corasick, 1975). A regular expression of
 * as many alternatives tries them one by one at every character.
 */
export class Scanner {
  /** Row of the next state, by row and byte; negative where that state ends a word. Rows are `ALPHABET` wide. */
  readonly #table: Int32Array;

  constructor(words: readonly string[]) {
    const { next, accepts } = buildTrie(words);
    linkFailures(next, accepts);
    // A mail program may have broken a line between the words of a hint.
    for (let row = 0; row < next.length; row += ALPHABET) next[row + NEWLINE] = next[row + BLANK] ?? 0;
    this.#table = next.map((state) => (accepts[state] === 1 ? -1 : 1) * (state << BITS));
  }

  /** True when one of the words is in the text. */
  finds(text: string): boolean {
    const table = this.#table;
    let row = 0;
    for (let at = 0; at < text.length; at++) {
      row = table[row | (text.charCodeAt(at) & (ALPHABET - 1))] ?? 0;
      if (row < 0) return true;
    }
    return false;
  }

  scan(bytes: Uint8Array, end = bytes.length): Scan {
    const table = this.#table;
    const hits: number[] = [];
    let newlines = 0;
    let row = 0;
    for (let at = 0; at < end; at++) {
      const code = bytes[at] ?? 0;
      if (code === NEWLINE) newlines++;
      row = table[row | (code & (ALPHABET - 1))] ?? 0;
      if (row < 0) {
        hits.push(at);
        row = -row;
      }
    }
    return { hits, newlines };
  }
}

/** States are numbered as they are met; 0 is no part of any word. */
function buildTrie(words: readonly string[]): { next: Int32Array; accepts: Uint8Array } {
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const next = new Int32Array(most * ALPHABET);
  const accepts = new Uint8Array(most);
  let states = 1;
  for (const word of words) {
    let state = 0;
    for (const char of word) {
      const edge = state * ALPHABET + char.charCodeAt(0);
      if (next[edge] === 0) next[edge] = states++;
      state = next[edge] ?? 0;
    }
    accepts[state] = 1;
  }
  return { next: next.slice(0, states * ALPHABET), accepts };
}

/** Gives every state the edges of the longest word part that it ends with, breadth first. */
function linkFailures(next: Int32Array, accepts: Uint8Array): void {
  const failure = new Int32Array(accepts.length);
  const queue = [...next.subarray(0, ALPHABET)].filter((state) => state !== 0);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const fallback = failure[state] ?? 0;
    if (accepts[fallback] === 1) accepts[state] = 1;
    for (let code = 0; code < ALPHABET; code++) {
      const edge = state * ALPHABET + code;
      const other = next[fallback * ALPHABET + code] ?? 0;
      const child = next[edge] ?? 0;
      if (child === 0) next[edge] = other;
      else {
        failure[child] = other;
        queue.push(child);
      }
    }
  }
}
