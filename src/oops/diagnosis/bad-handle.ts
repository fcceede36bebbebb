import { chain, type Diagnosis, type Facts } from "./diagnosis.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { sceneEvidence } from "./scene.ts";

/** kthread_stop() on NULL or on an ERR_PTR: the fault is in kthread_stop() itself, through what it was given. */
export function badHandle({ crash, pointer }: Facts): Diagnosis | undefined {
  const callers = chain(crash);
  const given = pointer !== undefined && pointer.loads.length === 0 ? pointer.meaning : undefined;
  if (callers[0] !== "kthread_stop" || given === undefined) return undefined;
  if (given.kind !== "err-ptr" && given.kind !== "null" && given.kind !== "null-offset") return undefined;
  return {
    rule: "kthread-err-ptr",
    summary: `kthread_stop() was given ${given.words} instead of a task: the thread could not be created, or the handle was never set.`,
    evidence: [...pointerEvidence(pointer, callers), ...sceneEvidence(crash)],
    next: [
      "check the handle with IS_ERR() after kthread_run(), and do not keep it when it is an error; kthread_run() never returns NULL",
      "unoops check MODULE.c",
    ],
  };
}
