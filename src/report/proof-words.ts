import type { Proof } from "../core/fix.ts";

/** How far a patch was verified, in a reader's words. */
export const PROOF_WORDS: Record<Proof, string> = {
  proven: "proven",
  bounded: "holds, up to a bound",
  checked: "read, not run",
  partly: "partly",
  refuted: "refuted",
  broken: "does not compile",
};
