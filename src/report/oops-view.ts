/** One crash as `explain` prints it: what `--json` holds, and what the text report renders. Plain strings, safe to print. */
export interface ExplainedCrash {
  readonly arch: string;
  readonly kernel?: string;
  readonly headline: string;
  readonly type: string;
  readonly title: string;
  readonly function?: string;
  readonly offset?: number;
  readonly size?: number;
  readonly frames: readonly ExplainedFrame[];
  /** Hexadecimal, without 0x, as the kernel prints them. */
  readonly registers: Readonly<Record<string, string>>;
  readonly taint?: string;
  readonly modules: readonly { readonly name: string; readonly state?: string; readonly taint?: string }[];
  readonly process?: { readonly pid?: number; readonly comm?: string; readonly cpu?: number };
  readonly fault?: {
    readonly address?: string;
    readonly access?: string;
    readonly code?: string;
    readonly words: readonly string[];
  };
  readonly syscall?: { readonly number: number; readonly name?: string; readonly from: string };
  /** Lines of the source that the frames name, with `--src`. */
  readonly sources?: readonly SourceExcerpt[];
  /** What `check` finds there that has to do with this crash, the nearest first. */
  readonly findings?: readonly JoinedFinding[];
  readonly panicked: boolean;
  readonly corrupted: boolean;
  readonly cutShort: boolean;
  readonly span: { readonly from: number; readonly to: number };
  readonly diagnosis: {
    readonly rule?: string;
    readonly alternatives?: readonly string[];
    readonly summary: string;
    readonly evidence: readonly { readonly certainty: string; readonly text: string }[];
    readonly next: readonly string[];
    /** Number of the crash, counted from 1, that this one follows from. */
    readonly consequenceOf?: number;
  };
}

export interface ExplainedFrame {
  readonly function: string;
  readonly offset?: number;
  readonly size?: number;
  readonly module?: string;
  readonly source?: string;
  readonly inline?: boolean;
  readonly unreliable?: boolean;
}

export interface SourceExcerpt {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Number of the first line of `text`. */
  readonly from: number;
  readonly text: readonly string[];
}

export interface JoinedFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** What it has to do with the crash. */
  readonly why: string;
}

/** A report that ends before its trace names the function all the same, in its first line. */
export function shownTitle({ title, function: name, cutShort }: ExplainedCrash): string {
  return cutShort && name !== undefined ? title.replace(/\bcorrupted$/, name) : title;
}
