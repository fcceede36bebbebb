import { expect, test } from "vitest";
import { CompileError } from "../../src/compile/compile-error.ts";
import { build, moduleOf } from "./build.ts";

const around = (top: string, body: string): string => `#include <linux/module.h>
#include <linux/frobnication.h>
${top}
static int __init start(void) { ${body} return 0; }
static void __exit stop(void) { }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test("a type that no kernel of the model has is a number where a module hands its values on, and the program says so", async () => {
  const program = await build(
    moduleOf(around("static frob_t last;", "frob_t one = frob_get(); last = one; frob_put(one);")),
  );
  expect(program.assumed).toEqual(["frob_t, a type that the model lacks, is a number"]);
  expect(program.warnings).toContain("warning: unknown type name 'frob_t': taken as a number\n");
});

test("a module whose types are known takes nothing for granted", async () => {
  expect((await build(moduleOf(around("static u64 last;", "last = 1;")))).assumed).toEqual([]);
});

test.each([
  ["has members", "static frob_t last;", "last.users = 1;"],
  ["is a lock by its name", "static frob_lock_t last;", "frob_lock(&last);"],
  ["is a function by its name", "static frob_fn_t last;", "frob_call(last);"],
  ["is called", "static frob_t last;", "last(1);"],
  ["is one of many", "static a_t a; static b_t b; static c_t c; static d_t d; static e_t e;", ""],
])("a type that %s is refused as before", async (_what, top, body) => {
  await expect(build(moduleOf(around(top, body)))).rejects.toThrow(CompileError);
});

test("an unknown constant is no type", async () => {
  await expect(build(moduleOf(around("", "int mode = FROB_MODE; frob(mode);")))).rejects.toThrow(
    CompileError,
  );
});
