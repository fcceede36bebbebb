import { architecture } from "../arch/all.ts";
import type { Crash } from "../crash.ts";
import { errnoName } from "../../core/errno.ts";
import {
  certain,
  certainIf,
  chain,
  hex,
  likely,
  type Diagnosis,
  type Evidence,
  type LogFacts,
} from "./diagnosis.ts";
import { failureBefore } from "./own-messages.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { sceneEvidence } from "./scene.ts";

/** What kthread_stop() was given, and how that is known. */
interface Given {
  readonly words: string;
  readonly evidence: readonly Evidence[];
  /** True when a task that is gone could fault the same way. */
  readonly doubtful?: boolean;
}

const PAGE = 4096n;
const MAX_ERRNO = 4095n;

/**
 * kthread_stop() on NULL or on an ERR_PTR: the fault is in kthread_stop() itself, through what it was given. The memory
 * of a task_struct that was freed stays mapped: such a stop does not fault below the first page, nor above the last.
 */
export function badHandle(facts: LogFacts): Diagnosis | undefined {
  const callers = chain(facts.crash);
  if (callers[0] !== "kthread_stop" || facts.crash.type === "HANG") return undefined;
  const failure = failureBefore(facts);
  const given = followed(facts, callers) ?? (facts.pointer ? undefined : computed(facts.crash, failure));
  if (!given) return undefined;
  return {
    rule: "kthread-err-ptr",
    ...(given.doubtful && { alternatives: ["kthread-stop-after-exit"] as const }),
    summary: `kthread_stop() was given ${given.words} instead of a task: the thread could not be created, or the handle was never set.`,
    evidence: [
      ...given.evidence,
      ...(failure === undefined ? [] : [likely(`a message before the crash says why: "${failure}"`)]),
      ...sceneEvidence(facts.crash),
    ],
    next: [
      "check the handle with IS_ERR() after kthread_run(), and do not keep it when it is an error; kthread_run() never returns NULL",
      "unoops check MODULE.c",
    ],
  };
}

/** The code says which register was followed, and that it still is what the caller passed. */
function followed({ pointer }: LogFacts, callers: readonly string[]): Given | undefined {
  if (!pointer || pointer.loads.length > 0) return undefined;
  const { kind, words } = pointer.meaning;
  if (kind !== "err-ptr" && kind !== "null" && kind !== "null-offset") return undefined;
  return { words, evidence: pointerEvidence(pointer, callers) };
}

/** Without the code: the address is that of a member, so many bytes beyond what a register holds. */
function computed(crash: Crash, failure: string | undefined): Given | undefined {
  const address = crash.fault?.address;
  if (address === undefined) return undefined;
  const range = 1n << BigInt((architecture(crash.arch)?.pointer ?? 8) * 8);
  const isLow = address < PAGE;
  if (!isLow && range - address > MAX_ERRNO) return undefined;
  for (const [register, value] of crash.registers) {
    const errno = range - value;
    const member = (address - value + range) % range;
    if (errno <= 0n || errno > MAX_ERRNO || member >= PAGE) continue;
    const name = errnoName(Number(errno));
    const words = `ERR_PTR(-${name ?? errno})`;
    // A member of NULL may lie there too: a message that tells of the same error leaves no doubt.
    // Near 0 it may be a member of NULL as well, as long as a register holds 0.
    const mayBeNull = isLow && [...crash.registers.values()].includes(0n);
    const isTold = failure !== undefined && new RegExp(`-(?:${errno}|${name ?? errno})\\b`).test(failure);
    return {
      words,
      evidence: [
        certainIf(
          isTold && !mayBeNull,
          "error-pointer",
          `the fault at ${hex(address)} is ${words} in ${register} plus ${hex(member)}, the offset of a member`,
        ),
      ],
    };
  }
  // what kthread_stop() touches first is the task's usage count, which no version has at its beginning: at 0 lie the flags of a
  // struct kthread, of which to_kthread() gives none once the memory is another task's
  if (!isLow || address === 0n) return undefined;
  return {
    words: "NULL, or an ERR_PTR,",
    doubtful: true,
    evidence: [
      certain("in-first-page", `the fault at ${hex(address)} lies in the first page, where no task can be`),
      likely("a task_struct that was freed stays mapped: a stop of such a one does not fault there"),
    ],
  };
}
