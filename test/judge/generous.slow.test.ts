import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { judgeModule } from "../../src/judge/index.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildWholeOrPart, type Extent } from "../../src/slice/index.ts";
import { buildOptions, rulesOf } from "../run/harness.ts";
import { alone } from "../slice/harness.ts";

/** The thread is there once two devices are, of two kinds, which the driver keeps in its variables. */
const TWO_DEVICES = `#include <linux/module.h>
#include <linux/kthread.h>
#include <stove/bus.h>

static struct {
	struct stove_client *fan;
	struct stove_client *gauge;
	int is_running;
	struct task_struct *task;
} stove;

static int stove_control(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static int stove_probe(struct stove_client *client)
{
	switch (client->kind) {
	case STOVE_FAN:
		stove.fan = client;
		break;
	case STOVE_GAUGE:
		stove.gauge = client;
		break;
	}
	if (!stove.is_running && stove.fan && stove.gauge) {
		stove.is_running = 1;
		stove.task = kthread_run(stove_control, NULL, "stove");
	}
	return 0;
}

static void stove_remove(struct stove_client *client)
{
	if (stove.is_running) {
		stove.is_running = 0;
		kthread_stop(stove.task);
	}
}

static struct stove_driver stove_driver = {
	.probe = stove_probe,
	.remove = stove_remove,
};
module_stove_driver(stove_driver);
MODULE_LICENSE("GPL");
`;

/** The thread is there where what the board says of its size is not 0. */
const SIZE_OF_BOARD = `#include <linux/module.h>
#include <linux/kthread.h>
#include <kiln/bus.h>

struct kiln_board {
	u32 rooms;
	u32 chimneys;
};

static struct task_struct *task;

static int kiln_burn(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static int kiln_default(struct kiln_board *board)
{
	if (kiln_is_small())
		board->rooms = 0;
	return 0;
}

static int kiln_probe(struct kiln_device *dev)
{
	struct kiln_board *board = kiln_get_platdata(dev);

	if (!board)
		return -ENODEV;
	kiln_default(board);
	if (board->rooms == 0)
		return -EINVAL;
	task = kthread_run(kiln_burn, NULL, "kiln");
	return 0;
}

static void kiln_remove(struct kiln_device *dev)
{
	kthread_stop(task);
}

static struct kiln_driver kiln_driver = {
	.probe = kiln_probe,
	.remove = kiln_remove,
};
module_kiln_driver(kiln_driver);
MODULE_LICENSE("GPL");
`;

async function judge(name: string, text: string, isGenerous: boolean): Promise<Verdict> {
  const source = alone(name, text);
  const build = (extent: Extent): ReturnType<typeof buildWholeOrPart> =>
    buildWholeOrPart(source, buildOptions("6.12", defaultArch("6.12")), {
      part: "always",
      extent,
      headers: () => () => undefined,
    });
  const parts = isGenerous ? { generous: () => build("generous") } : {};
  return judgeModule(source, await build("part"), { faults: true, source: sourceOf(source) }, parts);
}

test("a thread that is created when two devices are there is found where a second one comes", async () => {
  const one = await judge("stove.c", TWO_DEVICES, false);
  expect(one.outcome).toBe("undecided");
  expect(one.coverage).toContain("no run of this part creates a thread");
  const two = await judge("stove.c", TWO_DEVICES, true);
  expect(rulesOf(two)).toEqual(["kthread-err-ptr"]);
});

test("a number of the board's that is asked for 0 may be another where no thread is created without", async () => {
  expect((await judge("kiln.c", SIZE_OF_BOARD, false)).outcome).toBe("undecided");
  expect(rulesOf(await judge("kiln.c", SIZE_OF_BOARD, true))).toEqual(["kthread-err-ptr"]);
});

test("so it is of a module that compiles, which the model begins no thread of", async () => {
  const whole = TWO_DEVICES.replace(
    "#include <stove/bus.h>",
    "struct stove_client {\n\tint kind;\n};\nenum { STOVE_FAN, STOVE_GAUGE };\n" +
      "struct stove_driver {\n\tint (*probe)(struct stove_client *client);\n\tvoid (*remove)(struct stove_client *client);\n};",
  ).replace(
    "module_stove_driver(stove_driver);",
    "static int __init stove_init(void)\n{\n\treturn stove_register_driver(&stove_driver);\n}\nmodule_init(stove_init);",
  );
  const source = alone("stove.c", whole);
  const build = (part: "never" | "always", extent: Extent): ReturnType<typeof buildWholeOrPart> =>
    buildWholeOrPart(source, buildOptions("6.12", defaultArch("6.12")), {
      part,
      extent,
      headers: () => () => undefined,
    });
  const verdict = await judgeModule(
    source,
    await build("never", "part"),
    { faults: true, source: sourceOf(source) },
    { part: () => build("always", "part"), generous: () => build("always", "generous") },
  );
  expect(rulesOf(verdict)).toEqual(["kthread-err-ptr"]);
});
