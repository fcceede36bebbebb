import { expect, test } from "vitest";
import { diagnose, readCrashes, type Diagnosis } from "../../src/oops/index.ts";

const told = (log: string, at = 0): Diagnosis => {
  const crashes = readCrashes(log);
  const crash = crashes[at];
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes);
};
const words = (log: string, at?: number): string =>
  told(log, at)
    .evidence.map(({ certainty, text }) => `${certainty} ${text}`)
    .join("\n");

const trace = (...functions: string[]): string =>
  `Call Trace:
 <TASK>
${["__schedule", "schedule", ...functions].map((name) => ` ${name}+0x1/0x2\n`).join("")} </TASK>
`;
const shown = (comm: string, pid: number): string =>
  `task:${comm.padEnd(15)} state:S stack:0     pid:${pid}    tgid:${pid}    ppid:2      task_flags:0x208040 flags:0x00004000\n`;
const hung = (comm: string, pid: number, blocker: string, ...functions: string[]): string =>
  `INFO: task ${comm}:${pid} blocked for more than 120 seconds.
      Not tainted 7.2.0 #1
"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
${shown(comm, pid)}${trace("schedule_preempt_disabled", "__mutex_lock.constprop.0", ...functions)}${blocker}`;

const WORKER = "demo worker:90";
const worker = shown("demo worker", 90) + trace("schedule_timeout", "msleep", "demo_thread", "kthread");
const MUTEX = `INFO: task rmmod:88 is blocked on a mutex likely owned by task ${WORKER}.\n`;

test("the holder of a mutex is named, and where it stands", () => {
  const said = words(hung("rmmod", 88, MUTEX + worker, "demo_exit"));
  expect(said).toContain(
    "likely the kernel says who holds the mutex, most likely: demo worker[90]\nlikely demo worker[90] stands in demo_thread()",
  );
  expect(said).not.toContain("certain the kernel says");
});

test("the trace of the holder is none of the task that hangs", () => {
  const log = hung("rmmod", 88, MUTEX + worker, "demo_exit");
  expect(readCrashes(log).map((crash) => crash.function)).toEqual(["demo_exit"]);
});

test.each([
  [
    `INFO: task rmmod:88 blocked on a semaphore likely last held by task ${WORKER}\n`,
    "who held the semaphore last, most likely: demo worker[90]\n",
  ],
  [
    `INFO: task rmmod:88 <writer> blocked on an rw-semaphore likely owned by task ${WORKER} <reader>\n`,
    "who holds the rw-semaphore, most likely: demo worker[90] as a reader\n",
  ],
])("every form is read: %s", (line, says) => {
  expect(words(hung("rmmod", 88, line + worker, "demo_exit"))).toContain(says);
});

test.each(["mutex, but the owner", "semaphore, but the last holder"])("nobody holds the %s", (lock) => {
  const said = words(
    hung("rmmod", 88, `INFO: task rmmod:88 is blocked on a ${lock} is not found.\n`, "demo_exit"),
  );
  expect(said).toContain("the kernel finds no task that holds");
});

test("a holder that hangs as well is found in its own report", () => {
  const log =
    hung("rmmod", 88, MUTEX, "demo_exit") +
    hung("demo worker", 90, "", "demo_update", "demo_thread", "kthread");
  expect(words(log)).toContain("demo worker[90] hangs in demo_update()");
  expect(told(log).rule).not.toBe("deadlock");
});

test("two that each hold what the other waits for are a deadlock", () => {
  const back = `INFO: task ${WORKER} is blocked on a mutex likely owned by task rmmod:88.\n`;
  const log =
    hung("rmmod", 88, MUTEX, "demo_exit") +
    hung("demo worker", 90, back, "demo_update", "demo_thread", "kthread");
  expect(told(log).rule).toBe("deadlock");
  expect(words(log)).toContain("each waits for the other");
});

test("a task that waits for its own lock is a deadlock", () => {
  const own = "INFO: task rmmod:88 is blocked on a mutex likely owned by task rmmod:88.\n";
  expect(told(hung("rmmod", 88, own, "demo_exit")).rule).toBe("deadlock");
});

test("a line about another task says nothing of this one", () => {
  const other = `INFO: task cat:77 is blocked on a mutex likely owned by task ${WORKER}.\n`;
  expect(words(hung("rmmod", 88, other, "demo_exit"))).not.toContain("the kernel says who");
});
