import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import type { Timeline } from "../../src/core/timeline.ts";
import { withFiles } from "../run-command.ts";
import { EXAMPLES, FIXTURES, judge } from "./harness.ts";

async function timeline(path: string, which: (finding: Finding) => boolean = () => true): Promise<Timeline> {
  const { findings } = await judge(path, "6.12");
  const found = findings.find(which)?.witness?.timeline;
  if (!found) throw new Error(`${path}: nothing was found`);
  return found;
}

test("a task_struct is born with its thread, freed by RCU with its count, and touched at the end", async () => {
  const { lanes, objects, moments } = await timeline(join(EXAMPLES, "early-exit.c"));
  expect(lanes.map(({ kind }) => kind)).toEqual(["loader", "thread", "rcu"]);
  const [task] = objects;
  expect(task).toMatchObject({ kind: "task_struct", name: "test thread" });
  expect(task?.events.map(({ what }) => what)).toEqual(["born", "used", "used", "freed", "fatal"]);
  expect(task?.events.find(({ what }) => what === "freed")?.usage).toBe(0);
  expect(moments[0]?.changes).toEqual([
    { lane: 0, name: "k", from: "NULL", to: "task_struct of test thread" },
  ]);
});

test("a lane stands where it is, and nowhere when its function has returned", async () => {
  const { moments } = await timeline(join(EXAMPLES, "early-exit.c"));
  const lines = moments.map(({ places }) => places.map(({ lane, line }) => `${lane}:${line}`));
  expect(lines).toEqual([["0:20"], ["1:13"], ["1:15"], [], ["0:28"]]);
});

test("memory has the name of the first variable that points to it, and a timer lives from when it is armed", async () => {
  const { objects, lanes } = await timeline(
    join(FIXTURES, "timer-freed.c"),
    ({ witness }) => witness?.steps.length === 5,
  );
  expect(lanes.map(({ kind }) => kind)).toEqual(["loader", "softirq"]);
  expect(objects.map(({ kind, name = "" }) => `${kind} ${name}`)).toEqual(["kmalloc device", "timer "]);
  expect(objects[1]?.events.map(({ step, what }) => `${step} ${what}`)).toEqual(["2 born", "3 used"]);
});

test("where the module's own text is touched, the module is the object", async () => {
  const { objects } = await timeline(join(FIXTURES, "outlives-module.c"));
  expect(objects[0]?.kind).toBe("module");
  expect(objects[0]?.events.map(({ what }) => what)).toEqual(["born", "freed", "fatal"]);
});

test("two threads of one name have a lane each", async () => {
  const { lanes } = await timeline(join(FIXTURES, "deadlock-abba.c"));
  const names = lanes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("a step is its task's, whoever gets the number of a process that ended on the way to the next step; what others changed is told as theirs", () =>
  withFiles({ "opened.c": OPENED }, async (folder) => {
    const { findings } = await judge(join(folder, "opened.c"), "6.12");
    for (const { witness } of findings) {
      const named = witness!.timeline.moments.map(({ lane }) => witness!.timeline.lanes[lane]!.name);
      expect(named).toEqual(
        witness!.steps.map(({ task }) => (["insmod", "rmmod"].includes(task) ? "insmod/rmmod" : task)),
      );
    }
    const { lanes, moments } = findings.find(({ rule }) => rule === "kthread-stop-after-exit")!.witness!
      .timeline;
    expect(moments.flatMap(({ changes }) => changes)).toContainEqual({
      lane: lanes.findIndex(({ name }) => name === "timer"),
      name: "chan->state",
      from: "0",
      to: "2",
    });
  }));

/** A thread that ends because of what a timer writes, which a process of user space arms. */
const OPENED = `
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct channel { int state; struct timer_list poll; };
static struct channel *chan;
static struct task_struct *reader;

static int reader_fn(void *data)
{
	while (!kthread_should_stop()) {
		if (chan->state == 2)
			return 0;
		schedule_timeout_interruptible(1);
	}
	return 0;
}
static void poll_fn(struct timer_list *t)
{
	chan->state = 2;
}
static int chan_open(struct inode *inode, struct file *file)
{
	mod_timer(&chan->poll, jiffies + HZ);
	return 0;
}
static const struct file_operations chan_fops = { .owner = THIS_MODULE, .open = chan_open };
static struct miscdevice chan_dev = { .minor = MISC_DYNAMIC_MINOR, .name = "chan", .fops = &chan_fops };

static int __init chan_init(void)
{
	chan = kzalloc(sizeof(*chan), GFP_KERNEL);
	if (!chan)
		return -ENOMEM;
	timer_setup(&chan->poll, poll_fn, 0);
	reader = kthread_run(reader_fn, NULL, "reader");
	return misc_register(&chan_dev);
}
static void __exit chan_exit(void)
{
	misc_deregister(&chan_dev);
	kthread_stop(reader);
	kfree(chan);
}
module_init(chan_init);
module_exit(chan_exit);
MODULE_LICENSE("GPL");
`;
