import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXAMPLES, rulesOf } from "../run/harness.ts";
import { alone, judgePart } from "./harness.ts";

const DRIVER = join(EXAMPLES, "wifi-events.c");
const driver = readFileSync(DRIVER, "utf8");

test("a driver of which no header is there has its thread bugs found, as a part of it", async () => {
  const verdict = await judgePart(alone(DRIVER, driver), "4.4");
  expect(verdict.scope).toBe("part");
  expect(rulesOf(verdict)).toEqual(["kthread-unreferenced-read", "kthread-stop-after-exit"]);
});

test("a finding in a part names the driver's own lines, and what was assumed on the way", async () => {
  const { findings } = await judgePart(alone(DRIVER, driver), "4.4");
  const stop = findings.find(({ rule }) => rule === "kthread-stop-after-exit");
  const line = driver.split("\n").findIndex((text) => text.includes("kthread_stop(listener.thread)")) + 1;
  expect(stop?.span).toMatchObject({ file: DRIVER, line });
  expect(stop?.notes.map(({ message }) => message)).toContain(
    "assuming: listener_open(wl) < 0 (wifi-events.c:87)",
  );
});

test("a copy of a driver that lies elsewhere is told by its own path, though its part is the same", async () => {
  for (const path of ["/one/wifi-events.c", "/another/wifi-events.c"]) {
    const { findings } = await judgePart(alone(path, driver), "4.4");
    expect(findings.map(({ span }) => span.file)).toContain(path);
  }
});

test("a driver whose thread waits for its stop is safe in part, and the verdict says that it is a part", async () => {
  const patient = driver.replace(
    "	sock_release(wl->sock);\n	return 0;",
    "	sock_release(wl->sock);\n	while (!kthread_should_stop())\n		schedule_timeout_uninterruptible(1);\n	return 0;",
  );
  const waits = patient
    .replace("		return -ENOTCONN;", "		goto wait;")
    .replace(
      "	while (!kthread_should_stop())\n		schedule",
      "wait:\n	while (!kthread_should_stop())\n		schedule",
    );
  const verdict = await judgePart(alone(DRIVER, waits), "4.4");
  expect(verdict).toMatchObject({ outcome: "safe", scope: "part", findings: [] });
  expect(verdict.coverage.join(" ")).toContain("only the part that kernel threads live in was run");
});

test("a part is no verdict for who takes nothing for granted", async () => {
  const verdict = await judgePart(
    alone(
      DRIVER,
      driver.replace("	force_sig(SIGKILL, listener.thread);\n	kthread_stop(listener.thread);\n", ""),
    ),
    "4.4",
    { strict: true },
  );
  expect(verdict.outcome).not.toBe("safe");
});

test("a file without a thread has no such part", async () => {
  await expect(judgePart(alone("empty.c", "int x;\n"), "6.12")).rejects.toThrow("no thread is created");
});

test("a function that is called like the thread is still the one that unloading calls", async () => {
  const verdict = await judgePart(
    alone("wifi.c", driver.replaceAll("wifi_events_exit", "wifi").replace('"wifi-events"', '"wifi"')),
    "4.4",
  );
  expect(rulesOf(verdict)).toContain("kthread-stop-after-exit");
});

test("a variable that another file defines, and a header of the driver's declares, holds the thread", async () => {
  const text = `#include "mill.h"
static int grind(void *data)
{
	while (!kthread_should_stop()) {
		if (mill_failed())
			break;
		schedule_timeout_interruptible(HZ);
	}
	return 0;
}
static int __init mill_init(void)
{
	mill_conf.grinder = kthread_run(grind, NULL, "mill");
	return PTR_ERR_OR_ZERO(mill_conf.grinder);
}
static void __exit mill_exit(void)
{
	kthread_stop(mill_conf.grinder);
}
module_init(mill_init);
module_exit(mill_exit);
`;
  const source = alone("mill.c", text);
  const files = new Map([
    ...source.files,
    [
      "module/mill.h",
      "struct mill_conf { struct task_struct *grinder; };\nextern struct mill_conf mill_conf;\n",
    ] as const,
  ]);
  expect(rulesOf(await judgePart({ ...source, files }, "6.1"))).toEqual(["kthread-stop-after-exit"]);
});

test("constants that no header is there for are told apart, however many there are", async () => {
  const others = Array.from({ length: 40 }, (_, at) => `	case MILL_${at}: return mill_ask(${at});\n`).join(
    "",
  );
  const text = `static struct task_struct *grinder;
static int grind(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}
long mill_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
${others}	case MILL_STOP:
		if (grinder)
			kthread_stop(grinder);
		grinder = NULL;
		return 0;
	}
	return -ENOTTY;
}
static const struct file_operations fops = { .unlocked_ioctl = mill_ioctl };
static int __init mill_init(void)
{
	grinder = kthread_run(grind, NULL, "mill");
	return PTR_ERR_OR_ZERO(grinder);
}
static void __exit mill_exit(void)
{
	if (grinder)
		kthread_stop(grinder);
}
module_init(mill_init);
module_exit(mill_exit);
`;
  expect((await judgePart(alone("mill.c", text), "6.1")).outcome).toBe("safe");
});

test("a worker that is made and destroyed beside a thread is no thread that is left behind", async () => {
  const text = `#include <linux/module.h>
#include <linux/kthread.h>
#include <press/bus.h>

struct press {
	struct task_struct *feeder;
	struct kthread_worker *worker;
};

static int feed(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int press_probe(struct press_device *dev)
{
	struct press *p = press_get_drvdata(dev);

	p->feeder = kthread_run(feed, p, "press");
	if (IS_ERR(p->feeder))
		return PTR_ERR(p->feeder);
	p->worker = kthread_run_worker(0, "press");
	if (IS_ERR(p->worker)) {
		kthread_stop(p->feeder);
		return PTR_ERR(p->worker);
	}
	return 0;
}

static void press_remove(struct press_device *dev)
{
	struct press *p = press_get_drvdata(dev);

	kthread_destroy_worker(p->worker);
	kthread_stop(p->feeder);
}

static struct press_driver press_driver = {
	.probe = press_probe,
	.remove = press_remove,
};
module_press_driver(press_driver);
MODULE_LICENSE("GPL");
`;
  const verdict = await judgePart(alone("press.c", text), "7.2", { faults: true });
  expect(verdict.outcome).toBe("safe");
});
