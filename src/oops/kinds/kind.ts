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
  /** Class of crash, as `Crash.type`; empty where the convention has none. */
  readonly type: string;
  /** What the crash is called: `WARNING: refcount bug`. `$1` is the line's first group. */
  readonly title: string;
  /** How the function is joined to the title; absent when the title stands alone. */
  readonly join?: " in ";
  /** The function that the announcing line itself names as the one. */
  readonly named?: string;
  /** What the title puts behind the function. */
  readonly suffix?: string;
  /** True when this report names no function, whatever its trace shows. */
  readonly standsAlone?: boolean;
  /** True when a report without a call trace counts as damaged, even where its first line names a function. */
  readonly needsTrace?: boolean;
  /** The function that prints this report: a trace without it is another's. */
  readonly reporter?: RegExp;
  /** A function of whoever noticed a hang: a trace with it is not of the one that hangs. */
  readonly witness?: RegExp;
  /** True when a damaged report of this kind is called by its title alone. */
  readonly lostAlone?: boolean;
  /** True when the announcement alone says too little: registers or a trace must stand behind it. */
  readonly doubtful?: boolean;
  /** True when it counts only in a log that begins within the report, with nothing before it but the report's own lines. */
  readonly atBeginning?: boolean;
  /** Functions that only lead to this kind: the one to blame is their caller. Added to the common ones. */
  readonly skip?: RegExp;
  /** Where to look for the function to blame, when it is not the trace of the crash; see `trace/suspects.ts`. */
  readonly suspects?:
    | "entry-point"
    | "interrupted-entry-point"
    | "waiter"
    | "reading-order"
    | "traces-then-lock-sites"
    | "lock-site-then-backtrace"
    | "backtrace";
  /** Reads the type and the title from the report's other lines, where the announcing line does not tell. */
  readonly refine?: (
    lines: readonly string[],
    match: RegExpExecArray,
  ) => Partial<Pick<Kind, "type" | "title" | "standsAlone" | "named" | "needsTrace">>;
}

/** True where the function sought is the one that a stack was entered by. */
export const isStall = (suspects: Kind["suspects"]): boolean =>
  suspects === "entry-point" || suspects === "interrupted-entry-point";

/** Shorthand of the tables: a report that is called `title in FUNCTION`. */
export function inFunction(
  type: string,
  title: string,
  line: RegExp,
  hints: readonly string[],
  more: Partial<Kind> = {},
): Kind {
  return { role: "start", type, title, line, hints, join: " in ", ...more };
}

/** Shorthand of the tables: a report that is called `title`, whatever the function. */
export function alone(
  type: string,
  title: string,
  line: RegExp,
  hints: readonly string[],
  more: Partial<Kind> = {},
): Kind {
  return { role: "start", type, title, line, hints, ...more };
}
