import type { Crash } from "../crash.ts";
import { followPointer } from "../dataflow/follow.ts";
import type { Disassembler } from "../dataflow/instruction.ts";
import { badHandle } from "./bad-handle.ts";
import { byPointer, byType, place } from "./by-type.ts";
import { causeOf } from "./consequence.ts";
import {
  certain,
  chain,
  type Diagnosis,
  type DiagnosisRule,
  type LogFacts,
  type FindBinary,
} from "./diagnosis.ts";
import { dyingWorker } from "./dying-worker.ts";
import { earlierCrash } from "./earlier-crash.ts";
import { fieldEvidence } from "./field-evidence.ts";
import { knownSizes } from "./known-sizes.ts";
import { withHolder } from "./lock-holder.ts";
import { objectPast } from "./object-past.ts";
import { trackedObject } from "./odebug.ts";
import { outOfMemory } from "./out-of-memory.ts";
import { outlivesModule } from "./outlives-module.ts";
import { NAME_THE_MEMBER, plainMeaning } from "./plain-meaning.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { sceneEvidence } from "./scene.ts";
import { slabPoison } from "./slab-poison.ts";
import { stopAfterExit } from "./stop-after-exit.ts";
import { stopHangs } from "./stop-hangs.ts";
import { waitHangs } from "./wait-hangs.ts";
import { whyAtomic } from "./why-atomic.ts";

/** The first rule that answers is taken: the particular before the general. */
const RULES: readonly DiagnosisRule[] = [
  badHandle,
  stopHangs,
  waitHangs,
  stopAfterExit,
  outlivesModule,
  dyingWorker,
  trackedObject,
  slabPoison,
  outOfMemory,
  knownSizes,
  byType,
  byPointer,
  unknown,
];

/**
 * Says what a crash means. `crashes` are all of its log, in order: a later one may be the consequence of an
 * earlier one, and is then told so with the earlier one's rule. Without a disassembler the pointer is not followed, and
 * without a binary no member is named.
 */
export function diagnose(
  crash: Crash,
  crashes: readonly Crash[],
  disassembler?: Disassembler,
  findBinary?: FindBinary,
): Diagnosis {
  const own = withEarlier(diagnoseAlone(crash, crashes, disassembler, findBinary), crash, crashes);
  const cause = causeOf(crash, crashes);
  const first = cause === undefined ? undefined : crashes[cause];
  if (cause === undefined || !first) return own;
  const { rule, next } = diagnoseAlone(first, crashes, disassembler);
  return {
    ...own,
    ...(rule !== undefined && { rule, next }),
    evidence: [
      ...own.evidence,
      certain("earlier-crash", `crash ${cause + 1} came before: "${first.title}"; begin there`),
    ],
    consequenceOf: cause,
  };
}

/** Crashes of this boot that are not in the log: `[#7]` counts oopses, taint D and W tell of one or of a WARN. */
function withEarlier(diagnosis: Diagnosis, crash: Crash, crashes: readonly Crash[]): Diagnosis {
  const told = earlierCrash(crash, crashes);
  if (!told) return diagnosis;
  return {
    ...diagnosis,
    evidence: [...diagnosis.evidence, told],
    next: [
      "begin with the first crash of this boot: find the log from its start (journalctl -k -b, pstore, the serial console); what follows a crash may be its consequence",
      ...diagnosis.next,
    ],
  };
}

function diagnoseAlone(
  crash: Crash,
  crashes: readonly Crash[],
  disassembler?: Disassembler,
  findBinary?: FindBinary,
): Diagnosis {
  // where a processor was interrupted, nothing went wrong with the instruction
  const faulted = crash.type !== "HANG";
  const pointer = disassembler && faulted ? followPointer(crash, disassembler) : undefined;
  const field = findBinary ? fieldEvidence(crash, pointer, findBinary) : [];
  const facts: LogFacts = { crash, crashes, pointer };
  for (const rule of RULES) {
    const found = rule(facts);
    if (!found) continue;
    const told = withHolder(found, facts);
    const diagnosis = { ...told, evidence: [...whyAtomic(crash), ...objectPast(crash), ...told.evidence] };
    if (field.length === 0) return diagnosis;
    return {
      ...diagnosis,
      evidence: [...field, ...diagnosis.evidence],
      next: diagnosis.next.filter((step) => step !== NAME_THE_MEMBER),
    };
  }
  throw new Error("the last rule answers for every crash");
}

/** A crash that breaks no rule that is known here: what its type means, and the facts. */
function unknown({ crash, pointer }: LogFacts): Diagnosis {
  const meaning = plainMeaning(crash, pointer);
  const lost =
    crash.corrupted && !crash.cutShort
      ? " The report is damaged, or another one broke into it: the place is not certain."
      : "";
  const summary =
    meaning?.summary ??
    `The kernel reports: ${crash.title}${crash.title.includes(crash.function ?? "\0") ? "" : place(crash.function)}.`;
  const next = meaning?.next ?? [];
  return {
    summary: summary + lost,
    evidence: [...pointerEvidence(pointer, chain(crash)), ...sceneEvidence(crash)],
    next:
      crash.modules.length > 0
        ? [...next, "unoops check MODULE.c, if the code is one of the modules in the list"]
        : next,
  };
}
