import { join } from "node:path";
import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { judge } from "./harness.ts";
import { withFiles } from "../run-command.ts";

const MODULE = `
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct ring {
	int head;
	struct { short low, high; } marks;
	struct list_head node;
};

static struct ring *ring;
static struct task_struct *consumer;
static struct { int rounds[3]; } seen;

static int twice(int value)
{
	int doubled = value * 2;

	might_sleep();
	return doubled;
}

static int consume(void *data)
{
	struct ring *mine = data;
	int count = 40;

	INIT_LIST_HEAD(&mine->node);
	count++;
	mine->head = twice(count);
	mine->marks.high = 7;
	seen.rounds[1] = -1;
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	mine->head++;
	return 0;
}

static void late(int wanted)
{
	while (ring->head < wanted)
		schedule_timeout_interruptible(HZ);
}

static int __init enter(void)
{
	ring = kzalloc(sizeof(*ring), GFP_KERNEL);
	if (!ring)
		return -ENOMEM;
	consumer = kthread_run(consume, ring, "consumer");
	return PTR_ERR_OR_ZERO(consumer);
}

static void __exit leave(void)
{
	late(5);
	kfree(ring);
	kthread_stop(consumer);
}

module_init(enter);
module_exit(leave);
MODULE_LICENSE("GPL");
`;

/** Every change of the first witness, in its order. */
async function changesOf(text: string): Promise<string[]> {
  return await withFiles({ "values.c": text }, async (folder) => {
    const { findings }: Verdict = await judge(join(folder, "values.c"), "6.12");
    const moments = findings[0]?.witness?.timeline.moments ?? [];
    return moments.flatMap(({ changes }) => changes.map(({ name, from, to }) => `${name}: ${from} -> ${to}`));
  });
}

test("a picture tells globals, members of objects on the heap and locals by their names in C, and what pointers point to", async () => {
  const changes = await changesOf(MODULE);
  expect(changes).toContain("ring: NULL -> kmalloc");
  expect(changes).toContain("consumer: NULL -> task_struct");
  expect(changes).toContain("mine in consume():  -> kmalloc of ring");
  expect(changes).toContain("count in consume():  -> 41");
  expect(changes).toContain("ring->head: 0 -> 82");
  expect(changes).toContain("ring->marks.high: 0 -> 7");
  expect(changes).toContain("seen.rounds[1]: 0 -> -1");
});

test("what belongs to the kernel inside of the module's objects is not told: it is the model's", async () => {
  expect((await changesOf(MODULE)).join("\n")).not.toMatch(/node|\+\d/);
});

test("locals go with their function, and do not come back as what the stack holds then", async () => {
  const changes = await changesOf(MODULE);
  expect(changes).toContain("count in consume():  -> 41");
  expect(changes.filter((one) => /^(?:doubled|wanted) in/.test(one))).toEqual([]);
});
