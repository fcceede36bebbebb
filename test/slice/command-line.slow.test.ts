import { expect, test } from "vitest";
import { NO_THREAD_IN_PART } from "../../src/run/part-limits.ts";
import { alone, judgePart } from "./harness.ts";

/** A debug port: the kernel's command line names it, an initcall begins its thread, a later one ends what the first began. */
function port(reads: string, later: string): string {
  return `#include <linux/kthread.h>
#include <owl/port.h>

static struct owl_io owl_io;
#define owl_mode (owl_ops == &owl_io)
static int owl_wait;
static struct task_struct *owl_task;

static int __init owl_parse(char *text)
{
	owl_wait = simple_strtoul(text, &text, 10);
	return 0;
}
${reads}

static int owl_listen(void *data)
{
	while (owl_is_on())
		schedule_timeout_interruptible(owl_wait * HZ);
	return 0;
}

static int __init owl_start(void)
{
	if (owl_mode && owl_wait)
		owl_task = kthread_run(owl_listen, NULL, "owl");
	return 0;
}
device_initcall(owl_start);
${later}
`;
}

const STOPS = `
static int __init owl_settle(void)
{
	if (!IS_ERR_OR_NULL(owl_task))
		kthread_stop(owl_task);
	return 0;
}
late_initcall(owl_settle);`;

test("what the kernel's command line sets is there before the first initcall", async () => {
  const verdict = await judgePart(alone("owl.c", port('early_param("owl", owl_parse);', "")), "6.1");
  expect(verdict.outcome).toBe("safe");
  expect(verdict.coverage).not.toContain(NO_THREAD_IN_PART);
  const stopped = await judgePart(alone("owl.c", port('__setup("owl=", owl_parse);', STOPS)), "6.1");
  expect(stopped.findings.map(({ rule }) => rule)).toContain("kthread-stop-after-exit");
});

test("what is only called when it likes comes too late for an initcall, as in a module, which has no such word", async () => {
  const verdict = await judgePart(alone("owl.c", port("EXPORT_SYMBOL(owl_parse);", STOPS)), "6.1");
  expect(verdict.coverage).toContain(NO_THREAD_IN_PART);
});
