import { expect, test } from "vitest";
import { diagnose, readCrashes, type Diagnosis } from "../../src/oops/index.ts";

const told = (log: string): Diagnosis => {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes);
};

const hung = (...functions: string[]): string =>
  `INFO: task rmmod:88 blocked for more than 120 seconds.\nCall Trace:\n${[
    "__schedule",
    "schedule",
    ...functions,
  ]
    .map((name) => ` ${name}+0x1/0x2\n`)
    .join("")}`;

const EXIT = ["foo_exit", "__do_sys_delete_module", "do_syscall_64"];

test.each([
  [
    ["schedule_timeout", "wait_for_completion", "kthread_park"],
    "the thread to call kthread_parkme()",
    "kthread-never-stops",
  ],
  [["wait_for_completion", "__flush_work", "kthread_flush_worker"], "the kthread_worker to run", "deadlock"],
  [
    ["wait_for_completion", "__flush_work", "__cancel_work_timer", "cancel_work_sync"],
    "the work function to return",
    "deadlock",
  ],
  [["wait_for_completion", "flush_workqueue"], "every work item of the queue", "deadlock"],
  [["del_timer_sync"], "the timer's callback to return", "deadlock"],
  [["timer_delete_sync"], "the timer's callback to return", "deadlock"],
  [["wait_for_completion", "__wait_rcu_gp", "synchronize_rcu"], "a grace period", undefined],
  [["schedule_timeout", "wait_for_completion"], "a complete() that", "kthread-lost-wakeup"],
])("an exit function that hangs in %j is told whom it waits for", (functions, whom, rule) => {
  const { summary, evidence, rule: named } = told(hung(...functions, ...EXIT));
  expect(summary).toContain(`which waits for ${whom}`);
  expect(named).toBe(rule);
  expect(evidence.filter(({ text }) => text.startsWith("a usual reason")).length).toBeGreaterThan(1);
});

test("a wait for a completion outside of an unload blames no thread", () => {
  expect(told(hung("wait_for_completion", "foo_read")).rule).toBeUndefined();
});

test("a thread that sleeps in kthread() itself was never woken", () => {
  const { rule, evidence } = told(hung("schedule_preempt_disabled", "kthread", "ret_from_fork"));
  expect(rule).toBe("kthread-never-ran");
  expect(evidence).toContainEqual(expect.objectContaining({ certainty: "certain" }));
});

test("what a kernel thread is entered by is not what it hangs in, by whatever name an older kernel knows it", () => {
  for (const entry of ["kernel_thread_helper", "kernel_thread_starter", "ret_from_kernel_thread"])
    expect(readCrashes(hung("kthread", entry))[0]?.function).toBe("kthread");
});

test("a thread that sleeps in its function was woken", () => {
  expect(told(hung("foo_thread", "kthread", "ret_from_fork")).rule).toBeUndefined();
});

const oops = (
  count: number,
  taint: string,
): string => `BUG: kernel NULL pointer dereference, address: 0000000000000018
Oops: 0000 [#${count}] SMP
CPU: 0 PID: 88 Comm: cat ${taint} 6.1.0 #1
RIP: 0010:foo_read+0x1c/0x7c [foo]
`;
const begin = (log: string): boolean =>
  told(log).next.some((step) => step.startsWith("begin with the first crash"));

test.each([
  [oops(7, "Tainted: G      D   "), "[#7]: 6 oopses came before this one, and not in this log"],
  [
    oops(1, "Tainted: G        W "),
    "taint W: a WARN, or a report of sleep in atomic context, came before this one, and is not in this log",
  ],
])("a crash that is not the first of its boot says so", (log, words) => {
  expect(told(log).evidence).toContainEqual(expect.objectContaining({ certainty: "certain", text: words }));
  expect(begin(log)).toBe(true);
});

test("the first crash of its boot is the one to begin with", () => {
  expect(begin(oops(1, "Not tainted"))).toBe(false);
});

test("a count that the log accounts for leaves nothing missing", () => {
  const crashes = readCrashes(
    oops(1, "Not tainted") + oops(2, "Tainted: G      D   ").replace("foo_read", "bar_read"),
  );
  const [, second] = crashes;
  if (!second) throw new Error("no second crash found");
  expect(diagnose(second, crashes).evidence.map(({ text }) => text)).not.toContainEqual(
    expect.stringContaining("[#2]"),
  );
});

test("a pid below zero and an empty name tell of memory that was overwritten", () => {
  const log = oops(1, "Not tainted").replace("PID: 88 Comm: cat", "PID: -1999999999 Comm: ");
  expect(told(log).evidence.map(({ text }) => text)).toContainEqual(
    expect.stringContaining("was overwritten"),
  );
});
