import { expect, test } from "vitest";
import { RED_ZONE } from "../../src/compile/wasm/red-zones.ts";
import { build, moduleOf } from "./build.ts";

test("literals and constants keep their sizes and their contents, and lie apart, also where one is the end of another", async () => {
  const text = [
    "#include <linux/module.h>",
    'static const char *const names[] = { "alpha", "pha" };',
    "static const short sizes[3] = { 1, 2, 3 };",
    'static int __init start(void) { pr_info("%s %d\\n", names[1], sizes[2]); return 0; }',
    "module_init(start);\n",
  ].join("\n");
  const { data } = await build(moduleOf(text));
  const constants = data.filter(({ object, constant }) => object === "m.o" && constant);
  const size = (name: string): number | undefined => constants.find((one) => one.name === name)?.size;
  expect([size("names"), size("sizes")]).toEqual([8, 6]);
  const literals = constants.filter(({ name }) => name.startsWith(".L.str"));
  expect(literals.map((one) => one.size)).toEqual(expect.arrayContaining([6, 4]));
  const placed = constants.toSorted((a, b) => a.address - b.address);
  for (const [at, one] of placed.entries())
    expect(placed[at + 1]?.address ?? Infinity).toBeGreaterThanOrEqual(one.address + one.size + RED_ZONE);
});
