import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { judgeModule } from "../../src/judge/index.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildPart } from "../../src/slice/index.ts";
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
