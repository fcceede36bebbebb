import type { Claim } from "./claims.ts";
import type { Crash } from "../crash.ts";
import type { PointerStory } from "../dataflow/follow.ts";
import { certain, chain, likely, type Diagnosis, type Evidence, type LogFacts } from "./diagnosis.ts";
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
export function stopAfterExit(facts: LogFacts): Diagnosis | undefined {
  const { crash, pointer } = facts;
  const callers = chain(crash);
  const stop = callers.indexOf("kthread_stop");
  if (crash.type === "HANG") return undefined;
  if (stop < 0) return stopWithoutTrace(facts, callers);
  if (!STOP_PATH.test(callers[0] ?? "") && !callers.slice(0, stop).every(reaches)) return undefined;
  const again = stoppedBefore(facts);
  const ended = endedBefore(facts);
  const shown = symptom(crash, pointer, callers.slice(0, stop));
  const isSure = shown.some((each) => each.certainty === "certain" && SHOWS_END.has(each.claim));
  return {
    rule: again === undefined ? "kthread-stop-after-exit" : "kthread-double-stop",
    alternatives: [again === undefined ? "kthread-double-stop" : "kthread-stop-after-exit"],
    summary:
      again === undefined
        ? `kthread_stop() was ${isSure ? "" : "most likely "}called on a kernel thread that had already ended by itself: its task_struct had been freed.`
        : "kthread_stop() was called twice on the same kernel thread: the first call returned, the thread is gone, and so is its task_struct.",
    evidence: [
      ...shown,
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

/**
 * What leaves no doubt that the task was gone. A last reference that is dropped does not: kthread_stop()'s own is the last one
 * wherever the thread was reaped first. A bad handle is no task either.
 */
const SHOWS_END: ReadonlySet<Claim> = new Set<Claim>(["took-from-zero", "dropped-no-reference"]);

/** What kthread_stop() ends in and few others do while a module is unloaded. */
const LAST_STEPS = /^(?:wait_for_completion|exit_creds|__put_task_struct|free_task)$/;

/** A report that ends before its trace: while a module is unloaded, these are the last steps of a stop. */
function stopWithoutTrace({ crash, pointer }: LogFacts, callers: readonly string[]): Diagnosis | undefined {
  const [inner] = callers;
  const isUnload = crash.modules.some(({ state }) => state === "unloading");
  if (inner === undefined || crash.fault === undefined || !isUnload) return undefined;
  if (!callers.every((name) => LAST_STEPS.test(name))) return undefined;
  return {
    rule: "kthread-stop-after-exit",
    alternatives: ["kthread-double-stop", "use-after-free"],
    summary: `${inner}() met a bad pointer while a module was unloaded: most likely in kthread_stop(), on a kernel thread that had already ended by itself.`,
    evidence: [
      likely(
        inner === "wait_for_completion"
          ? "the report ends before its trace; kthread_stop() waits so, for a completion of the thread's own: on its stack, or in its struct kthread"
          : "the report ends before its trace; kthread_stop() ends so, when it drops its reference",
      ),
      ...pointerEvidence(pointer, callers),
      ...sceneEvidence(crash),
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

/** What a refcount_t complains of says which of kthread_stop()'s two steps met it. */
const COUNTERS: readonly (readonly [says: RegExp, claim: Claim, means: string])[] = [
  [
    /underflow/,
    "dropped-no-reference",
    "put_task_struct() met a usage count of 0 or less: the reference was not there",
  ],
  [
    /(?:addition|increment) on 0/,
    "took-from-zero",
    "get_task_struct() met a usage count of 0, so the last reference was gone",
  ],
  [
    /saturated/,
    "count-of-no-task",
    "get_task_struct() met a usage count beyond all bounds: no task_struct any more, or references that leaked",
  ],
];

/** The steps of kthread_stop() that the compiler may leave as functions of their own. */
const COUNTS = /^(?:get|put)_task_struct$|refcount|warn/;

/**
 * What the crash itself shows about the task. `below` are the callees of kthread_stop(), innermost first: an interrupt in it, or the
 * teardown of the task, counts other things.
 */
function symptom(crash: Crash, pointer: PointerStory | undefined, below: readonly string[]): Evidence[] {
  const text = crash.lines.join("\n");
  const found: Evidence[] = [];
  const counter = crash.type === "REFCOUNT_WARNING" ? /refcount_t: [^\n]*/.exec(text)?.[0] : undefined;
  const [, claim, means] = COUNTERS.find(([says]) => says.test(counter ?? "")) ?? [];
  if (counter !== undefined && claim !== undefined && below.every((name) => COUNTS.test(name)))
    found.push(certain(claim, `"${counter}": ${means}`));
  if (warnsOfNoThread(crash))
    found.push(
      certain(
        "no-kernel-thread",
        "kthread.c warns that what kthread_stop() was given is not a kernel thread",
      ),
      likely("the memory of the task_struct was freed, and is another process's by now"),
    );
  const [step, second] = below.toReversed();
  if ((step === "put_task_struct" ? second : step) === "__put_task_struct")
    found.push(
      certain(
        "dropped-last-reference",
        "kthread_stop() dropped what its count called the last reference (__put_task_struct is below it)",
      ),
    );
  for (const register of poisonedRegisters(crash)) {
    const words = `${register} holds slab poison 0x6b`;
    found.push(
      isFaultBase(crash, pointer, register)
        ? certain(
            "read-freed-memory",
            `${words}, and the fault is through it: it was read from memory that was freed, the task's or what held the handle`,
          )
        : likely(`${words}: it was read from memory that was freed`),
    );
  }
  if (FREED_TASK.test(text))
    found.push(likely("the register dump shows a task_struct with the trace of its free (`Free path:`)"));
  return found;
}

const KTHREAD_WARNING = /^WARNING: .*\bkernel\/kthread\.c:(\d+)/;

/**
 * True when to_kthread() warns, inlined into kthread_stop(). kthread_unpark() and with it __kthread_bind_mask(), which warns of a
 * thread that does not park, may be inlined there as well; to_kthread() stands at line 72 to 84 (4.15 to 7.2), the other beyond 300.
 */
function warnsOfNoThread({ headline, function: name }: Crash): boolean {
  const line = Number(KTHREAD_WARNING.exec(headline)?.[1]);
  return name === "kthread_stop" && line < TO_KTHREAD_ENDS;
}

const TO_KTHREAD_ENDS = 150;
/** One register's object, up to the next register's. */
const FREED_TASK = /\bslab task_struct\b(?:(?!\bslab |^Register )[^])*?Free path:/m;

/** True when the faulting address is a member's of what the register points to. */
function isFaultBase(crash: Crash, pointer: PointerStory | undefined, register: string): boolean {
  if (pointer) return pointer.register === register;
  const beyond = (crash.fault?.address ?? 0n) - (crash.registers.get(register) ?? 0n);
  return beyond >= 0n && beyond < PAGE;
}

const PAGE = 4096n;

function poisonedRegisters(crash: Crash): string[] {
  return [...crash.registers]
    .filter(([, value]) => /^(?:6b){3,7}6[b-f]$/.test(value.toString(16)))
    .map(([name]) => name);
}

/** A kernel thread that an earlier crash of this log killed. */
function killedBefore({ crash, crashes }: LogFacts): Evidence[] {
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
