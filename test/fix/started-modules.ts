import * as fc from "fast-check";

/** How a module starts its threads, and who beside the exit function has to do with them. */
export interface StartedStyle {
  readonly creates: "kthread_run" | "kthread_create" | "kthread_create_on_node and kthread_bind";
  readonly where: "alone" | "in a loop" | "two in a row" | "in the test";
  readonly test: "IS_ERR" | "NULL" | "none" | "goto";
  readonly thread: "stopped" | "ends" | "may end";
  readonly beside: "nobody" | "a timer" | "work" | "an open file" | "a device that may not register";
}

export const startedStyles: fc.Arbitrary<StartedStyle> = fc.record({
  creates: fc.constantFrom("kthread_run", "kthread_create", "kthread_create_on_node and kthread_bind"),
  where: fc.constantFrom("alone", "in a loop", "two in a row", "in the test"),
  test: fc.constantFrom("IS_ERR", "NULL", "none", "goto"),
  thread: fc.constantFrom("stopped", "ends", "may end"),
  beside: fc.constantFrom("nobody", "a timer", "work", "an open file", "a device that may not register"),
});

const CREATES: Record<StartedStyle["creates"], string> = {
  kthread_run: 'kthread_run(work, NULL, "work")',
  kthread_create: 'kthread_create(work, NULL, "work")',
  "kthread_create_on_node and kthread_bind": 'kthread_create_on_node(work, NULL, 0, "work")',
};

/** What an unwoken thread takes besides. */
const WAKES: Record<StartedStyle["creates"], (handle: string) => readonly string[]> = {
  kthread_run: () => [],
  kthread_create: (handle) => [`wake_up_process(${handle});`],
  "kthread_create_on_node and kthread_bind": (handle) => [
    `kthread_bind(${handle}, 0);`,
    `wake_up_process(${handle});`,
  ],
};

const THREADS: Record<StartedStyle["thread"], string> = {
  stopped: "\twhile (!kthread_should_stop())\n\t\tschedule_timeout_interruptible(HZ);\n\treturn 0;",
  ends: "\treturn 0;",
  "may end":
    "\twhile (!kthread_should_stop()) {\n\t\tif (level > 0)\n\t\t\treturn -EIO;\n\t\tschedule_timeout_interruptible(HZ);\n\t}\n\treturn 0;",
};

interface Beside {
  readonly declares?: string;
  readonly begins?: string;
  readonly ends?: string;
}

const FILE = (operations: string): string => `static const struct file_operations fops = {
	.owner = THIS_MODULE,
${operations}};
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "demo", .fops = &fops };
`;

const BESIDE: Record<StartedStyle["beside"], Beside> = {
  nobody: {},
  "a timer": {
    declares: `static void tick(struct timer_list *unused)
{
	if (k[0])
		wake_up_process(k[0]);
}
static DEFINE_TIMER(timer, tick);
`,
    begins: "\tmod_timer(&timer, jiffies + HZ);\n",
    ends: "\tdel_timer_sync(&timer);\n",
  },
  work: {
    declares: `static void kick(struct work_struct *unused)
{
	if (!IS_ERR_OR_NULL(k[0]))
		wake_up_process(k[0]);
}
static DECLARE_WORK(later, kick);
`,
    begins: "\tschedule_work(&later);\n",
  },
  "an open file": {
    declares: `static int begin(struct inode *inode, struct file *file)
{
	struct task_struct *t = kthread_run(work, NULL, "open");

	if (IS_ERR(t))
		return PTR_ERR(t);
	file->private_data = t;
	return 0;
}
static int release(struct inode *inode, struct file *file)
{
	kthread_stop(file->private_data);
	return 0;
}
${FILE("\t.open = begin,\n\t.release = release,\n")}`,
    begins: "\tif (misc_register(&device))\n\t\treturn -EIO;\n",
    ends: "\tmisc_deregister(&device);\n",
  },
  "a device that may not register": {
    declares: FILE(""),
    begins: "\tif (misc_register(&device))\n\t\treturn -EIO;\n",
    ends: "\tmisc_deregister(&device);\n",
  },
};

/** One start of a thread, with its test, at the depth of a function's body. */
function start({ creates, test, where }: StartedStyle, handle: string): string {
  const call = `${handle} = ${CREATES[creates]}`;
  const fails = test === "goto" ? `{\n\t\terr = -ENOMEM;\n\t\tgoto out;\n\t}` : "\n\t\treturn -ENOMEM;";
  const wakes = WAKES[creates](handle)
    .map((line) => `\t${line}\n`)
    .join("");
  if (where === "in the test" && test !== "none") {
    const said = test === "NULL" ? `(${call}) == NULL` : `IS_ERR(${call})`;
    return `\tif (${said})${test === "goto" ? " " : ""}${fails}\n${wakes}`;
  }
  const said = { IS_ERR: `IS_ERR(${handle})`, goto: `IS_ERR(${handle})`, NULL: `!${handle}`, none: "" }[test];
  const tested = said === "" ? "" : `\tif (${said})${test === "goto" ? " " : ""}${fails}\n`;
  return `\t${call};\n${tested}${wakes}`;
}

const inner = (text: string): string => text.replace(/^/gm, "\t").replace(/^\t$/gm, "");

export function startedSource(style: StartedStyle): string {
  const { where, test, thread, beside } = style;
  const { declares = "", begins = "", ends = "" } = BESIDE[beside];
  const starts = {
    alone: () => start(style, "k[0]"),
    "in the test": () => start(style, "k[0]"),
    "two in a row": () => start(style, "k[0]") + start(style, "k[1]"),
    "in a loop": () => `\tfor (i = 0; i < COUNT; i++) {\n${inner(start(style, "k[i]"))}\t}\n`,
  }[where]();
  const many = where === "in a loop" || where === "two in a row";
  return `#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define COUNT ${many ? 2 : 1}

static struct task_struct *k[COUNT];
static int level;
module_param(level, int, 0);

static int work(void *data)
{
${THREADS[thread]}
}

${declares}
static int __init start(void)
{
	int __maybe_unused i;
${test === "goto" ? "\tint err;\n" : ""}
${starts}${begins}	return 0;
${test === "goto" ? "out:\n\treturn err;\n" : ""}}

static void __exit finish(void)
{
	int i;

${ends}	for (i = 0; i < COUNT; i++)
		kthread_stop(k[i]);
}

module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`;
}
