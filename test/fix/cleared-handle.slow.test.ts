import { expect, test } from "vitest";
import { fixModule } from "../../src/fix/index.ts";
import { benchFor, moduleOf } from "./bench.ts";

const MODULE = `#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/delay.h>
static struct task_struct *t;
static int fn(void *p)
{
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}
static int __init start(void)
{
	t = kthread_run(fn, NULL, "t");
	if (IS_ERR(t)) {
		t = NULL;
		pr_warn("no thread\\n");
		return 0;
	}
	return 0;
}
static void __exit stop(void)
{
	kthread_stop(t);
}
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test("a handle that the branch for the failure clears is not cleared again", async () => {
  const { candidates } = await fixModule(moduleOf(MODULE), benchFor("6.12"));
  const patched = candidates.flatMap(({ judgement, files }) => (judgement ? [...files] : []));
  expect(candidates.map(({ judgement }) => judgement?.proof)).toContain("proven");
  for (const { after } of patched) expect(after.split("t = NULL;").length).toBeLessThanOrEqual(2);
});

/** The same module with other words in two places. */
const withOther = (created: string, stopped: string): string =>
  MODULE.replace(/\tif \(IS_ERR\(t\)\) \{[^}]*\}\n/, created).replace("\tkthread_stop(t);\n", stopped);

test("a stop that asks for NULL only, of a handle that may hold an error, asks for both", async () => {
  const source = withOther(
    '\tif (IS_ERR(t))\n\t\tpr_warn("no thread\\n");\n',
    "\tif (t)\n\t\tkthread_stop(t);\n",
  );
  const { candidates } = await fixModule(moduleOf(source), benchFor("6.12"));
  const proven = candidates.filter(({ judgement }) => judgement?.proof === "proven");
  const diffs = proven.map(({ files }) => files.map(({ after }) => after).join(""));
  expect(diffs.some((after) => after.includes("if (!IS_ERR_OR_NULL(t))\n\t\tkthread_stop(t);"))).toBe(true);
  expect(diffs.some((after) => after.includes('pr_warn("no thread\\n");\n\t\tt = NULL;'))).toBe(true);
});

/** The same module with a work that has the handle in hand before the module goes. */
const withWork = (work: string, stopped: string): string =>
  withOther("\tif (IS_ERR(t))\n\t\treturn PTR_ERR(t);\n\tschedule_work(&work);\n", stopped)
    .replace(
      "static int __init",
      `static bool done;\nstatic void job(struct work_struct *w)\n{\n${work}}\nstatic DECLARE_WORK(work, job);\nstatic int __init`,
    )
    .replace("#include <linux/delay.h>", "#include <linux/delay.h>\n#include <linux/workqueue.h>");

test.each([
  [
    "\tt = NULL;\n",
    "\tcancel_work_sync(&work);\n\tif (t)\n\t\tkthread_stop(t);\n",
    "leave the thread's handle",
    "job(struct work_struct *w)\n{\n}",
  ],
  [
    "\tkthread_stop(t);\n",
    "\tcancel_work_sync(&work);\n\tif (!done)\n\t\tkthread_stop(t);\n",
    "clear the thread's handle",
    "\tif (!done && t) {\n\t\tkthread_stop(t);\n\t\tt = NULL;\n\t}\n",
  ],
])(
  "what a work does to the handle no longer keeps the exit from doing its own: %j",
  async (work, stopped, title, mended) => {
    const { candidates } = await fixModule(moduleOf(withWork(work, stopped)), benchFor("6.12"));
    const best = candidates.find((one) => one.title.startsWith(title));
    expect(best?.judgement?.proof).toBe("proven");
    expect(best?.files.map(({ after }) => after).join("")).toContain(mended);
  },
);
