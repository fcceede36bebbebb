import { expect, test } from "vitest";
import { runModule } from "../../src/run/run.ts";
import type { Verdict } from "../../src/core/finding.ts";
import { benchFor, moduleOf } from "../fix/bench.ts";

async function verdictOf(use: string): Promise<Verdict> {
  const text = `#include <linux/module.h>
extern int kernel_secret;
extern struct list_head secret_list;
static void *kept;
static int __init start(void)
{
	${use}
	return 0;
}
static void __exit finish(void)
{
}
module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`;
  return runModule(await benchFor("6.12").build(moduleOf(text), "6.12"), { source: () => text });
}

test("a variable of the kernel's that the model lacks ends the run where it is touched, and is no NULL pointer", async () => {
  const { outcome, coverage } = await verdictOf('if (kernel_secret) pr_info("known\\n");');
  expect([outcome, coverage[0]]).toEqual([
    "undecided",
    "module.c:7: uses kernel_secret, a variable that unoops does not model",
  ]);
});

test("an address of such a variable may be taken", async () => {
  expect((await verdictOf("kept = &secret_list;")).outcome).toBe("safe");
});
