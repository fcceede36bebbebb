import { expect, test } from "vitest";
import { judgeText } from "../fix/bench.ts";

const measuring = (result: string): string => `#include <linux/module.h>
#include <linux/slab.h>

static int __init measure(void)
{
	void *buffer = kmalloc(64, GFP_KERNEL);

	if (!buffer)
		return -ENOMEM;
	kfree(buffer);
	return ${result};
}

static void __exit done(void)
{
}

module_init(measure);
module_exit(done);
MODULE_LICENSE("GPL");
`;

async function coverageOf(text: string, faults = false): Promise<string> {
  return (await judgeText(text, { faults })).coverage.join("\n");
}

test("a module whose init function fails whatever happens is said to be never loaded, and with which error", async () => {
  expect(await coverageOf(measuring("-EAGAIN"))).toContain(
    "the module is never loaded: in every run its init function returns -EAGAIN",
  );
});

test("a module that is loaded in some run is not said to be never loaded", async () => {
  expect(await coverageOf(measuring("0"), true)).not.toContain("never loaded");
});
