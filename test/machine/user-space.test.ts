import { beforeAll, expect, test } from "vitest";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { Machine, USER_SPACE } from "../../src/machine/machine.ts";
import { nameOf } from "../../src/machine/task-struct.ts";
import { build, moduleOf } from "../compile/build.ts";

/** A thread that may allow a signal, and a file whose reader sleeps until a signal comes. */
const MODULE = `
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static struct task_struct *thread;
static int listens, never;
module_param(listens, int, 0);

static int run(void *unused)
{
	if (listens)
		allow_signal(SIGTERM);
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t sleep_read(struct file *file, char __user *to, size_t n, loff_t *pos)
{
	return wait_event_interruptible(queue, never) ? -ERESTARTSYS : 0;
}

static const struct file_operations fops = { .owner = THIS_MODULE, .read = sleep_read };
static struct miscdevice dev = { .minor = MISC_DYNAMIC_MINOR, .name = "sleep", .fops = &fops };

static int __init start(void)
{
	thread = kthread_run(run, NULL, "thread");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	return misc_register(&dev);
}

static void __exit stop(void)
{
	misc_deregister(&dev);
	kthread_stop(thread);
}
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

let program: LinkedProgram;
beforeAll(async () => {
  program = await build(moduleOf(MODULE));
});

interface Walk {
  /** User space could act in some state of the walk. */
  readonly acts: boolean;
  /** Some step wrote what user space had been looking at, or came to look at. */
  readonly wasTold: boolean;
}

/** One after the other moves, whoever may: the ones that are told apart by their names, and nobody else. */
function walk(listens: number, moves: (name: string) => boolean): Walk {
  const machine = new Machine(program, { parameters: new Map([["listens", String(listens)]]) });
  machine.reset();
  let acts = false;
  let wasTold = false;
  for (let turn = 0; turn < 400; turn++) {
    const enabled = machine.enabled();
    acts ||= enabled.includes(USER_SPACE);
    const able = enabled.filter((process) => process !== USER_SPACE && moves(nameOf(machine, process)));
    const next = able[turn % able.length];
    if (next === undefined) break;
    const before = machine.awaits(USER_SPACE);
    const { failure } = machine.step(next, []);
    expect(failure).toBeUndefined();
    const looked = new Set([...before, ...machine.awaits(USER_SPACE)]);
    wasTold ||= machine.accesses.writes.some((location) => looked.has(location));
  }
  return { acts, wasTold };
}

test("where no thread allows a signal, nothing that threads do is anything to user space", () => {
  expect(walk(0, (name) => name !== "user")).toEqual({ acts: false, wasTold: false });
});

test("a thread that allows a signal can be sent one, and user space was told", () => {
  expect(walk(1, (name) => name !== "user")).toEqual({ acts: true, wasTold: true });
});

test("a process that sleeps in a system call can be sent a signal, and user space was told", () => {
  expect(walk(0, () => true)).toEqual({ acts: true, wasTold: true });
});
