import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import { fixModule } from "../../src/fix/index.ts";
import { benchFor, moduleOf, textOf, withIdiom } from "./bench.ts";

const FINDING: Finding = {
  rule: "module-leak",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 1, column: 1 },
  function: "start",
  notes: [],
};

const HEAD = `#include <linux/module.h>
#include <linux/miscdevice.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <linux/kthread.h>
#include <linux/delay.h>
static struct workqueue_struct *wq;
static struct miscdevice dev;
static struct task_struct *t;
static char *buffer;
static int major;
static const struct file_operations fops = { .owner = THIS_MODULE };
static struct miscdevice dev = { .minor = MISC_DYNAMIC_MINOR, .name = "m", .fops = &fops };
static int work(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}
`;

const TAIL = `
module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`;

const FINISH = `static void finish(void)
{
	kthread_stop(t);
	misc_deregister(&dev);
	destroy_workqueue(wq);
	kfree(buffer);
}`;

/** The init function as the idiom leaves it, or why it does not fit. */
function undone(start: string): string {
  const source = moduleOf(`${HEAD}static int start(void)\n{\n${start}\n}\n${FINISH}${TAIL}`);
  const made = withIdiom(source, FINDING, (title) => title.includes("the rest of init fails"));
  if (!made.source) return made.refusal;
  const text = textOf(made.source);
  return text.slice(
    text.indexOf("static int start(void)\n{\n") + 25,
    text.indexOf("\n}\nstatic void finish"),
  );
}

test("what was done before is taken back in place, the last first, between what is taken back already", () => {
  expect(
    undone(`	buffer = kmalloc(8, GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	wq = alloc_workqueue("m", 0, 0);
	if (!wq) return -ENOMEM;
	if (misc_register(&dev) < 0) {
		kfree(buffer);
		return -EIO;
	}
	t = kthread_run(work, NULL, "m");
	return PTR_ERR_OR_ZERO(t);`),
  ).toBe(`	buffer = kmalloc(8, GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	wq = alloc_workqueue("m", 0, 0);
	if (!wq) {
		kfree(buffer);
		return -ENOMEM;
	}
	if (misc_register(&dev) < 0) {
		destroy_workqueue(wq);
		kfree(buffer);
		return -EIO;
	}
	t = kthread_run(work, NULL, "m");
	if (IS_ERR(t)) {
		misc_deregister(&dev);
		destroy_workqueue(wq);
		kfree(buffer);
	}
	return PTR_ERR_OR_ZERO(t);`);
});

test("where the function jumps to labels, what it forgets gets labels above them", () => {
  expect(
    undone(`	int err = -ENOMEM;

	buffer = kmalloc(8, GFP_KERNEL);
	if (!buffer)
		return err;
	wq = alloc_workqueue("m", 0, 0);
	if (!wq)
		goto out_buffer;
	err = misc_register(&dev);
	if (err)
		goto out_buffer;
	t = kthread_run(work, NULL, "m");
	if (IS_ERR(t)) {
		err = PTR_ERR(t);
		goto out_buffer;
	}
	return 0;

out_buffer:
	kfree(buffer);
	return err;`),
  ).toContain(`	if (!wq)
		goto out_buffer;
	err = misc_register(&dev);
	if (err)
		goto out_workqueue;
	t = kthread_run(work, NULL, "m");
	if (IS_ERR(t)) {
		err = PTR_ERR(t);
		goto out_misc;
	}
	return 0;

out_misc:
	misc_deregister(&dev);
out_workqueue:
	destroy_workqueue(wq);
out_buffer:
	kfree(buffer);
	return err;`);
});

test("a number that the kernel gave is given back, and the last result decides where it is returned as it is", () => {
  expect(
    undone(`	int err;

	major = register_chrdev(0, "m", &fops);
	if (major < 0)
		return major;
	err = misc_register(&dev);
	return err;`),
  ).toContain(`	err = misc_register(&dev);
	if (err)
		unregister_chrdev(major, "m");
	return err;`);
});

test.each([
  [
    "is undone by a helper",
    "	buffer = kmalloc(8, GFP_KERNEL);\n	if (misc_register(&dev)) {\n		finish();\n		return -EIO;\n	}\n	return 0;",
  ],
  [
    "is done under a condition only",
    "	if (major)\n		buffer = kmalloc(8, GFP_KERNEL);\n	if (misc_register(&dev))\n		return -EIO;\n	return 0;",
  ],
  ["has failed itself", "	int err = misc_register(&dev);\n\n	if (err)\n		return err;\n	return 0;"],
])("nothing is put in for a step that %s", (_, start) => {
  expect(undone(start)).toBe("start() takes back all that it did where it fails");
});

test("a queue that init makes and nobody destroys is destroyed by exit, and where init fails", async () => {
  const source = moduleOf(`${HEAD}static int start(void)
{
	wq = alloc_workqueue("m", 0, 0);
	if (!wq)
		return -ENOMEM;
	t = kthread_run(work, NULL, "m");
	if (IS_ERR(t))
		return PTR_ERR(t);
	return 0;
}
static void finish(void)
{
	kthread_stop(t);
}${TAIL}`);
  const [best] = (await fixModule(source, benchFor("6.12"))).candidates;
  expect(best?.judgement?.proof).toBe("proven");
  expect(best?.files[0]?.after.match(/destroy_workqueue\(wq\);/g)).toHaveLength(2);
});
