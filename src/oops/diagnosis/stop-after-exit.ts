import type { Crash } from "../crash.ts";
import { certain, chain, likely, type Diagnosis, type Evidence, type Facts } from "./diagnosis.ts";
import { STOP_PATH } from "./knowledge.ts";
import { endedBefore, stoppedBefore } from "./own-messages.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { lastUnloaded, sceneEvidence } from "./scene.ts";

/** What mends it, whichever way the thread ended. */
export const HOLD_A_REFERENCE = [
  "look for a way out of the thread function other than kthread_should_stop(): a return, a break on signal_pending(), an error path",
  "hold a reference across the stop: kthread_create(), get_task_struct(), wake_up_process() ... kthread_stop(), put_task_struct()",
  "unoops solve --log LOG MODULE.c",
];

/** kthread_stop() on a thread that had ended: its task_struct was freed, or is somebody else's by now. */
export function stopAfterExit(facts: Facts): Diagnosis | undefined {
  const { crash, pointer } = facts;
  const callers = chain(crash);
  const stop = callers.indexOf("kthread_stop");
  if (
    stop < 0 ||
    crash.type === "HANG" ||
    (!STOP_PATH.test(callers[0] ?? "") && !callers.slice(0, stop).every(reaches))
  )
    return undefined;
  const again = stoppedBefore(facts);
  const ended = endedBefore(facts);
  return {
    rule: again === undefined ? "kthread-stop-after-exit" : "kthread-double-stop",
    alternatives: [again === undefined ? "kthread-double-stop" : "kthread-stop-after-exit"],
    summary:
      again === undefined
        ? "kthread_stop() was called on a kernel thread that had already ended by itself: its task_struct had been freed."
        : "kthread_stop() was called twice on the same kernel thread: the first call returned, the thread is gone, and so is its task_struct.",
    evidence: [
      ...symptom(crash),
      ...pointerEvidence(pointer, callers),
      ...(again === undefined
        ? []
        : [likely(`a message before the crash says that a stop had returned: "${again}"`)]),
      ...(again === undefined && ended !== undefined
        ? [likely(`a message before the crash says that a thread had ended: "${ended}"`)]
        : []),
      ...killedBefore(facts),
      ...sceneEvidence(crash),
      ...victim(crash),
    ],
    next: HOLD_A_REFERENCE,
  };
}

/** Frames between the fault and kthread_stop() may be helpers of any kind, but not another subsystem's work. */
const HELPER =
  /list|swait|wait|lock|bit|atomic|refcount|report|warn|kasan|dump|show|print|unwind|panic|cred|task|wake|asm_|exc_|invalid|trap|fault|abort|el1|free|put/;

function reaches(name: string): boolean {
  return STOP_PATH.test(name) || HELPER.test(name);
}

/** What the crash itself shows about the task. */
function symptom(crash: Crash): Evidence[] {
  const text = crash.lines.join("\n");
  const found: Evidence[] = [];
  const counter = /refcount_t: [^\n]*/.exec(text)?.[0];
  if (counter !== undefined)
    found.push(
      certain(
        counter.includes("underflow")
          ? `"${counter}": put_task_struct() dropped a reference that was not there`
          : `"${counter}": get_task_struct() met a usage count of 0, so the last reference was gone`,
      ),
    );
  if (/kernel\/kthread\.c:\d+/.test(crash.headline))
    found.push(
      certain(
        "kthread.c warns that the task is not a kernel thread: the memory of the task_struct was freed, and may be another process's by now",
      ),
    );
  if (chain(crash).includes("__put_task_struct"))
    found.push(
      certain(
        "kthread_stop() itself dropped the last reference (__put_task_struct is below it): nobody else held one, so the thread had dropped its own",
      ),
    );
  const poisoned = poisonedRegisters(crash);
  if (poisoned.length > 0)
    found.push(
      certain(`${poisoned.join(", ")} hold slab poison 0x6b: what was read as the task was freed memory`),
    );
  if (/\bslab task_struct\b/.test(text) && text.includes("Free path:"))
    found.push(certain("the register dump shows a task_struct that has been freed (`Free path:`)"));
  return found;
}

export function poisonedRegisters(crash: Crash): string[] {
  return [...crash.registers]
    .filter(([, value]) => /^(?:6b){3,7}6[b-f]$/.test(value.toString(16)))
    .map(([name]) => name);
}

/** A kernel thread that an earlier crash of this log killed. */
function killedBefore({ crash, crashes }: Facts): Evidence[] {
  const earlier = crashes.slice(0, crashes.indexOf(crash));
  const killed = earlier.find((each) => chain(each).includes("kthread") && each.dieCount !== undefined);
  if (!killed) return [];
  return [
    likely(
      `the thread may be ${killed.process.comm ?? "the one"}, which died in the earlier crash "${killed.title}"`,
    ),
  ];
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
