import { expect, test } from "vitest";
import { partLoader } from "../../src/cli/part.ts";
import { CompileError } from "../../src/compile/compile-error.ts";
import { moduleOf } from "../fix/bench.ts";

const MODULE = `#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int work(void *data)
{
	return 0;
}

static int __init begin(void)
{
	task = kthread_run(work, NULL, "work");
	return PTR_ERR_OR_ZERO(task);
}

module_init(begin);
MODULE_LICENSE("GPL");
`;
const OPTIONS = { kernel: "6.12", arch: "x86_64", compiler: "auto", cache: true } as const;

test("a change that does not compile is refused where the module itself did, and not tried as a part", async () => {
  const parts: string[] = [];
  const load = partLoader({}, (_, why = "") => parts.push(why));
  const program = await load(moduleOf(MODULE), OPTIONS);
  const changed = moduleOf(MODULE.replace("return 0;", "return nothing_like_it;"));
  await expect(load(changed, OPTIONS)).rejects.toThrow(CompileError);
  expect([program.part, parts]).toEqual([undefined, []]);
});

test("where the module itself is only run as a part, its changes are too, and that is told once", async () => {
  const parts: string[] = [];
  const load = partLoader({}, (_, why = "") => parts.push(why));
  const text = MODULE.replace("return 0;", "return unknown_member(data)->of_nothing;");
  const programs = [await load(moduleOf(text), OPTIONS), await load(moduleOf(`${text}\n`), OPTIONS)];
  expect([programs.map(({ part }) => part !== undefined), parts.length]).toEqual([[true, true], 1]);
});

test("what neither compiles nor creates a thread is told to have no part either", async () => {
  const load = partLoader({}, () => {});
  const without = '#include <linux/module.h>\nint x = ;\nMODULE_LICENSE("GPL");\n';
  const refused = await load(moduleOf(without), OPTIONS).catch((error: unknown) => error);
  if (!(refused instanceof CompileError)) throw new Error("it was taken");
  expect(refused.message).toMatch(/does not compile for linux 6\.12, nor can a part of it be run: no thread/);
  expect(refused.diagnostics).toContain("expected expression");
});
