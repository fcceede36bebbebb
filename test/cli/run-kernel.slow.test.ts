import { join } from "node:path";
import { expect, test } from "vitest";
import { registerRun } from "../../src/cli/run.ts";
import { runCommand, withFiles } from "../run-command.ts";
import { EXAMPLES } from "../run/harness.ts";

/** Outside of the folder that the command stands in. */
const CACHE = join(EXAMPLES, "../node_modules/.cache/unoops-test-commands");

const OLD = `#include <linux/module.h>
#include <linux/timer.h>
static struct timer_list timer;
static unsigned long beats;
static void beat(unsigned long step) { beats += step; }
static int __init start(void)
{
	setup_timer(&timer, beat, 2);
	mod_timer(&timer, jiffies + HZ);
	return 0;
}
static void __exit stop(void) { del_timer(&timer); }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test("a module is run for the kernel that it is made for, unless another was asked for", async () => {
  await withFiles({ "old.c": OLD }, async (folder) => {
    const any = await runCommand(registerRun, folder, ["run", "old.c"], CACHE);
    expect(any.stderr).toContain("it does not compile for linux 6.12, so it is run for linux 4.14");
    expect(any.stdout).toContain("bug: linux 4.14");
    expect(any.exit).toBe(1);
    const asked = await runCommand(registerRun, folder, ["run", "--kernel", "6.12", "old.c"], CACHE);
    expect(asked.stdout).not.toContain("bug: linux 4.14");
    expect(asked.exit).not.toBe(1);
  });
}, 240_000);
