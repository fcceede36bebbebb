import type { Crash, TraceFrame } from "../crash.ts";
import { waiter } from "../trace/blame.ts";
import { readFrame } from "../trace/frame.ts";
import { isAsleep, likely, type Diagnosis, type Evidence, type LogFacts } from "./diagnosis.ts";

/**
 * What khungtaskd says of the lock (kernel/hung_task.c, debug_show_blocker(), CONFIG_DETECT_HUNG_TASK_BLOCKER, read in 7.2). It reads
 * the owner without the lock, and so says "likely".
 */
const BLOCKED =
  /^INFO: task .+:(\d+) (?:is |<(reader|writer)> )?blocked on an? (mutex|semaphore|rw-semaphore)(?: likely (?:owned|last held) by task (.+):(\d+)(?: <(reader|writer)>)?\.?|, but the (?:owner|last holder) is not found\.)$/;

interface Holder {
  readonly lock: string;
  /** Absent where the task that took the lock is gone. */
  readonly task?: { readonly comm: string; readonly pid: number; readonly as: string };
  /** Its trace, which is printed unless it hangs as well. */
  readonly frames: readonly TraceFrame[];
}

function holderOf(crash: Crash): Holder | undefined {
  if (!isAsleep(crash) || crash.process.pid === undefined) return undefined;
  const at = crash.lines.findIndex((line) => Number(BLOCKED.exec(line)?.[1]) === crash.process.pid);
  const [, , , lock = "", comm, pid, as] = BLOCKED.exec(crash.lines[at] ?? "") ?? [];
  if (at < 0) return undefined;
  if (comm === undefined) return { lock, frames: [] };
  return {
    lock,
    task: { comm, pid: Number(pid), as: as === undefined ? "" : ` as a ${as}` },
    frames: traceBehind(crash, at),
  };
}

/** sched_show_task() begins with the task's line. */
const SHOWN = /^task:.* pid:(\d+)/;
const REPORT = /^INFO: |^BUG: |^Showing all locks held/;

function traceBehind({ lines }: Crash, at: number): TraceFrame[] {
  const behind = lines.slice(at + 1);
  if (!SHOWN.test(behind[0] ?? "")) return [];
  const end = behind.findIndex((line, index) => index > 0 && (REPORT.test(line) || SHOWN.test(line)));
  return behind.slice(1, end < 0 ? undefined : end).flatMap((line) => readFrame(line.trim(), 0) ?? []);
}

/** Sleeps for a time (kernel/time/sleep_timeout.c): their caller tells more. */
const SLEEPS = /^(?:m|u|fs)sleep|^schedule_(?:hr)?timeout/;

/** Who holds the lock that a hung task waits for, and where that one stands. */
export function withHolder(diagnosis: Diagnosis, { crash, crashes }: LogFacts): Diagnosis {
  const holder = holderOf(crash);
  if (!holder) return diagnosis;
  const { lock, task, frames } = holder;
  if (!task)
    return saying(
      diagnosis,
      likely(
        `the kernel finds no task that holds the ${lock}: ${lock === "semaphore" ? "who took it last has ended" : "who took it has ended, or it was being handed over"}`,
      ),
    );
  const name = `${task.comm}[${task.pid}]`;
  if (task.pid === crash.process.pid)
    return {
      ...saying(diagnosis, likely(`the kernel says that ${name} waits for a ${lock} that it holds itself`)),
      rule: "deadlock",
    };
  const held = likely(
    `the kernel says who ${lock === "semaphore" ? "held" : "holds"} the ${lock}${lock === "semaphore" ? " last" : ""}, most likely: ${name}${task.as}`,
  );
  const hung = crashes.find((each) => each !== crash && isAsleep(each) && each.process.pid === task.pid);
  const place = hung ? hung.function : waiter(frames, SLEEPS)?.function;
  const stands =
    place === undefined ? [] : [likely(`${name} ${hung ? "hangs" : "stands"} in ${place}(), by its trace`)];
  if (hung && holderOf(hung)?.task?.pid === crash.process.pid)
    return {
      ...saying(
        diagnosis,
        held,
        ...stands,
        likely(`${name} waits in turn for a lock of this task: each waits for the other`),
      ),
      rule: "deadlock",
    };
  return saying(diagnosis, held, ...stands);
}

const saying = (diagnosis: Diagnosis, ...evidence: readonly Evidence[]): Diagnosis => ({
  ...diagnosis,
  evidence: [...evidence, ...diagnosis.evidence],
});
