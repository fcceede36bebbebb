import type { Judgement, Proof } from "../core/fix.ts";

/** How far a patch was verified, in a reader's words. */
export const PROOF_WORDS: Record<Proof, string> = {
  proven: "proven",
  bounded: "holds, up to a bound",
  checked: "read, not run",
  partly: "partly",
  refuted: "refuted",
  broken: "does not compile",
};

/** The same, and of how much of the driver. */
export function proofWords({ proof, verdicts }: Pick<Judgement, "proof" | "verdicts">): string {
  const isPart = proof === "proven" && verdicts.some(({ scope }) => scope === "part");
  return isPart ? "proven on its threads' part" : PROOF_WORDS[proof];
}
