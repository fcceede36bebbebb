import type { Finding, Verdict } from "./finding.ts";
import type { KernelVersion } from "./kernel-version.ts";

/**
 * What became of a changed module:
 * `proven`: every schedule explored on every kernel, the finding is gone and nothing new came up;
 * `bounded`: the same as far as the search went; `checked`: the source cannot be run, and `check` finds nothing any more;
 * `refuted`: a finding is left or came up; `broken`: it does not compile.
 */
export type Proof = "proven" | "bounded" | "checked" | "refuted" | "broken";

export interface Judgement {
  readonly proof: Proof;
  /** What was covered, or what stopped it, one sentence each. */
  readonly because: readonly string[];
  /** Of a refuted change: what it was to mend and did not, each with its witness. */
  readonly left: readonly Finding[];
  /** What was not there before. */
  readonly came: readonly Finding[];
  /** Findings that were there before and are not this change's business. */
  readonly others: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

/** A changed file: both texts whole. */
export interface ChangedFile {
  /** As the user names it. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** One way to mend a finding, tried. */
export interface Candidate {
  readonly title: string;
  /** What the change costs whoever takes it. */
  readonly cost: string;
  /** Absent when the change could not be made; `refusal` says why. */
  readonly judgement?: Judgement;
  readonly refusal?: string;
  /** How it would look, for somebody who has to write it by hand. */
  readonly example?: string;
  readonly files: readonly ChangedFile[];
  /** Lines taken away and put in. */
  readonly size: number;
}

/** Everything that `fix` found out about one module. */
export interface FixReport {
  readonly kernels: readonly KernelVersion[];
  /** What is to be mended; the first one is what the candidates begin with. */
  readonly targets: readonly Finding[];
  readonly before: readonly Verdict[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** Findings for which there is no idiom. */
  readonly beyond: readonly Finding[];
}
