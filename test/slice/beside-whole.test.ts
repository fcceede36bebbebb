import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Toolchain } from "../../src/compile/toolchain.ts";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { buildWholeOrPart } from "../../src/slice/index.ts";
import { buildOptions } from "../run/harness.ts";
import { alone } from "./harness.ts";

/** A driver whose thread has a name that no cache knows, in the part either. */
function driver(include: string, looks: string): string {
  return `#include <linux/module.h>
#include <linux/kthread.h>
${include}
static struct task_struct *miner;
static int mine(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}
static int __init miner_init(void)
{
	${looks}
	miner = kthread_run(mine, NULL, "${randomUUID()}");
	return PTR_ERR_OR_ZERO(miner);
}
static void __exit miner_exit(void)
{
	kthread_stop(miner);
}
module_init(miner_init);
module_exit(miner_exit);
MODULE_LICENSE("GPL");
`;
}

/** Builds with a compiler that is said to be the system's. @returns units in the order in which they were begun and done */
async function compiled(text: string): Promise<{ steps: string[]; isPart: boolean; told: number }> {
  const options = buildOptions("6.12", defaultArch("6.12"));
  const steps: string[] = [];
  const toolchain: Toolchain = {
    ...options.toolchain,
    isSystems: true,
    run: async (tool, args, files, outputs) => {
      const unit = args.at(-1) ?? "";
      const isModules = tool === "clang" && unit.startsWith("module/");
      if (isModules) steps.push(`begins ${unit}`);
      const run = await options.toolchain.run(tool, args, files, outputs);
      if (isModules) steps.push(`ends ${unit}`);
      return run;
    },
  };
  let told = 0;
  const program = await buildWholeOrPart(
    alone("miner.c", text),
    { ...options, toolchain },
    { part: "auto", headers: () => () => undefined, onPart: () => told++ },
  );
  return { steps, isPart: program.part !== undefined, told };
}

test("where a header is missing, the part is compiled beside the whole that is likely to be refused", async () => {
  const { steps, isPart, told } = await compiled(
    driver(
      "#include <linux/no_such_mine.h>",
      "if (mine_of(&miner)->depth > MINE_DEPTH_LIMIT) return -ENODEV;",
    ),
  );
  expect([isPart, told]).toEqual([true, 1]);
  expect(steps.slice(0, 2).toSorted()).toEqual(["begins module/miner.c", "begins module/unoops_part.c"]);
});

test("what compiles is run as a whole, though its part was begun beside it", async () => {
  const { isPart, told } = await compiled(driver("#include <linux/no_such_mine.h>", ""));
  expect([isPart, told]).toEqual([false, 0]);
});

test("where no header is missing, nobody begins a part before the whole is refused", async () => {
  const { steps, isPart } = await compiled(
    driver("", "if (mine_of(&miner)->depth > MINE_DEPTH_LIMIT) return -ENODEV;"),
  );
  expect(isPart).toBe(true);
  expect(steps.indexOf("begins module/unoops_part.c")).toBeGreaterThan(steps.indexOf("ends module/miner.c"));
});
