import { beforeAll, describe, expect, test } from "vitest";
import { CompileError } from "../../src/compile/compile-error.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { build, moduleOf } from "./build.ts";

/** Milliseconds for a first compile, on a machine that is busy. */
const COMPILES = 120_000;

const MODULE = `#include <linux/module.h>
#include <linux/kthread.h>
static int limit = 3;
module_param(limit, int, 0);
static long long wide;
static const int table[] = { 1, 2, 3 };
static int pick(int way, int (*other)(int))
{
	switch (way) {
	case 0: return table[1];
	case 1: return other(way);
	default: wide += way; return wide > 5 ? 1 : 0;
	}
}
static int twice(int n)
{
	for (int i = 0; i < n; i++) {
		if (i == limit) continue;
		if (i > limit) break;
	}
	return n * 2;
}
static int __init start(void) { return pick(1, twice) == 2 ? 0 : -EINVAL; }
static void __exit stop(void) { kthread_stop(0); }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

describe("a program that was built", () => {
  let program: LinkedProgram;
  beforeAll(async () => {
    program = await build(moduleOf(MODULE));
  }, COMPILES);

  test("is still valid WebAssembly after all that was put into it", () => {
    expect(WebAssembly.validate(new Uint8Array(program.wasm))).toBe(true);
  });

  test("knows its parameters and their types", () => {
    expect(program.parameters).toEqual([
      { module: "m", name: "limit", type: "int", exportName: "param:m.limit:int" },
    ]);
  });

  test("knows which functions and variables are the module's", () => {
    const [{ functions, objects } = { functions: [0, 0], objects: [""] }] = program.modules;
    const [from, to] = functions;
    expect(program.functions.slice(from, to)).toEqual(
      expect.arrayContaining(["pick", "twice", "start", "stop"]),
    );
    expect(program.functions.slice(from, to)).not.toContain("kthread_stop");
    const own = program.data.filter(({ object }) => objects.includes(object));
    expect(own.map(({ name, constant }) => [name, constant])).toEqual(
      expect.arrayContaining([
        ["limit", false],
        ["wide", false],
        ["table", true],
      ]),
    );
  });

  test("places every call into the kernel at its line and column", () => {
    const call = program.sites.find(({ inModule, callee }) => inModule && callee === "kthread_stop");
    expect(call?.frames.at(-1)).toMatchObject({ function: "stop", file: "m.c", line: 24 });
  });
});

test("what no thread comes to is the module's all the same, and no service that nothing can call is linked beside it", async () => {
  const text = `${MODULE}
    static void __used nobody(void) { schedule(); }
    void others(void) { kthread_park(0); }`;
  const { functions, modules, sites } = await build(moduleOf(text));
  const own = modules.flatMap((one) => functions.slice(...one.functions));
  expect(own).toContain("others");
  // the linker's count is of what it kept, and takes no service for one of them
  expect(own.filter((name) => /^[a-z]\w*$/.test(name) && !text.includes(name))).toEqual([]);
  expect(sites.some(({ inModule, callee }) => inModule && callee === "kthread_park")).toBe(true);
  expect(functions).toContain("kthread_stop");
  expect(functions).not.toContain("mutex_lock_interruptible");
});

test("C that does not compile is refused with what the compiler said, against the user's path", async () => {
  const broken = { ...moduleOf("#include <linux/module.h>\nint x = ;\n"), userPath: () => "drivers/foo.c" };
  const error: unknown = await build(broken).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CompileError);
  expect(error instanceof CompileError && error.message).toBe(
    "drivers/foo.c does not compile for linux 6.12",
  );
  expect(error instanceof CompileError && error.diagnostics).toMatch(
    /^drivers\/foo\.c:2:9: error: expected expression/m,
  );
});

test("a call that the model lacks is listed with its place", async () => {
  const text =
    "#include <linux/module.h>\nint frobnicate(int);\nstatic int __init start(void) { return frobnicate(1); }\nmodule_init(start);\n";
  const { unmodelled, sites } = await build(moduleOf(text));
  expect(unmodelled.map(({ name }) => name)).toEqual(["frobnicate"]);
  expect(sites[unmodelled[0]?.site ?? -1]?.frames.at(-1)).toMatchObject({ function: "start", line: 3 });
});

test("two modules that are given as one are named as such", async () => {
  const text =
    "#include <linux/module.h>\nstatic int __init start(void) { return 0; }\nmodule_init(start);\n";
  const one = moduleOf(text);
  const files = new Map([...one.files, ["n.c", text]]);
  await expect(build({ ...one, units: ["m.c", "n.c"], files })).rejects.toThrow(
    "the module does not link: these are two modules, each with a module_init()",
  );
});
