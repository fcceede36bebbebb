import { expect, test } from "vitest";
import { runModule } from "../../src/run/run.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { benchFor, moduleOf } from "../fix/bench.ts";
import { rulesAgain, rulesOf } from "./harness.ts";

const compiled = (body: string): Promise<LinkedProgram> =>
  benchFor("6.12").build(
    moduleOf(`#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/sched.h>
static struct task_struct *task;
static int spin(void *unused)
{
	for (;;)
		pr_info("on and on\\n");
	return 0;
}
static int __init start(void)
{
	${body}
	return 0;
}
static void __exit finish(void)
{
	if (task)
		kthread_stop(task);
}
module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`),
    "6.12",
  );

test.each([
  ["the loader", "spin(NULL);", "endless-loop"],
  // whose stop never ends: what everybody waits for is named, as for a thread that goes round in cpu_relax()
  [
    "a thread",
    'task = kthread_run(spin, NULL, "spin"); if (IS_ERR(task)) return PTR_ERR(task);',
    "kthread-never-stops",
  ],
])(
  "a loop of %s that calls the kernel in each round is found, and its replay string leads there",
  async (_who, body, rule) => {
    const program = await compiled(body);
    const verdict = runModule(program, { source: () => undefined });
    expect(rulesOf(verdict)).toEqual([rule]);
    expect(rulesAgain(program, verdict.findings[0])).toEqual([rule]);
  },
);

test("whoever asks for the parents of a process comes to the first one, which is its own", async () => {
  const walk = 'for (task = current; task != &init_task; task = task->parent) pr_info("%s\\n", task->comm);';
  const rest = "BUG_ON(task->parent != task || task->pid != 0); task = NULL;";
  const { outcome } = runModule(await compiled(`${walk} ${rest}`), { source: () => undefined });
  expect(outcome).toBe("safe");
});
