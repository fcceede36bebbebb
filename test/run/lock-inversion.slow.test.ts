import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeText } from "../fix/bench.ts";
import { FIXTURES } from "./harness.ts";

const headers = (name: string): string =>
  readFileSync(join(FIXTURES, name), "utf8").replace(
    '#include "callbacks.h"',
    readFileSync(join(FIXTURES, "callbacks.h"), "utf8"),
  );
const HARD = headers("irq-lock-hard.c");
const TIMER = headers("irq-lock-timer.c");

test("the witness has the handler come while the lock is held, and the kernel is said to stand still", async () => {
  const { findings } = await judgeText(HARD);
  expect(findings.map(({ rule }) => rule)).toEqual(["irq-lock-inversion"]);
  const said = findings[0]?.witness?.steps.map(({ task, text }) => `${task}: ${text}`).join("\n");
  expect(said).toMatch(
    /insmod: spin_lock_bh\(&lock\)[^]*interrupt: .*handle[^]*interrupt: spin_lock\(&lock\)/,
  );
  expect(findings[0]?.predicted?.map(({ headline }) => headline)).toEqual([
    "watchdog: Watchdog detected hard LOCKUP on cpu 0",
    "nothing: it goes unnoticed",
  ]);
});

test("a softirq that spins is told as a soft lockup of the task below it", async () => {
  const { findings } = await judgeText(TIMER);
  expect(findings[0]?.predicted?.[0]).toMatchObject({
    headline: expect.stringMatching(/^watchdog: BUG: soft lockup - CPU#0 stuck for 22s! \[insmod:\d+\]/),
    function: "_raw_spin_lock",
  });
});

test.each([
  ["the thread of an interrupt", HARD, "request_irq(19, handle,", "request_threaded_irq(19, NULL, handle,"],
  [
    "a handler that was under way when the lock was taken, and cannot come again (as in lib8390.c)",
    HARD,
    "spin_lock_bh(&lock);\n\tlost = seen;\n\tspin_unlock_bh(&lock);",
    "disable_irq_nosync(19);\n\tspin_lock(&lock);\n\tlost = seen;\n\tspin_unlock(&lock);\n\tenable_irq(19);",
  ],
  [
    "a timer that was deleted before, and may be running",
    TIMER,
    "spin_lock(&lock);\n\tticks = 0;",
    "DELETE_TIMER(&timer);\n\tspin_lock(&lock);\n\tticks = 0;",
  ],
  [
    "a lock that is tried for only",
    TIMER,
    "\tspin_lock(&lock);\n\tticks++;",
    "\tif (!spin_trylock(&lock))\n\t\treturn;\n\tticks++;",
  ],
])("%s does not come on top of who holds the lock", async (_what, text, from, to) => {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(await judgeText(changed)).toMatchObject({ outcome: "safe", findings: [] });
});

test("a timer that interrupts keep away from, but not a lock of its own, is told as well: a hard interrupt on top of a softirq", async () => {
  const both = TIMER.replace(
    "static int __init start",
    `static irqreturn_t handle(int irq, void *dev)
{
	spin_lock(&lock);
	spin_unlock(&lock);
	return IRQ_HANDLED;
}

static int __init start`,
  )
    .replace(
      "\tspin_lock(&lock);\n\tticks = 0;\n\tspin_unlock(&lock);",
      '\treturn request_irq(19, handle, 0, "x", &ticks);',
    )
    .replace("DELETE_TIMER_SYNC(&timer);", "DELETE_TIMER_SYNC(&timer);\n\tfree_irq(19, &ticks);");
  const { findings } = await judgeText(both);
  expect(findings).toMatchObject([
    { rule: "irq-lock-inversion", notes: [{ message: expect.stringMatching(/^a hard interrupt/) }] },
  ]);
});
