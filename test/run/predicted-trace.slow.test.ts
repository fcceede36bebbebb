import { join } from "node:path";
import { expect, test } from "vitest";
import { withFiles } from "../run-command.ts";
import { FIXTURES, judge } from "./harness.ts";

test("a predicted trace has the kernel's functions alone: none of the model's own", async () => {
  const { findings } = await judge(join(FIXTURES, "deadlock-abba.c"), "6.12");
  const traces = findings.flatMap(({ predicted = [] }) => predicted.map(({ trace }) => trace));
  expect(traces.length).toBeGreaterThan(0);
  expect(traces.flat()).toContain("mutex_lock");
  expect(traces.flat().filter((name) => name.startsWith("unoops_"))).toEqual([]);
});

test.each([
  ["4.4", []],
  ["4.14", ["__check_object_size"]],
  ["6.1", ["usercopy_abort"]],
] as const)(
  "what lies behind an object of kmalloc() is copied unnoticed, but where linux %s looks at what it copies",
  async (kernel, functions) => {
    const { findings } = await judge(join(FIXTURES, "read-at-place.c"), kernel);
    const predicted = findings.flatMap((finding) => finding.predicted ?? []);
    const printed = predicted.filter(({ text }) => text.length > 0);
    expect(printed.map((way) => way.function)).toEqual(functions);
    expect(printed.map(({ when }) => when)).toEqual(functions.map(() => "CONFIG_HARDENED_USERCOPY is on"));
    expect(predicted.length).toBe(printed.length + 1); // and silence
    expect(printed.flatMap(({ trace }) => trace)).not.toContain("come_to_pass");
  },
);

test("BUG() of the kernel's own is printed as such, at a place that is not known", async () => {
  const { findings } = await judge(join(FIXTURES, "inode-not-cleared.c"), "6.1");
  expect(
    findings.flatMap(({ predicted = [] }) => predicted.map((way) => [way.headline, way.function])),
  ).toEqual([["kernel BUG at x:x!", "evict"]]);
});

test.each([
  ["4.4", []],
  ["6.1", ["kernel BUG at mm/slub.c:x!", "kernel BUG at mm/slub.c:x!"]],
] as const)(
  "an object that is freed twice in a row is noticed by linux %s: %j",
  async (kernel, headlines) => {
    const { findings } = await judge(join(FIXTURES, "file-made-and-removed.c"), kernel);
    const printed = findings.flatMap(({ predicted = [] }) => predicted.filter(({ text }) => text.length > 0));
    expect(printed.map(({ headline }) => headline)).toEqual(headlines);
  },
);

test("a worker looks at a work before it runs it: where the module took it along, the crash is in worker_thread()", async () => {
  const { findings } = await judge(join(FIXTURES, "work-requeues.c"), "6.1");
  expect(findings.flatMap(({ predicted = [] }) => predicted.map((way) => way.function))).toEqual([
    "worker_thread",
  ]);
});

test.each([
  ["4.4", []],
  ["4.19", ["kernel BUG at lib/string.c:x!"]],
  ["6.1", ["kernel BUG at lib/string_helpers.c:x!"]],
  [
    "7.2",
    [
      "WARNING: lib/string_helpers.c:x at __fortify_report, CPU#0: user/101",
      "kernel BUG at lib/string_helpers.c:x!",
    ],
  ],
] as const)(
  "a copy past an object that the compiler knows ends in linux %s as CONFIG_FORTIFY_SOURCE has it, or unnoticed",
  async (kernel, headlines) => {
    const { findings } = await judge(join(FIXTURES, "length-from-user.c"), kernel);
    const predicted = findings.flatMap((finding) => finding.predicted ?? []);
    const printed = predicted.filter(({ text }) => text.length > 0);
    expect(
      printed.flatMap(({ headline, also = [] }) => [...also.map((one) => one.headline), headline]),
    ).toEqual(headlines);
    expect(printed.map(({ when }) => when)).toEqual(printed.map(() => "CONFIG_FORTIFY_SOURCE is on"));
    expect(predicted.length).toBe(printed.length + 1); // and silence
  },
);

test.each([
  ["4.4", { on: undefined, off: "BUG: scheduling while atomic" }],
  ["6.1", { on: "WARNING", off: "BUG: scheduling while atomic" }],
] as const)(
  "a reader that sleeps is warned of by RCU in linux %s where readers may be preempted, and by the scheduler where they may not",
  async (kernel, { on, off }) => {
    const { findings } = await judge(join(FIXTURES, "sysrq-sleeps.c"), kernel);
    const predicted = findings.flatMap((finding) => finding.predicted ?? []);
    const headlineWith = (state: string): string | undefined =>
      predicted
        .filter(({ when, text }) => when.includes(`CONFIG_PREEMPT_RCU is ${state}`) && text.length > 0)
        .map(({ headline }) => headline)[0];
    expect(headlineWith("on")?.startsWith(on ?? "")).toBe(on === undefined ? undefined : true);
    expect(headlineWith("off")).toMatch(off);
  },
);

test.each([
  ["4.4", "CONFIG_DEBUG_SET_MODULE_RONX", "Oops: 80f"],
  ["6.1", "CONFIG_STRICT_MODULE_RWX", "Oops: 0003"],
] as const)(
  "who writes to a literal faults in linux %s with %s, and changes it without",
  async (kernel, option, oops) => {
    const { findings } = await judge(join(FIXTURES, "cut-literal.c"), kernel);
    const predicted = findings.flatMap((finding) => finding.predicted ?? []);
    expect(predicted.map(({ when }) => when)).toEqual([`${option} is on`, `${option} is off`]);
    expect(predicted.map((way) => way.function)).toEqual(["strsep", ""]);
    expect(predicted[0]?.text.join("\n")).toContain(oops);
  },
);

test("what lies behind a literal is read unnoticed", async () => {
  const { findings } = await judge(join(FIXTURES, "read-past-literal.c"), "6.1");
  const predicted = findings.flatMap((finding) => finding.predicted ?? []);
  expect(predicted.map(({ headline }) => headline)).toEqual(["nothing: it goes unnoticed"]);
});

test.each(["4.4", "6.1"] as const)(
  "vfree() takes the mapping away: who uses such memory in linux %s faults at once, wherever it lay",
  async (kernel) => {
    const { findings } = await judge(join(FIXTURES, "large-store.c"), kernel);
    const [way, another] = findings.flatMap((finding) => finding.predicted ?? []);
    expect(way).toMatchObject({ function: "store_exit [large_store]", when: "always" });
    expect(way?.headline).toMatch(
      /paging request at virtual address x{8}$|page fault for address: ffffx{12}$/,
    );
    expect(way).not.toHaveProperty("address");
    expect(another).toBeUndefined();
  },
);

test.each([
  ["4.4", []],
  ["5.10", ["BUG: stack guard page was hit at x (stack is x..x)"]],
  ["6.1", ["BUG: TASK stack guard page was hit at x (stack is x..x)"]],
] as const)(
  "a stack that overflows in linux %s meets a page that is not there, where stacks have one",
  async (kernel, headlines) => {
    const { findings } = await judge(join(FIXTURES, "notifier-calls-itself.c"), kernel);
    const predicted = findings.flatMap((finding) => finding.predicted ?? []);
    const printed = predicted.filter(({ text }) => text.length > 0);
    expect(printed.map(({ headline }) => headline)).toEqual(headlines);
    expect(printed.map(({ when }) => when)).toEqual(headlines.map(() => "CONFIG_VMAP_STACK is on"));
  },
);

test.each([
  ["5.10", "include/linux/thread_info.h:x", "identity_read [copy_past_object]"],
  ["6.12", "mm/maccess.c:x", "__copy_overflow"],
] as const)(
  "a warning stands at a line of the kernel's that is not known, in the function that linux %s has it in",
  async (kernel, place, name) => {
    const { findings } = await judge(join(FIXTURES, "copy-past-object.c"), kernel);
    const [warned] = findings.flatMap((finding) => finding.predicted ?? []);
    expect(warned?.headline).toBe(`WARNING: CPU: 0 PID: 101 at ${place} ${name}`);
    expect(warned?.trace[0]).toBe(name);
  },
);

test.each([
  ["reboot-stops-thread.c", ["kthread_stop", "notifier_call_chain", "blocking_notifier_call_chain"]],
  ["file-removes-itself.c", ["kobject_del", "kobject_release", "kobject_put"]],
  ["rule-outlives.c", []],
] as const)(
  "what our services do by functions of their own is in no predicted trace: %s",
  async (file, innermost) => {
    const { findings } = await judge(join(FIXTURES, file), "6.12");
    const [told] = findings.flatMap((finding) => finding.predicted ?? []);
    expect(told?.trace.slice(0, 3)).toEqual(innermost);
    expect(told?.text.filter((line) => /^RIP: 0010:$/.test(line))).toEqual([]);
  },
);

test("a function of the module's that is called like one of the model's is in the trace by its own name", async () => {
  const text = `#include <linux/module.h>
static int *nothing;
static noinline int call_chain(void) { return *READ_ONCE(nothing) + 1; }
static int __init calls_init(void) { return call_chain() + 1; }
module_init(calls_init);
MODULE_LICENSE("GPL");
`;
  const { findings } = await withFiles({ "calls.c": text }, (folder) =>
    judge(join(folder, "calls.c"), "6.12"),
  );
  const [told] = findings.flatMap((finding) => finding.predicted ?? []);
  expect(told?.trace.slice(0, 2)).toEqual(["call_chain [calls]", "calls_init [calls]"]);
});
