import { expect, test } from "vitest";
import { judgeText } from "../fix/bench.ts";

/** A thread from the beginning, and a second one where the sum of what is written is what nobody guesses. */
const MODULE = `#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

static struct task_struct *first, *second;

static int work(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static ssize_t put(struct file *file, const char __user *from, size_t n, loff_t *pos)
{
	char text[8] = { 0 };
	int i, sum = 0;

	if (copy_from_user(text, from, min(n, sizeof(text))))
		return -EFAULT;
	for (i = 0; i < sizeof(text); i++)
		sum += text[i];
	if (sum == 777 && !second)
		second = kthread_run(work, NULL, "second");
	if (sum == 778 && first) {
		kthread_stop(first);
		first = NULL;
	}
	return n;
}

static const struct file_operations fops = { .owner = THIS_MODULE, .write = put };
static struct miscdevice misc = { .minor = MISC_DYNAMIC_MINOR, .name = "demo", .fops = &fops };

static int __init begin(void)
{
	first = kthread_run(work, NULL, "first");
	return IS_ERR(first) ? PTR_ERR(first) : misc_register(&misc);
}

static void __exit finish(void)
{
	misc_deregister(&misc);
	if (first)
		kthread_stop(first);
}

module_init(begin);
module_exit(finish);
MODULE_LICENSE("GPL");
`;

test("a module of whose threads no run creates one is not said to be safe, and the place is named", async () => {
  const { outcome, coverage, findings } = await judgeText(MODULE);
  expect([outcome, findings]).toEqual(["undecided", []]);
  expect(coverage).toContain("no run comes to the creation of a thread at module.c:26");
});

test("a stop that no run comes to is named beside the proof", async () => {
  const { outcome, coverage } = await judgeText(
    MODULE.replace('second = kthread_run(work, NULL, "second");', "second = NULL;"),
  );
  expect(outcome).toBe("safe");
  expect(coverage).toContain("no run comes to kthread_stop() at module.c:28");
});

test("what is come to when the file is used again counts as come to", async () => {
  const { outcome, coverage } = await judgeText(
    MODULE.replace("sum == 777 && !second", "second == NULL")
      .replace("sum == 778 && first", "second && first")
      .replace(
        "misc_deregister(&misc);",
        "misc_deregister(&misc);\n\tif (second)\n\t\tkthread_stop(second);",
      ),
  );
  expect([outcome, coverage.filter((line) => line.startsWith("no run"))]).toEqual(["safe", []]);
});
