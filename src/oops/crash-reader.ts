import type { Crash } from "./crash.ts";
import { HINT_SCANNER } from "./kinds/all.ts";
import { crashesOf, settledCrashes } from "./read-crashes.ts";
import { ALLOCATION_FAILURE } from "./kinds/memory.ts";
import { BEHEADED } from "./kinds/beheaded.ts";
import { UNREADABLE } from "./kinds/unreadable.ts";
import { Repeats } from "./repeats.ts";
import { toLines } from "./text/lines.ts";
import { windowsAround } from "./text/windows.ts";
import { withoutUnknownPrefix } from "./unknown-prefix.ts";

/** A report that goes on longer than this is read in pieces, so that memory stays bounded. In bytes. */
const MOST_HELD = 1 << 22;
/** How much is gathered before it is read, in bytes. */
const ENOUGH = 1 << 19;
/** A line that never ends is cut here. */
const LONGEST_LINE = 1 << 22;
/** A paste of so few lines may have lost its newlines, however short it is. */
const FEW_LINES = 2;
const NEWLINE = 0x0a;
/** Reports that are told only where there is no other, and how many of them are kept. */
const LESSER: ReadonlySet<string> = new Set([UNREADABLE, BEHEADED, ALLOCATION_FAILURE]);
const MOST_LESSER = 100;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Reads a log in UTF-8 piece by piece, in memory that does not grow with the log. Only the neighbourhood of lines
 * that may announce a report is decoded and looked at closely.
 */
export class CrashReader {
  /** Bytes not yet done with: the end of the last piece. */
  #held = new Uint8Array();
  /** Pieces that have come since, and their length together. */
  #pieces: Uint8Array[] = [];
  #waiting = 0;
  /** Number of the line that `#held` begins with. */
  #line = 1;

  readonly #repeats = new Repeats();
  /** What only looks like a crash, or may lead to one, is told when nothing else is one. */
  readonly #lesser: Crash[] = [];
  #told = false;

  /** Takes the next piece and returns the crashes that are complete. */
  push(piece: Uint8Array): Crash[] {
    this.#pieces.push(piece);
    this.#waiting += piece.length;
    // What is held is looked at anew with every read: as much again is gathered first.
    const enough = Math.max(ENOUGH, this.#held.length);
    return this.#waiting < enough ? [] : this.#new(this.#read(this.#gather(), false));
  }

  /** Ends the log and returns the crashes that were still open. */
  end(): Crash[] {
    const crashes = this.#new(this.#read(this.#gather(), true));
    return this.#told || crashes.length > 0 ? crashes : this.#lesser;
  }

  #new(crashes: readonly Crash[]): Crash[] {
    const fresh = crashes.filter((crash) => this.#repeats.isNew(crash));
    const sure = fresh.filter(({ type }) => !LESSER.has(type));
    this.#told ||= sure.length > 0;
    if (!this.#told && this.#lesser.length < MOST_LESSER)
      this.#lesser.push(...fresh.filter(({ type }) => LESSER.has(type)));
    return sure;
  }

  #gather(): Uint8Array {
    const [only, more] = this.#pieces;
    if (only && !more && this.#held.length === 0) {
      this.#pieces = [];
      this.#waiting = 0;
      return plainBlanks(only);
    }
    const bytes = new Uint8Array(this.#held.length + this.#waiting);
    bytes.set(this.#held);
    let at = this.#held.length;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#waiting = 0;
    return plainBlanks(bytes);
  }

  #read(bytes: Uint8Array, last: boolean): Crash[] {
    const end = last ? bytes.length : completeLines(bytes);
    const { hits, newlines } = HINT_SCANNER.scan(bytes, end);
    const windows = windowsAround(hits, bytes, end);
    const few = last && this.#line + newlines <= FEW_LINES;
    const after = this.#line + newlines;
    let done = end;
    let counted = 0;
    const crashes = windows.flatMap((window) => {
      this.#line += countLines(bytes, counted, window.from);
      counted = window.from;
      const text = withoutUnknownPrefix(decoder.decode(bytes.subarray(window.from, window.to)));
      const lines = toLines(text, this.#line, few);
      // What follows may belong to the last reports of a window that reaches the end.
      if (last || window.to < end) return crashesOf(lines);
      const settled = settledCrashes(lines);
      done = skipLines(bytes, window.from, settled.next - this.#line);
      if (end - done > MOST_HELD) {
        done = end;
        return crashesOf(lines);
      }
      this.#line = settled.next;
      return settled.crashes;
    });
    if (done === end) this.#line = after;
    this.#held = bytes.slice(done);
    return crashes;
  }
}

/** Reads every crash report of a log, in order. Empty when there is no crash in it. */
export function readCrashes(text: string): Crash[] {
  const reader = new CrashReader();
  return [...reader.push(encoder.encode(text)), ...reader.end()];
}

/** U+00A0 in UTF-8, as web pages and mail programs write a blank: announcements are looked for as the kernel prints them. */
const [NBSP_LEAD, NBSP] = [0xc2, 0xa0];

function plainBlanks(bytes: Uint8Array): Uint8Array {
  let from = bytes.indexOf(NBSP_LEAD);
  if (from < 0) return bytes;
  const plain = bytes.slice();
  let to = from;
  for (; from < bytes.length; from++) {
    const isBlank = bytes[from] === NBSP_LEAD && bytes[from + 1] === NBSP;
    plain[to++] = isBlank ? BLANK : (bytes[from] ?? 0);
    if (isBlank) from++;
  }
  return plain.subarray(0, to);
}

const BLANK = 0x20;

/** Where the last whole line ends; in a line without end, where it is cut. */
function completeLines(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  return end === 0 && bytes.length > LONGEST_LINE ? bytes.length : end;
}

/** Where the line begins that comes so many lines behind the one at `from`. */
function skipLines(bytes: Uint8Array, from: number, lines: number): number {
  let at = from;
  for (let left = lines; left > 0; left--) at = bytes.indexOf(NEWLINE, at) + 1;
  return at;
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && at < to; at = bytes.indexOf(NEWLINE, at + 1))
    count++;
  return count;
}
