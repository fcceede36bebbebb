import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { judgeText } from "../fix/bench.ts";

function verdictOf(use: string): Promise<Verdict> {
  return judgeText(`#include <linux/module.h>
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
`);
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
