import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import type { RuleId } from "../../src/core/rules.ts";
import { judgeChange } from "../../src/fix/index.ts";
import { benchFor, moduleOf, textOf, withIdiom } from "./bench.ts";

function module(finish: string) {
  return moduleOf(`#include <linux/cleanup.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/timer.h>

static DEFINE_MUTEX(lock);
static struct task_struct *task;
static struct timer_list timer;
static int beats;

static void tick(struct timer_list *t) { }

static int work(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&lock);
		beats++;
		mutex_unlock(&lock);
		schedule_timeout_interruptible(HZ);
	}
	return 0;
}

static int __init start(void)
{
	timer_setup(&timer, tick, 0);
	task = kthread_run(work, NULL, "work");
	return PTR_ERR_OR_ZERO(task);
}

static void __exit finish(void)
{
${finish}
}

module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`);
}

/** The module with one idiom applied, or why it cannot be. */
function moved(finish: string, rule: RuleId, title: string) {
  const finding: Finding = {
    rule,
    severity: "error",
    message: "",
    span: { file: "module.c", line: 1, column: 1 },
    function: "finish",
    notes: [],
  };
  return withIdiom(module(finish), finding, (name) => name === title);
}

const TAKE = "take the thread's handle under the lock, and stop it without";

const endOf = (text: string): string =>
  text.slice(text.indexOf("finish(void)\n{\n") + 15, text.indexOf("\n}\n\nmodule_init"));

test.each([
  [
    "\tguard(mutex)(&lock);\n\tkthread_stop(task);\n\tbeats = 0;",
    "\tkthread_stop(task);\n\tguard(mutex)(&lock);\n\tbeats = 0;",
  ],
  [
    "\tscoped_guard(mutex, &lock) {\n\t\tkthread_stop(task);\n\t\tbeats = 0;\n\t}",
    "\tkthread_stop(task);\n\tscoped_guard(mutex, &lock) {\n\t\tbeats = 0;\n\t}",
  ],
])("a thread is stopped before the lock of a scope is taken, and that is proven", async (finish, mended) => {
  const { source } = moved(finish, "kthread-stop-deadlock", "stop the thread before the lock is taken");
  if (!source) throw new Error("not made");
  expect(endOf(textOf(source))).toBe(mended);
  expect((await judgeChange(module(finish), source, benchFor("6.12"))).proof).toBe("proven");
});

test.each([
  [
    "\tguard(mutex)(&lock);\n\tbeats = 0;\n\tif (task) {\n\t\tkthread_stop(task);\n\t\ttask = NULL;\n\t}\n\tbeats = 1;",
    "\tscoped_guard(mutex, &lock) {\n\t\tbeats = 0;\n\t\ttaken = task;\n\t\ttask = NULL;\n\t\tbeats = 1;\n\t}\n\tif (taken)\n\t\tkthread_stop(taken);",
  ],
  [
    "\tscoped_guard(mutex, &lock)\n\t\tkthread_stop(task);",
    "\tscoped_guard(mutex, &lock) {\n\t\ttaken = task;\n\t\ttask = NULL;\n\t}\n\tif (taken)\n\t\tkthread_stop(taken);",
  ],
])(
  "a handle is taken in the scope of a lock, and its thread stopped behind it: %j",
  async (finish, mended) => {
    const { source } = moved(finish, "kthread-stop-deadlock", TAKE);
    if (!source) throw new Error("not made");
    expect(endOf(textOf(source))).toBe(`\tstruct task_struct *taken = NULL;\n\n${mended}`);
    expect((await judgeChange(module(finish), source, benchFor("6.12"))).proof).toBe("proven");
  },
);

test.each([
  [
    "\tguard(mutex)(&lock);\n\tif (beats)\n\t\treturn;\n\tkthread_stop(task);",
    "the scope of the lock is left",
  ],
  [
    "\tmutex_lock(&lock);\n\tif (task) {\n\t\tkthread_stop(task);\n\t\tbeats = 0;\n\t}\n\tmutex_unlock(&lock);",
    "more than the stop depends on this",
  ],
])("nothing that stands around a stop under a lock is lost: %j", (finish, why) => {
  expect(moved(finish, "kthread-stop-deadlock", TAKE).refusal).toContain(why);
});

test("a thread is not stopped earlier than its handle is there", () => {
  const late = moved(
    "\tstruct task_struct *t;\n\n\ttimer_delete_sync(&timer);\n\tt = task;\n\tkthread_stop(t);",
    "timer-outlives-module",
    "stop the thread before the timers and work that it sets going are called off",
  );
  expect(late).toEqual({ source: undefined, refusal: "module.c:37: t is set between the two" });
});

test("where nothing is called off before the stop, there is nothing to exchange", () => {
  const { refusal } = moved(
    "\tkthread_stop(task);\n\ttimer_delete_sync(&timer);",
    "timer-outlives-module",
    "stop the thread before the timers and work that it sets going are called off",
  );
  expect(refusal).toContain("no timer or work is called off before the stop");
});

const READ = "read the thread's task_struct before its stop lets it go";

test("what is told of a thread behind its stop is told before", () => {
  const { source } = moved(
    '\tif (task) {\n\t\tkthread_stop(task);\n\t\tbeats = 0;\n\t\tpr_info("%d\\n", task->pid);\n\t}',
    "kthread-unreferenced-read",
    READ,
  );
  expect(source && endOf(textOf(source))).toBe(
    '\tif (task) {\n\t\tpr_info("%d\\n", task->pid);\n\t\tkthread_stop(task);\n\t\tbeats = 0;\n\t}',
  );
});

test.each([
  ['\tkthread_stop(task);\n\tbeats = 1;\n\tpr_info("%d %d\\n", task->pid, beats);', "beats is set between"],
  ['\tint err = kthread_stop(task);\n\n\tpr_info("%d %d\\n", task->pid, err);', "result of the stop is used"],
  ["\tkthread_stop(task);\n\tbeats = close_it(task->pid);", "nothing that could be read earlier"],
])("what means something else before the stop stays behind it: %j", (finish, why) => {
  expect(moved(finish, "kthread-unreferenced-read", READ).refusal).toContain(why);
});
