import type { LaneKind, LifeEvent, VariableChange } from "../core/timeline.ts";

/** Everything that a page shows: plain data, made from what a command found out. */
export interface PageModel {
  readonly title: string;
  readonly badge: { readonly word: string; readonly tone: Tone };
  /** The result in a sentence. */
  readonly lead: string;
  /** Short facts under it: kernel, architecture, how much was explored. */
  readonly facts: readonly string[];
  readonly logs: readonly LogPart[];
  /** Shortest interleaving first. */
  readonly stories: readonly Story[];
  /** Findings of the same run that the page has no room for. */
  readonly more: number;
  readonly patch?: PatchPart;
  readonly tries: readonly Try[];
  readonly played: readonly PlayedPart[];
  readonly advice: readonly string[];
  readonly coverage: readonly string[];
  readonly assumptions: readonly string[];
  readonly sources: readonly SourceText[];
  readonly footer: string;
}

export type Tone = "bad" | "good" | "doubt";

/** A finding with the interleaving that shows it. */
export interface Story {
  readonly rule: string;
  readonly message: string;
  readonly place: PlaceInSource;
  readonly function: string;
  readonly notes: readonly string[];
  readonly lanes: readonly { readonly name: string; readonly kind: LaneKind }[];
  readonly objects: readonly ObjectColumn[];
  readonly rows: readonly Row[];
  readonly predicted: readonly PrintedText[];
  /** To be typed to run it again. */
  readonly replay: string;
}

export interface PlaceInSource {
  readonly file: string;
  readonly line: number;
}

export interface Row {
  readonly n: number;
  readonly lane: number;
  readonly text: string;
  readonly place?: PlaceInSource;
  readonly effect: string;
  readonly fatal: boolean;
  /** By lane: whether its line, from its first step to its last, passes here. */
  readonly lines: readonly LaneLine[];
  /** By object. */
  readonly bars: readonly Bar[];
  readonly places: readonly (PlaceInSource & { readonly lane: number })[];
  readonly changes: readonly VariableChange[];
}

export type LaneLine = "none" | "begins" | "on" | "ends" | "once";

export interface ObjectColumn {
  readonly kind: string;
  readonly name: string;
}

export interface Bar {
  readonly state: "none" | "alive" | "dead";
  readonly mark?: LifeEvent;
  readonly usage?: number;
}

/** What a kernel prints, or printed. */
export interface PrintedText {
  readonly when: string;
  readonly headline: string;
  readonly lines: readonly string[];
}

/** A crash of a log, with what its lines mean. */
export interface LogPart {
  readonly headline: string;
  readonly summary: string;
  readonly facts: readonly string[];
  readonly evidence: readonly { readonly certainty: string; readonly text: string }[];
  readonly lines: readonly ExplainedLine[];
  /** The predicted text that agrees best, to stand beside it. */
  readonly predicted?: PrintedText;
  readonly rows: readonly Agreement[];
  /** Source of the functions in the trace. */
  readonly excerpts: readonly Excerpt[];
}

/** A function of the trace, and the line that it was in. */
interface Excerpt extends PlaceInSource {
  readonly function: string;
  /** Number of the first line. */
  readonly from: number;
  readonly lines: readonly string[];
}

export interface ExplainedLine {
  readonly text: string;
  readonly note?: string;
}

interface Agreement {
  readonly what: string;
  readonly log: string;
  readonly predicted: string;
  readonly agrees: boolean;
}

export interface PatchPart {
  readonly title: string;
  readonly proof: string;
  readonly tone: Tone;
  readonly because: readonly string[];
  readonly diff: readonly DiffLine[];
  /** Number of the story that cannot happen any more. */
  readonly removes?: number;
}

export interface DiffLine {
  readonly sign: "+" | "-" | " " | "@";
  readonly text: string;
}

/** A way to mend it that was tried. */
export interface Try {
  readonly title: string;
  readonly word: string;
  readonly tone: Tone;
  /** What it costs, or why it could not be made. */
  readonly said: string;
}

/** What a real kernel did. */
export interface PlayedPart {
  readonly title: string;
  readonly said: string;
  readonly tone: Tone;
  readonly notes: readonly string[];
  /** The lines of its crashes, each with what it means. */
  readonly crash: readonly ExplainedLine[];
  readonly console: readonly string[];
}

/** A file, or the pieces of it that matter. */
export interface SourceText {
  readonly file: string;
  readonly pieces: readonly { readonly from: number; readonly lines: readonly string[] }[];
}
