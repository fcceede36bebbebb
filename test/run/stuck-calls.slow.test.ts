import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { judgeText } from "../fix/bench.ts";
import { rulesOf } from "./harness.ts";

/** A device whose read() waits for what nobody does. */
const reading = (wait: string): string => `#include <linux/module.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>
static DECLARE_WAIT_QUEUE_HEAD(queue);
static int ready;
static ssize_t look(struct file *file, char __user *to, size_t size, loff_t *at)
{
	${wait}
	return 0;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .read = look };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "look", .fops = &fops };
static int __init start(void)
{
	return misc_register(&device);
}
static void __exit finish(void)
{
	wake_up(&queue);
	misc_deregister(&device);
}
module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`;

const verdictOf = (wait: string): Promise<Verdict> => judgeText(reading(wait));

const STUCK = "a process that is stuck in look() (module.c:11)";

test.each([
  ["sleeps until nobody wakes it", "wait_event(queue, ready);"],
  ["goes round", "while (!READ_ONCE(ready)) cpu_relax();"],
  ["sleeps again and again", "while (!READ_ONCE(ready)) msleep(10);"],
])("that a system call %s is assumed not to be for ever, and said", async (_what, wait) => {
  const { outcome, assumptions } = await verdictOf(wait);
  expect([outcome, assumptions.join("\n")]).toEqual(["safe", expect.stringContaining(STUCK)]);
});

test.each([
  ["an interruptible wait", "if (wait_event_interruptible(queue, ready)) return -ERESTARTSYS;"],
  ["a killable wait", "if (wait_event_killable(queue, ready)) return -ERESTARTSYS;"],
  ["a loop that looks for signals", "while (!ready && !signal_pending(current)) cpu_relax();"],
  ["a loop that is told of them by its sleep", "while (!ready && !msleep_interruptible(10)) ;"],
])("a signal ends %s", async (_what, wait) => {
  const { outcome, assumptions } = await verdictOf(wait);
  expect([outcome, assumptions.join("\n")]).toEqual(["safe", expect.not.stringContaining("stuck")]);
});

test.each([
  ["a killable wait", "if (wait_event_killable(queue, ready)) BUG();"],
  ["fatal_signal_pending()", "for (;;) if (fatal_signal_pending(current)) BUG();"],
  ["signal_pending() of a process that does not sleep", "if (signal_pending(current)) BUG();"],
  ["msleep_interruptible()", "if (msleep_interruptible(10)) BUG();"],
])("the way behind a signal is run: %s", async (_what, wait) => {
  expect(rulesOf(await verdictOf(wait))).toEqual(["bug-reached"]);
});
