import { BEHEADED_KINDS } from "./beheaded.ts";
import { BUGS } from "./bugs.ts";
import { FAULTS } from "./faults.ts";
import { HANGS } from "./hangs.ts";
import { HARNESS } from "./harness.ts";
import type { Kind } from "./kind.ts";
import { LOCKDEP } from "./lockdep.ts";
import { MEMORY } from "./memory.ts";
import { PANICS } from "./panics.ts";
import { SANITIZERS } from "./sanitizers.ts";
import { Scanner } from "../text/scanner.ts";
import { UNREADABLE_KINDS } from "./unreadable.ts";
import { WARNINGS } from "./warnings.ts";

/** Every kind, the more particular before the more general: the first that matches a line names it. */
export const KINDS: readonly Kind[] = [
  ...SANITIZERS,
  ...LOCKDEP,
  ...WARNINGS,
  ...BUGS,
  ...HANGS,
  ...MEMORY,
  ...FAULTS,
  ...PANICS,
  ...HARNESS,
  ...UNREADABLE_KINDS,
  ...BEHEADED_KINDS,
];

/** Every text that a line must hold one of to announce anything. */
const HINTS: readonly string[] = [...new Set(KINDS.flatMap((kind) => kind.hints))];

/** Finds the hints; one for whole logs and for single lines. */
export const HINT_SCANNER = new Scanner(HINTS);

/** Whether a kind begins a report by itself, for certain. */
const begins = (kind: Kind): boolean => kind.role === "start" && kind.doubtful !== true;

/** Finds the hints of what begins a report. */
export const START_SCANNER = new Scanner([...new Set(KINDS.filter(begins).flatMap((kind) => kind.hints))]);

/** Whether a line begins a report, for certain. */
export function announcesReport(text: string): boolean {
  const found = announced(text);
  return found !== undefined && begins(found.kind);
}

/** What a log's source may leave before the announcement: a watchdog's name, lockdep's bracket. */
const LEAD = /^(?:\[ (?=INFO|BUG|WARNING)|(?:NMI )?watchdog: |rcu: )+/;

export interface Announcement {
  readonly kind: Kind;
  readonly match: RegExpExecArray;
  /** It stands in quotes: somebody speaks of the words, or a program's source has them. */
  readonly isQuoted: boolean;
}

const isOdd = (text: string, quote: string): boolean => (text.split(quote).length - 1) % 2 === 1;

/** True when quotes stand open at the end of a text. */
const isOpen = (text: string): boolean =>
  isOdd(text, '"') ||
  isOdd(text, "`") ||
  text.lastIndexOf("\u201c") > text.lastIndexOf("\u201d") ||
  text.lastIndexOf("\u2018") > text.lastIndexOf("\u2019");

/** How a string of a program's source ends, when what begins it stands before the time stamp. */
const STRING_END = /\\n"|^[^"]*"[,;)\s]*$/;

/** A comment, after a patch's marks. */
const COMMENT = /^[-+\s]*\/[/*]/;

/** True when the words at `index` are somebody's: in quotes, or in a program's text. */
const isQuoted = (text: string, index: number): boolean =>
  COMMENT.test(text) || isOpen(text.slice(0, index)) || STRING_END.test(text);

/** The kind that a line announces, if any. */
export function announced(text: string): Announcement | undefined {
  if (!HINT_SCANNER.finds(text)) return undefined;
  const bare = text.replace(LEAD, "");
  for (const kind of KINDS) {
    const match = kind.line.exec(bare);
    if (match) return { kind, match, isQuoted: isQuoted(bare, match.index) };
  }
  return undefined;
}
