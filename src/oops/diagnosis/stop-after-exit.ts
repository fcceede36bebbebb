import type { Crash } from "../crash.ts";
import { certain, chain, likely, type Diagnosis, type Evidence, type Facts } from "./diagnosis.ts";
import { STOP_PATH } from "./knowledge.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { lastUnloaded, sceneEvidence } from "./scene.ts";

/** kthread_stop() on a thread that had ended: its task_struct was freed, or is somebody else's by now. */
export function stopAfterExit(facts: Facts): Diagnosis | undefined {
  const { crash, pointer } = facts;
  const callers = chain(crash);
  const stop = callers.indexOf("kthread_stop");
  if (stop < 0 || crash.type === "HANG" || !callers.slice(0, stop + 1).some((name) => STOP_PATH.test(name)))
    return undefined;
  const handle = pointer?.loads.length === 0 ? pointer.meaning.kind : undefined;
  if (callers[0] === "kthread_stop" && (handle === "err-ptr" || handle === "null")) return errPtr(facts);
  const again = stoppedBefore(crash);
  return {
    rule: again ? "kthread-double-stop" : "kthread-stop-after-exit",
    alternatives: [again ? "kthread-stop-after-exit" : "kthread-double-stop"],
    summary: again
      ? "kthread_stop() was called twice on the same kernel thread: the first call returned, the thread is gone, and so is its task_struct."
      : "kthread_stop() was called on a kernel thread that had already ended by itself: its task_struct had been freed.",
    evidence: [
      ...symptom(crash),
      ...pointerEvidence(pointer, callers),
      ...(again ? [likely(`the module's own messages say that a stop had returned before: "${again}"`)] : []),
      ...sceneEvidence(crash),
      ...victim(crash),
    ],
    next: [
      "look for a way out of the thread function other than kthread_should_stop(): a return, a break on signal_pending(), an error path",
      "hold a reference across the stop: kthread_create(), get_task_struct(), wake_up_process() ... kthread_stop(), put_task_struct()",
      "unoops solve --log LOG MODULE.c",
    ],
  };
}

function errPtr({ crash, pointer }: Facts): Diagnosis {
  const words = pointer?.meaning.words ?? "not a pointer";
  return {
    rule: "kthread-err-ptr",
    summary: `kthread_stop() was given ${words} instead of a task: kthread_run() had failed, or the handle was never set.`,
    evidence: [...pointerEvidence(pointer, chain(crash)), ...sceneEvidence(crash)],
    next: [
      "check the handle with IS_ERR() after kthread_run(), and do not keep it when it is an error",
      "unoops check MODULE.c",
    ],
  };
}

/** What the crash itself shows about the task. */
function symptom(crash: Crash): Evidence[] {
  const text = crash.lines.join("\n");
  const counter = /refcount_t: [^\n]*/.exec(text)?.[0];
  const found: Evidence[] = [];
  if (counter !== undefined)
    found.push(
      certain(
        counter.includes("underflow")
          ? `"${counter}": put_task_struct() took a reference that was not there`
          : `"${counter}": get_task_struct() met a usage count of 0, so the last reference was gone`,
      ),
    );
  if (/kernel\/kthread\.c:\d+/.test(crash.headline))
    found.push(
      certain(
        "kthread.c warns that the task is not a kernel thread: the memory of the task_struct is in use by another process",
      ),
    );
  const callers = chain(crash);
  if (callers.includes("__put_task_struct"))
    found.push(
      certain(
        "kthread_stop() dropped the last reference itself (__put_task_struct is below it): nobody else held one, so the thread had dropped its own",
      ),
    );
  if (/\bslab task_struct\b[^\n]*/.test(text) && /Free path:/.test(text))
    found.push(certain("the register dump shows a task_struct that has been freed (`Free path:`)"));
  return found;
}

/** A message of the module, before the crash, that a stop of a thread was over. */
export function stoppedBefore(crash: Crash): string | undefined {
  return crash.before.find((line) =>
    /\b(?:after|done|returned|ret)\b.*\bkthread_stop\b|\bkthread_stop\b.*\b(?:ret|returned|done)\b/i.test(
      line,
    ),
  );
}

/** When another module left shortly before, the module of this report may be its victim. */
function victim(crash: Crash): Evidence[] {
  const gone = lastUnloaded(crash);
  if (!gone) return [];
  return [
    likely(
      `module ${gone.name} was unloaded before: it may have stopped this module's thread through a stale handle, and this module is then the victim`,
    ),
  ];
}
