import { certain, likely, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import { HOLD_A_REFERENCE } from "./stop-after-exit.ts";

const CORRUPTED = /^BUG:? (\S+) \([^)]*\): (.+)/;
const BYTE = /First byte 0x([0-9a-f]{2}) instead of 0x([0-9a-f]{2})/;

/** SLUB's own check of a freed object: somebody wrote to it after it was freed. */
export function slabPoison({ crash }: LogFacts): Diagnosis | undefined {
  const match = CORRUPTED.exec(crash.headline);
  if (!match?.[1] || match[2] !== "Poison overwritten") return undefined;
  const [, cache] = match;
  const byte = BYTE.exec(crash.lines.join("\n"));
  const step = byte?.[1] && byte[2] ? Number.parseInt(byte[1], 16) - Number.parseInt(byte[2], 16) : undefined;
  const task = cache === "task_struct";
  return {
    rule: task ? "kthread-stop-after-exit" : "use-after-free",
    summary: task
      ? "A task_struct was written to after it was freed: something took or dropped a reference, or set a flag, on a thread that had ended."
      : `An object of ${cache} was written to after it was freed.`,
    evidence: [
      certain("freed-poison-overwritten", `SLUB found the poison of a freed ${cache} overwritten`),
      ...(step === 1
        ? [
            likely(
              "one byte grew by 1: a reference count was taken in freed memory, as get_task_struct() does",
            ),
          ]
        : []),
    ],
    next: task
      ? HOLD_A_REFERENCE
      : ["look for who still holds the object: KASAN names both the free and the use", "unoops run MODULE.c"],
  };
}
