import type { Crash } from "../crash.ts";
import { followPointer } from "../dataflow/follow.ts";
import type { Disassembler } from "../dataflow/instruction.ts";
import { chain, type Diagnosis, type DiagnosisRule, type Facts } from "./diagnosis.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { sceneEvidence } from "./scene.ts";
import { stopAfterExit } from "./stop-after-exit.ts";

/** The first rule that answers is taken. */
const RULES: readonly DiagnosisRule[] = [stopAfterExit];

/**
 * Says what a crash means. `crashes` are all of its log, in order: a later one may be the consequence of an
 * earlier one. Without a disassembler the faulting pointer is not followed.
 */
export function diagnose(crash: Crash, crashes: readonly Crash[], disassembler?: Disassembler): Diagnosis {
  const pointer = disassembler ? followPointer(crash, disassembler) : undefined;
  const facts: Facts = { crash, crashes, pointer };
  for (const rule of RULES) {
    const diagnosis = rule(facts);
    if (diagnosis) return diagnosis;
  }
  return unknown(facts);
}

function unknown({ crash, pointer }: Facts): Diagnosis {
  const where = crash.function === undefined ? "" : ` in ${crash.function}()`;
  return {
    summary: `${crash.headline}${where === "" || crash.headline.includes(crash.function ?? "") ? "" : `,${where}`}`,
    evidence: [...pointerEvidence(pointer, chain(crash)), ...sceneEvidence(crash)],
    next: [],
  };
}
