import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { judgeModule } from "../../src/judge/index.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildPart } from "../../src/slice/build-part.ts";
import { buildOptions, rulesOf } from "../run/harness.ts";
import { alone } from "../slice/harness.ts";

/** The creation's error is kept as a handle; on the way to it the environment answers, of which only one answer leads there. */
const driver = (stop: string): string => `#include <linux/module.h>
#include <linux/kthread.h>
#include <pump/bus.h>

static struct task_struct *pump;

static int pump_run(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static int pump_probe(struct pump_device *dev)
{
	if (!pump_check_pressure(dev))
		return -ENODEV;
	if (pump_register(dev))
		return -EIO;
	pump = kthread_run(pump_run, NULL, "pump");
	return 0;
}

static void pump_remove(struct pump_device *dev)
{
	${stop}
}

static struct pump_driver pump_driver = {
	.probe = pump_probe,
	.remove = pump_remove,
};
module_pump_driver(pump_driver);
MODULE_LICENSE("GPL");
`;

async function judge(name: string, text: string): Promise<Verdict> {
  const source = alone(name, text);
  const { program } = await buildPart(source, buildOptions("6.12", defaultArch("6.12")), () => undefined);
  return judgeModule(source, program, { source: sourceOf(source) }, {});
}

test("what is read of a driver is looked for with failing calls, though nobody asked for them, and needs no odd answer", async () => {
  const verdict = await judge("pump.c", driver("kthread_stop(pump);"));
  expect(rulesOf(verdict)).toEqual(["kthread-err-ptr"]);
  expect(verdict.findings[0]?.needsFault).toBe(true);
  const notes = verdict.findings[0]?.notes.map(({ message }) => message) ?? [];
  expect(notes.filter((note) => note.startsWith("assuming:"))).toEqual([]);
});

test("a driver in which nothing is read wrong is safe in part", async () => {
  const verdict = await judge("pump-fixed.c", driver("if (!IS_ERR(pump))\n\t\tkthread_stop(pump);"));
  expect(verdict.outcome).toBe("safe");
});

/** A timer that is a variable, beside another one in an object whose end is in a file that is not there. */
const ringing = (end: string): string => `#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <bell/bus.h>

static struct task_struct *ringer;
static void strike(struct timer_list *unused)
{
	bell_strike();
}
static DEFINE_TIMER(clapper, strike);

static int ring(void *data)
{
	struct bell *bell = data;

	mod_timer(&clapper, jiffies + HZ);
	mod_timer(&bell->echo, jiffies + HZ);
	while (bell->loud && !kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	${end}
	return 0;
}

static void fade(struct timer_list *timer)
{
	struct bell *bell = container_of(timer, struct bell, echo);

	bell->loud = 0;
}

static int bell_probe(struct bell *bell)
{
	timer_setup(&bell->echo, fade, 0);
	ringer = kthread_run(ring, bell, "ringer");
	return PTR_ERR_OR_ZERO(ringer);
}

static void bell_remove(struct bell *bell)
{
	kthread_stop(ringer);
	bell_silence(bell);
}

static int __init bell_init(void)
{
	return bell_probe(bell_find());
}

static void __exit bell_exit(void)
{
	bell_remove(bell_find());
}
module_init(bell_init);
module_exit(bell_exit);
MODULE_LICENSE("GPL");
`;

test("of timers the one is watched that is read to outlive its driver", async () => {
  const verdict = await judge("bell.c", ringing(""));
  expect(rulesOf(verdict)).toEqual(["timer-outlives-module"]);
  const line = ringing("").split("\n").indexOf("	mod_timer(&clapper, jiffies + HZ);") + 1;
  expect(verdict.findings[0]?.origin?.line).toBe(line);
});

test("a timer whose end may be in another file is not watched", async () => {
  const verdict = await judge("bell-fixed.c", ringing("timer_delete_sync(&clapper);"));
  expect(verdict).toMatchObject({ outcome: "safe", findings: [] });
});

test("an ERR_PTR that was tested for NULL is what reading finds at its stop, though the run names the test", async () => {
  const created = 'pump = kthread_run(pump_run, NULL, "pump");\n';
  const tested = driver("kthread_stop(pump);").replace(
    created,
    `${created}\tif (!pump)\n\t\treturn -ENOMEM;\n`,
  );
  const verdict = await judge("pump.c", tested);
  expect(verdict.outcome).toBe("bug");
  expect(rulesOf(verdict)).toEqual(["kthread-null-check"]);
});
