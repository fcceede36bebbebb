import { expect, test } from "vitest";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { modelNames } from "../../src/slice/model-names.ts";
import { DriverSlicer } from "../../src/slice/slice.ts";
import { readSource } from "../../src/source/index.ts";

const DRIVER = `#include <linux/module.h>
#include <linux/kthread.h>

static struct task_struct *digger;

static int dig(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init mole_init(void)
{
	digger = kthread_run(dig, NULL, "mole");
	return PTR_ERR_OR_ZERO(digger);
}

static void __exit mole_exit(void)
{
	int is_there = 0;

	is_there = 1;
	if (is_there)
		kthread_stop(digger);
}

module_init(mole_init);
module_exit(mole_exit);
`;

/** The line of the driver that says so. */
function lineOf(said: string): number {
  return DRIVER.slice(0, DRIVER.indexOf(said)).split("\n").length;
}

function slicer(): DriverSlicer {
  const model = modelNames(readKernelFiles().files);
  return new DriverSlicer(
    { files: [readSource("mole.c", DRIVER, {})], own: [], foreign: [], isBuiltIn: false },
    model,
    "part",
    new Set(),
  );
}

test("what the compiler refuses is any value, and where that is refused too, nobody knows what the variable holds", () => {
  const driver = slicer();
  expect(driver.slice().text).toContain("(is_there = 1)");
  const line = lineOf("is_there = 1;");
  expect(driver.refuse("mole.c", line)).toBe(true);
  expect(driver.slice().text).toMatch(/\(is_there = (unoops_value|0)/);
  expect(driver.refuse("mole.c", line)).toBe(true);
  const { text, lost } = driver.slice();
  expect(text).not.toContain("is_there =");
  expect(text).toContain("unoops_any(");
  expect(lost).toEqual([]);
  expect(driver.refuse("mole.c", line)).toBe(false);
});

test("an end that the compiler refuses is missed", () => {
  const driver = slicer();
  driver.slice();
  driver.refuse("mole.c", lineOf("kthread_stop(digger)"));
  expect(driver.slice().lost.join()).toContain("kthread_stop(digger)");
});

test("a test that the compiler refuses goes either way", () => {
  const driver = slicer();
  driver.slice();
  driver.refuse("mole.c", lineOf("if (is_there)"));
  const { text } = driver.slice();
  expect(text).toMatch(/if \(unoops_any\("[^"]*is_there/);
  expect(text).toContain("kthread_stop(digger)");
});
