import { join } from "node:path";
import { expect, test } from "vitest";
import { withFiles } from "../run-command.ts";
import { judge } from "./harness.ts";

const ending = (call: string): string => `#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int work(void *data)
{
	${call};
}

static int __init ends_init(void)
{
	task = kthread_create(work, NULL, "ends");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}
module_init(ends_init);

static void __exit ends_exit(void)
{
	kthread_stop(task);
	put_task_struct(task);
}
module_exit(ends_exit);
MODULE_LICENSE("GPL");
`;

test.each([
  ["5.10", "do_exit(0)", "safe", ""],
  ["6.1", "do_exit(0)", "undecided", "do_exit() is not exported since 5.17"],
  ["6.12", "do_exit(0)", "undecided", "do_exit() is not exported since 5.17"],
  ["7.2", "do_exit(0)", "safe", ""],
  ["6.1", "make_task_dead(0)", "undecided", "make_task_dead() is not exported to modules"],
  ["5.10", "complete_and_exit(NULL, 0)", "safe", ""],
  ["6.1", "complete_and_exit(NULL, 0)", "undecided", "complete_and_exit() was removed in 5.17"],
  ["6.1", "kthread_complete_and_exit(NULL, 0)", "safe", ""],
] as const)("linux %s: a thread that ends by %s is %s", async (kernel, call, outcome, why) => {
  const verdict = await withFiles({ "ends.c": ending(call) }, (folder) =>
    judge(join(folder, "ends.c"), kernel),
  );
  expect(verdict.outcome).toBe(outcome);
  expect(verdict.coverage.join("\n")).toContain(why);
});
