import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import { judgeChange } from "../../src/fix/index.ts";
import { benchFor, moduleOf, textOf, withIdiom } from "./bench.ts";

const FINDING: Finding = {
  rule: "null-dereference",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 1, column: 1 },
  function: "put",
  notes: [],
};

const STARTS = "start the thread before others can see the device or file that uses it";

function module(begin: string, finish = "\tmisc_deregister(&misc);\n\tkthread_stop(task);") {
  return moduleOf(`#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/proc_fs.h>

static struct task_struct *task;

static int work(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static ssize_t put(struct file *file, const char __user *buf, size_t n, loff_t *pos)
{
	wake_up_process(task);
	return n;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .write = put };
static struct miscdevice misc = { .minor = MISC_DYNAMIC_MINOR, .name = "demo", .fops = &fops };
static const struct proc_ops ops = { .proc_write = put };

static int __init begin(void)
{
${begin}
}

static void __exit finish(void)
{
${finish}
}

module_init(begin);
module_exit(finish);
MODULE_LICENSE("GPL");
`);
}

const beginning = (text: string): string =>
  text.slice(text.indexOf("begin(void)\n{\n") + 14, text.indexOf("\n}\n\nstatic void __exit finish"));

const CREATES = '\ttask = kthread_run(work, NULL, "work");\n';

test("a file that is shown before its thread exists is shown behind it, and that is proven", async () => {
  const source = module(
    `\tif (!proc_create("demo", 0200, NULL, &ops))\n\t\treturn -ENOMEM;\n${CREATES}\tif (IS_ERR(task)) {\n\t\tremove_proc_entry("demo", NULL);\n\t\treturn PTR_ERR(task);\n\t}\n\treturn 0;`,
    '\tremove_proc_entry("demo", NULL);\n\tkthread_stop(task);',
  );
  const made = withIdiom(source, FINDING, (title) => title === STARTS);
  if (!made.source) throw new Error(made.refusal);
  expect(beginning(textOf(made.source))).toBe(
    `${CREATES}\tif (IS_ERR(task))\n\t\treturn PTR_ERR(task);\n\tif (!proc_create("demo", 0200, NULL, &ops)) {\n\t\tkthread_stop(task);\n\t\treturn -ENOMEM;\n\t}\n\treturn 0;`,
  );
  expect((await judgeChange(source, made.source, benchFor("6.12"))).proof).toBe("proven");
});

/** What the idiom makes of a begin(), or why it makes nothing. */
function turned(begin: string): string {
  const made = withIdiom(module(begin), FINDING, (title) => title === STARTS);
  return made.source ? beginning(textOf(made.source)) : made.refusal;
}

const REGISTERS = "\tint err = 0;\n\n\terr = misc_register(&misc);\n\tif (err)\n";

test("what a failure jumps to undoes what has been done in the new order, and a label nobody needs goes", () => {
  expect(
    turned(
      `${REGISTERS}\t\tgoto out;\n${CREATES}\tif (IS_ERR(task)) {\n\t\terr = PTR_ERR(task);\n\t\tgoto out_misc;\n\t}\n\treturn 0;\n\nout_misc:\n\tmisc_deregister(&misc);\nout:\n\treturn err;`,
    ),
  ).toBe(
    `\tint err = 0;\n\n${CREATES}\tif (IS_ERR(task)) {\n\t\terr = PTR_ERR(task);\n\t\tgoto out;\n\t}\n\terr = misc_register(&misc);\n\tif (err) {\n\t\tkthread_stop(task);\n\t\tgoto out;\n\t}\n\treturn 0;\n\nout:\n\treturn err;`,
  );
});

test("who fails between the two takes back what is shown before the thread is stopped", () => {
  expect(
    turned(
      `${REGISTERS}\t\treturn err;\n\terr = more();\n\tif (err)\n\t\tgoto out;\n${CREATES}\tif (IS_ERR(task)) {\n\t\tmisc_deregister(&misc);\n\t\treturn PTR_ERR(task);\n\t}\n\treturn 0;\nout:\n\tmisc_deregister(&misc);\n\treturn err;`,
    ),
  ).toContain("out:\n\tmisc_deregister(&misc);\n\tkthread_stop(task);\n\treturn err;");
});

test("the thread is stopped before what holds its handle is freed", () => {
  expect(
    turned(
      `\tint err = misc_register(&misc);\n\n\tif (err) {\n\t\tfree_it();\n\t\treturn err;\n\t}\n${CREATES}\treturn PTR_ERR_OR_ZERO(task);`,
    ),
  ).toContain("\tif (err) {\n\t\tkthread_stop(task);\n\t\tfree_it();\n\t\treturn err;\n\t}\n");
});

test("a creation that is told of at the end is tested at the beginning", () => {
  const begin = turned(`${REGISTERS}\t\treturn err;\n${CREATES}\treturn PTR_ERR_OR_ZERO(task);`);
  expect(begin).toContain(`${CREATES}\tif (IS_ERR(task))\n\t\treturn PTR_ERR(task);\n\terr = misc_register`);
  expect(begin).toContain("return 0;");
});

test.each([
  [
    `\tint err = misc_register(&misc);\n\n\tif (err)\n\t\treturn err;\n\tbeats = 3;\n\ttask = kthread_run(work, (void *)beats, "work");\n\treturn PTR_ERR_OR_ZERO(task);`,
    "the thread needs beats",
  ],
  [`\tmisc_register(&misc);\n${CREATES}\treturn PTR_ERR_OR_ZERO(task);`, "nobody asks whether this fails"],
  [`${CREATES}\treturn PTR_ERR_OR_ZERO(task);`, "nothing is registered before"],
])("the order stays where it means something, or where an error would be lost: %j", (begin, why) => {
  expect(turned(begin)).toContain(why);
});

test("what is hidden behind the stop is hidden before it", () => {
  const made = withIdiom(
    module(
      `${CREATES}\treturn PTR_ERR_OR_ZERO(task);`,
      "\tif (task)\n\t\tkthread_stop(task);\n\tmisc_deregister(&misc);\n\tbeats = 0;",
    ),
    { ...FINDING, rule: "kthread-unreferenced-read" },
    (title) => title.includes("when nobody can see"),
  );
  expect(made.source && textOf(made.source)).toContain(
    "\tmisc_deregister(&misc);\n\tif (task)\n\t\tkthread_stop(task);\n\tbeats = 0;",
  );
});
