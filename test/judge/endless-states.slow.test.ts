import { expect, test } from "vitest";
import { defaultArch } from "../../src/core/kernel-version.ts";
import type { Verdict } from "../../src/core/finding.ts";
import { judgeModule } from "../../src/judge/index.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import type { RunOptions } from "../../src/run/run.ts";
import { buildPart } from "../../src/slice/build-part.ts";
import { buildWholeOrPart } from "../../src/slice/index.ts";
import { buildOptions } from "../run/harness.ts";
import { alone } from "../slice/harness.ts";

/** What a timer and a thread do to one another has no end of states: `beats` only grows, and which of seven it is decides something. */
const module = (ending: string): string => `#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/atomic.h>

static DECLARE_WAIT_QUEUE_HEAD(woken);
static atomic_t due = ATOMIC_INIT(0), beats = ATOMIC_INIT(0);
static struct timer_list pulse;
static struct task_struct *worker;

static void pulsed(struct timer_list *t)
{
	atomic_set(&due, 1);
	wake_up(&woken);
	mod_timer(&pulse, jiffies + HZ);
}

static int work(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(woken, atomic_read(&due) || kthread_should_stop());
		${ending}
		if (atomic_inc_return(&beats) % 7 == 0)
			pr_info("beat\\n");
		atomic_set(&due, 0);
	}
	return 0;
}

static int __init start(void)
{
	timer_setup(&pulse, pulsed, 0);
	worker = kthread_run(work, NULL, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	mod_timer(&pulse, jiffies + HZ);
	return 0;
}

static void __exit stop(void)
{
	del_timer_sync(&pulse);
	kthread_stop(worker);
}
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

const headers = () => () => undefined;

async function judged(text: string, more: Partial<RunOptions> = {}): Promise<Verdict> {
  const source = alone("pulse.c", text);
  const how = buildOptions("6.12", defaultArch("6.12"));
  const build = (part: "never" | "always") => buildWholeOrPart(source, how, { part, headers });
  const options = { source: sourceOf(source), limits: { states: 2_000 }, ...more };
  return judgeModule(source, await build("never"), options, {
    part: () => build("always"),
    outline: async () => (await buildPart(source, how, headers(), "outline")).program,
  });
}

test("a module whose states have no end is safe in the outline of its threads, and the verdict says what was searched", async () => {
  const { outcome, scope, coverage } = await judged(module(""));
  expect([outcome, scope]).toEqual(["safe", "part"]);
  expect(coverage.join("\n")).toContain("only the outline of the part that kernel threads live in was run");
  expect(coverage.join("\n")).toMatch(/in \d+ states of the whole module, which are not all, nothing failed/);
});

test("one whose thread may end by itself is not", async () => {
  expect(
    (await judged(module("if (signal_pending(current) || atomic_read(&beats) > 9) break;"))).outcome,
  ).not.toBe("safe");
});

test("who takes nothing for granted is told how far the search came", async () => {
  expect((await judged(module(""), { strict: true })).outcome).toBe("bounded");
});

test("nor is one whose timer stops a thread beside its exit function", async () => {
  const text = module("").replace(
    "atomic_set(&due, 1);",
    "atomic_set(&due, 1); if (atomic_read(&beats) > 9) send_sig(9, worker, 0);",
  );
  expect((await judged(text)).outcome).not.toBe("safe");
});

test("nor where two processes were asked for, which a part does not have", async () => {
  expect((await judged(module(""), { world: { users: 2, loads: 1 } })).outcome).toBe("bounded");
});
