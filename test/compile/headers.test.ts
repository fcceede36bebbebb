import { expect, test } from "vitest";
import { bringingHeaders } from "../../src/compile/brought-along.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { build, moduleOf } from "./build.ts";
import { missingIn } from "./headers.ts";

test.each(["linux/module.h", "linux/kthread.h", "linux/delay.h", "linux/fs.h", "linux/interrupt.h"])(
  "%s alone shows the names that Linux's shows, of those that our headers have",
  async (header) => {
    expect(await missingIn(header)).toEqual([]);
  },
);

const RELATIONS = new Map([
  [
    "kernel/include-relations/5.10.txt",
    "linux/a.h: linux/b.h\nlinux/b.h: linux/c.h +linux/d.h\nlinux/d.h: linux/e.h\n",
  ],
  ["kernel/include-relations/6.1.txt", "linux/a.h: linux/e.h\n"],
  ...["a", "b", "c", "d", "e"].map((name): [string, string] => [`kernel/include/linux/${name}.h`, ""]),
]);
const unit = new Map([["m.c", "#include <linux/a.h>\n"]]);
const brought = (version: "4.4" | "5.10" | "6.12"): string[] =>
  [
    ...String(bringingHeaders(unit, RELATIONS, version).get("brings/linux/a.h")).matchAll(
      /^#include <(.*)>$/gm,
    ),
  ].map(([, path = ""]) => path);

test("a header brings what Linux's of the version brings, and of a header that only shares a name that header alone", () => {
  expect(brought("5.10")).toEqual(["linux/b.h", "linux/c.h", "linux/d.h"]);
  expect(brought("4.4")).toEqual(["linux/b.h", "linux/c.h", "linux/d.h"]);
  expect(brought("6.12")).toEqual(["linux/e.h"]);
});

test("a name that is brought along stands in no module's way: its configuration may not bring it", async () => {
  const text = [
    "#include <linux/module.h>",
    "static int si_meminfo(int x) { return x; }",
    "static int __init start(void) { return si_meminfo(0); }",
    "module_init(start);\n",
  ].join("\n");
  const unit = new Map([["m.c", text]]);
  const brings = bringingHeaders(unit, readKernelFiles().files, "6.12").get("brings/linux/module.h");
  expect(brings).toContain("<linux/mm.h>");
  expect((await build(moduleOf(text))).warnings).toBe("");
});
