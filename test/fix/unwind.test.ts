import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import { moduleOf, textOf, withIdiom } from "./bench.ts";

const FINDING: Finding = {
  rule: "kthread-outlives-module",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 1, column: 1 },
  function: "work",
  notes: [],
};

/** The function that starts the threads, with those stopped that were started before the failure; or why it cannot be. */
function unwound(start: string): string {
  const source = moduleOf(`#include <linux/kthread.h>
static struct task_struct *k, *threads[4];
static struct worker { int id; struct task_struct *task; } workers[4];
static int work(void *data) { return 0; }
static int start(void)
{
${start}
}
static void finish(void)
{
	kthread_stop(k);
	for (int i = 0; i < 4; i++) {
		kthread_stop(threads[i]);
		kthread_stop(workers[i].task);
	}
}
module_init(start);
module_exit(finish);
`);
  const made = withIdiom(source, FINDING, (title) => title.includes("the rest fails"), "6.1");
  if (!made.source) return made.refusal;
  const text = textOf(made.source);
  return text.slice(text.indexOf("static int start(void)\n{\n"), text.indexOf("static void finish"));
}

test("the threads of the rounds before are stopped, and what is returned is read first", () => {
  expect(
    unwound(`	int i;

	for (i = 0; i < 4; i++) {
		threads[i] = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(threads[i]))
			return PTR_ERR(threads[i]);
	}
	return 0;`),
  ).toContain(`		if (IS_ERR(threads[i])) {
			int err = PTR_ERR(threads[i]);

			while (i-- > 0)
				kthread_stop(threads[i]);
			return err;
		}
`);
});

test("a function's own variable for the error keeps it", () => {
  expect(
    unwound(`	int i, ret;

	for (i = 1; i < 4; ++i) {
		threads[i] = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(threads[i])) {
			pr_err("no thread %d\\n", i);
			return PTR_ERR(threads[i]);
		}
	}
	return 0;`),
  ).toContain(`			pr_err("no thread %d\\n", i);
			ret = PTR_ERR(threads[i]);
			while (i-- > 1)
				kthread_stop(threads[i]);
			return ret;
`);
});

test.each([
  ["struct worker *w = &workers[i];", "w->task", "workers[i].task"],
  ["struct worker *w = workers + i;", "w->task", "workers[i].task"],
  ["workers[i].id = i;", "workers[i].task", "workers[i].task"],
])("a thread kept by way of %s is named by the round", (sets, handle, named) => {
  expect(
    unwound(`	int i;

	for (i = 0; i < 4; i++) {
		${sets}

		${handle} = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(${handle}))
			return -ENOMEM;
	}
	return 0;`),
  ).toContain(`			while (i-- > 0)
				kthread_stop(${named});
			return -ENOMEM;
`);
});

test("what was made before the threads is undone behind their stop", () => {
  expect(
    unwound(`	int i;

	for (i = 0; i < 4; i++) {
		threads[i] = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(threads[i])) {
			kfree(workers);
			return -ENOMEM;
		}
	}
	return 0;`),
  ).toContain(`			while (i-- > 0)
				kthread_stop(threads[i]);
			kfree(workers);
			return -ENOMEM;
`);
});

test("one thread is stopped before each later return or jump that tells of a failure", () => {
  expect(
    unwound(`	int err;

	k = kthread_run(work, NULL, "k");
	if (IS_ERR(k))
		return PTR_ERR(k);
	err = other();
	if (err)
		goto out;
	return register_it();
out:
	return err;`),
  ).toContain(`		return PTR_ERR(k);
	err = other();
	if (err) {
		kthread_stop(k);
		goto out;
	}
	err = register_it();
	if (err)
		kthread_stop(k);
	return err;
out:
`);
});

test("the threads of all rounds are stopped where what follows the loop fails", () => {
  expect(
    unwound(`	int i;

	for (i = 0; i < 4; i++) {
		threads[i] = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(threads[i]))
			break;
	}
	return register_it();`),
  ).toBe(`static int start(void)
{
	int i;
	int err;

	for (i = 0; i < 4; i++) {
		threads[i] = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(threads[i])) {
			while (i-- > 0)
				kthread_stop(threads[i]);
			break;
		}
	}
	err = register_it();
	if (err) {
		while (i-- > 0)
			kthread_stop(threads[i]);
	}
	return err;
}
`);
});

test("a jump to where the thread is stopped is left alone", () => {
  expect(
    unwound(`	int err;

	k = kthread_run(work, NULL, "k");
	if (IS_ERR(k))
		return PTR_ERR(k);
	err = other();
	if (err)
		goto out;
	return 0;
out:
	kthread_stop(k);
	return err;`),
  ).toBe("nothing fails behind the creation of the thread");
});

test("a loop whose rounds the handle does not tell apart is refused", () => {
  expect(
    unwound(`	int i;

	for (i = 0; i < 4; i++) {
		k = kthread_run(work, NULL, "w/%d", i);
		if (IS_ERR(k))
			return -ENOMEM;
	}
	return 0;`),
  ).toMatch(/the threads of the rounds before cannot be named here$/);
});

/** The function with the error read before the memory that holds it is freed; or why it is not. */
function keptError(start: string): string {
  const source = moduleOf(`struct pump { struct task_struct *t; };
static int work(void *data) { return 0; }
static int start(struct pump *p)
{
${start}
}
`);
  const freed = { ...FINDING, rule: "use-after-free" as const };
  const made = withIdiom(source, freed, (title) => title.startsWith("read the error"), "6.1");
  return made.source ? textOf(made.source) : made.refusal;
}

test("an error is read before the object that holds it is freed", () => {
  expect(
    keptError(`	p->t = kthread_run(work, p, "pump");
	if (IS_ERR(p->t)) {
		kfree(p);
		return PTR_ERR(p->t);
	}
	return 0;`),
  ).toContain(`{
	int err;

	p->t = kthread_run(work, p, "pump");
	if (IS_ERR(p->t)) {
		err = PTR_ERR(p->t);
		kfree(p);
		return err;
	}
`);
});

test("an error that is not in what was freed is left where it is read", () => {
  expect(
    keptError(`	struct task_struct *t = kthread_run(work, p, "pump");

	if (IS_ERR(t)) {
		kfree(p);
		return PTR_ERR(t);
	}
	return 0;`),
  ).toBe("no error is returned out of memory that was just freed");
});
