/**
 * One way a kernel announces trouble. `start` opens a report. `part` belongs to the report it stands in and opens
 * one only when there is none. `detail` says what the report it stands in, or the one that follows, is about.
 */
export interface Kind {
  readonly role: "start" | "part" | "detail";
  /** Matches the announcing line, freed of its prefix. */
  readonly line: RegExp;
  /** Texts of which every matching line holds at least one: a fast scan looks for these alone. */
  readonly hints: readonly string[];
  /** Class of crash, as `Crash.type`. */
  readonly type: string;
  /** What the crash is called, without its function: `WARNING: refcount bug`. `$1` is the line's first group. */
  readonly title: string;
  /** How the function is joined to the title; absent when the title stands alone. */
  readonly join?: " in ";
  /** Functions that only report this kind: the one to blame is their caller. Added to the common ones. */
  readonly skip?: RegExp;
}
