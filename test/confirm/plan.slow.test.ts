import { join } from "node:path";
import { expect, test } from "vitest";
import { forceWitness } from "../../src/confirm/force/force.ts";
import { plan, poisonedPlan } from "../../src/confirm/plan.ts";
import { scenarioName } from "../../src/confirm/play/scenario.ts";
import { deedText } from "../../src/core/witness-words.ts";
import { readModule } from "../../src/host/module-files.ts";
import { EXAMPLES, FIXTURES, judge } from "../run/harness.ts";

const OPTIONS = { parameters: [], times: 1, forced: false };

test("a signal of the witness is sent on the real kernel", async () => {
  const path = join(EXAMPLES, "signal-exit.c");
  const scenarios = plan(await judge(path, "6.12"), readModule([path]), OPTIONS);
  expect(scenarios.map(({ signals }) => signals)).toContainEqual([10]);
});

test.each([
  ["file-starts-thread.c", "echo 1 > /dev/control", "loaded"],
  ["param-ends-thread.c", "echo 1 > /sys/module/param_ends_thread/parameters/quit", "loaded"],
  ["proc-stops-first.c", "cat /proc/worker", "unloading"],
  ["ioctl-runs-twice.c", "ioctl(/dev/control, 0x6b02) with a 0", "loaded"],
  ["mount-without-owner.c", "mount -t hellofs /dev/loop0 /mnt", "loaded"],
  ["mount-without-owner.c", "umount /mnt", "unloaded"],
])("what user space does in the witness of %s is done on the real kernel: %s", async (name, deed, when) => {
  const path = join(FIXTURES, name);
  const scenarios = plan(await judge(path, "6.12"), readModule([path]), OPTIONS);
  const uses = scenarios.flatMap((scenario) => (scenario.uses === "every file" ? [] : scenario.uses));
  expect(uses.map((use) => [deedText(use.deed), use.when])).toContainEqual([deed, when]);
});

test("what is done with a file that is still open is done so on the real kernel", async () => {
  const path = join(FIXTURES, "session-starts-twice.c");
  const [scenario] = plan(await judge(path, "6.12"), readModule([path]), OPTIONS);
  expect(scenario && scenarioName(scenario)).toBe(
    "ioctl(/dev/session, 0x1) with a 0, then, still open, ioctl(/dev/session, 0x1) with a 0",
  );
});

test("after a proof, each file that the module makes is used", async () => {
  const path = join(FIXTURES, "file-starts-thread-fixed.c");
  const scenarios = plan(await judge(path, "6.12"), readModule([path]), OPTIONS);
  expect(scenarios.map((scenario) => scenarioName(scenario))).toEqual([
    "every file used",
    "every file used, slub_debug",
  ]);
});

test("after a proof, every signal that the module allows is tried, in poisoned memory too", async () => {
  const path = join(FIXTURES, "family-signals.c");
  const verdict = { ...(await judge(path, "6.12")), findings: [], outcome: "safe" as const };
  const scenarios = plan(verdict, readModule([path]), OPTIONS);
  expect(scenarios.map(({ signals, variant }) => `${variant} ${signals.join()}`)).toEqual(
    expect.arrayContaining(["as shipped ", "slub_debug ", "as shipped 10", "slub_debug 10"]),
  );
});

test("a thread whose wake-up is lost waits before it announces its sleep", async () => {
  const path = join(FIXTURES, "lost-wakeup.c");
  const { findings } = await judge(path, "6.12");
  const steps = findings[0]?.witness?.steps ?? [];
  const { points } = forceWitness(readModule([path]), steps);
  expect(points.map(({ text }) => text)).toEqual(["set_current_state(TASK_UNINTERRUPTIBLE)"]);
});

test.each([
  ["led-freed-first.c", ["slub_debug", "slub_debug"]],
  ["deadlock-abba.c", []],
])(
  "what is about freed memory, and nothing else, is played in poisoned memory as well: %s",
  async (name, variants) => {
    const path = join(FIXTURES, name);
    const verdict = await judge(path, "6.12");
    const first = plan(verdict, readModule([path]), OPTIONS);
    expect(first.map(({ variant }) => variant)).not.toContain("slub_debug");
    expect(poisonedPlan(first, verdict).map(({ variant }) => variant)).toEqual(variants);
  },
);
