import type { Finding, Verdict } from "./finding.ts";
import type { KernelVersion } from "./kernel-version.ts";

/**
 * What became of a changed module, best first:
 * `proven`: it is safe, on every kernel, with and without failing calls: nothing left, nothing come up, every schedule explored;
 * `bounded`: nothing is found as far as the search went; `checked`: the source cannot be run, or no run shows what `check` found, and `check` finds nothing any more;
 * `partly`: something is mended and nothing came up, but something is left; `refuted`: nothing is mended, or something came up
 * or happens more easily than before; `broken`: it does not compile.
 */
export const PROOFS = ["proven", "bounded", "checked", "partly", "refuted", "broken"] as const;

export type Proof = (typeof PROOFS)[number];

export interface Judgement {
  readonly proof: Proof;
  /** What was covered, or what stopped it, one sentence each. */
  readonly because: readonly string[];
  /** What was there before and still is, no easier to run into, each with its witness. */
  readonly left: readonly Finding[];
  /** What was not there before, or took more to happen: another switch, or a call that fails. */
  readonly came: readonly Finding[];
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

/** The candidate to send: the first, of those that are best first, that neither was refuted nor broke the build. */
export function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find(
    ({ judgement }) => judgement && judgement.proof !== "refuted" && judgement.proof !== "broken",
  );
}
