import type { Crash } from "../crash.ts";
import type { PointerStory } from "../dataflow/follow.ts";

/** What a report of some type means in words, and what to do about it, where no rule of lifetimes speaks. */
export interface Meaning {
  readonly type: RegExp;
  readonly title?: RegExp;
  readonly headline?: RegExp;
  readonly when?: (crash: Crash) => boolean;
  readonly words: (crash: Crash, pointer: PointerStory | undefined) => string;
  readonly next: readonly string[];
}
