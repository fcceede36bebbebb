import { beforeAll, describe, expect, test } from "vitest";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { explore } from "../../src/explore/explore.ts";
import { FINEST, type Grain } from "../../src/explore/system.ts";
import { Machine, USER_SPACE } from "../../src/machine/machine.ts";
import { build, moduleOf } from "../compile/build.ts";

/** How each lock is held by the loader, asked for by a thread, and given back. */
const LOCKS: readonly {
  readonly asks: string;
  readonly held: string;
  readonly free: string;
}[] = [
  { asks: "spin_lock(&spin)", held: "spin_trylock(&spin)", free: "spin_unlock(&spin)" },
  { asks: "spin_lock_bh(&spin)", held: "spin_trylock(&spin)", free: "spin_unlock(&spin)" },
  { asks: "spin_lock_irq(&spin)", held: "spin_trylock(&spin)", free: "spin_unlock(&spin)" },
  { asks: "spin_lock_irqsave(&spin, flags)", held: "spin_trylock(&spin)", free: "spin_unlock(&spin)" },
  { asks: "read_lock(&rw)", held: "write_trylock(&rw)", free: "write_unlock(&rw)" },
  { asks: "write_lock(&rw)", held: "read_trylock(&rw)", free: "read_unlock(&rw)" },
  { asks: "mutex_lock(&mutex)", held: "mutex_trylock(&mutex)", free: "mutex_unlock(&mutex)" },
  { asks: "down(&sem)", held: "down_trylock(&sem)", free: "up(&sem)" },
  { asks: "down_read(&rwsem)", held: "down_write_trylock(&rwsem)", free: "up_write(&rwsem)" },
  { asks: "down_write(&rwsem)", held: "down_read_trylock(&rwsem)", free: "up_read(&rwsem)" },
];

function switchOver(statements: readonly string[]): string {
  return `switch (which) {\n${statements.map((one, i) => `case ${i}: ${one}; break;\n`).join("")}}`;
}

const MODULE = `
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(spin);
static DEFINE_RWLOCK(rw);
static DEFINE_MUTEX(mutex);
static DEFINE_SEMAPHORE(sem, 1);
static DECLARE_RWSEM(rwsem);
static int which;
module_param(which, int, 0);

static int asks(void *unused)
{
	unsigned long flags;

	${switchOver(LOCKS.map((lock) => lock.asks))}
	return 0;
}

static int __init start(void)
{
	struct task_struct *t = kthread_create(asks, NULL, "asks");

	if (IS_ERR(t))
		return PTR_ERR(t);
	${switchOver(LOCKS.map((lock) => `(void)${lock.held}`))}
	wake_up_process(t);
	${switchOver(LOCKS.map((lock) => lock.free))}
	return 0;
}
module_init(start);
MODULE_LICENSE("GPL");
`;

/** Calls are scheduling points, and accesses are none. */
const CALLS: Grain = { ...FINEST, access: () => false };

const LOADER = 0;
const THREAD = 1;

/** Calls that the loader makes before it gives the lock back: it creates, holds, wakes. */
const CALLS_BEFORE = 3;

describe("whoever asks for a lock that is held cannot move until it is free, and has not looked before", () => {
  let program: LinkedProgram;
  beforeAll(async () => {
    program = await build(moduleOf(MODULE));
  });

  test.each(LOCKS.map(({ asks }, i) => [asks, i] as const))("%s", (asks, which) => {
    const machine = new Machine(program, { parameters: new Map([["which", String(which)]]) });
    machine.reset();
    machine.grain = CALLS;
    for (let made = 0; made <= CALLS_BEFORE; made++) machine.step(LOADER, []);
    expect(machine.enabled()).toContain(THREAD);

    machine.step(THREAD, []);
    expect(machine.blocked()).toContain(THREAD);
    expect(machine.switcher.stackOf(THREAD)[0]).toContain(asks.slice(0, asks.indexOf("(")));

    machine.step(LOADER, []);
    expect(machine.enabled()).toContain(THREAD);
  });
});

const FREED_WHILE_HELD = `
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static struct { spinlock_t lock; } *shared;

static int asks(void *unused)
{
	spin_lock(&shared->lock);
	spin_unlock(&shared->lock);
	return 0;
}

static int __init start(void)
{
	struct task_struct *t;

	shared = kzalloc(sizeof(*shared), GFP_KERNEL);
	if (!shared)
		return -ENOMEM;
	spin_lock_init(&shared->lock);
	t = kthread_create(asks, NULL, "asks");
	if (IS_ERR(t))
		return PTR_ERR(t);
	spin_lock(&shared->lock);
	wake_up_process(t);
	kfree(shared);
	return 0;
}
module_init(start);
MODULE_LICENSE("GPL");
`;

test("whoever waits for a lock in memory that is freed touches it when it is gone", async () => {
  const machine = new Machine(await build(moduleOf(FREED_WHILE_HELD)));
  const { found } = explore(machine, { external: USER_SPACE, endless: () => undefined });
  expect(found.map(({ failure }) => failure.key).join("\n")).toContain("use-after-free");
});
