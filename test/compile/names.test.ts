import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { build, moduleOf } from "./build.ts";

/** Words that Linux's headers do not have, and users may have: each needs the prefix `unoops_`, or two underscores. */
const OURS = /^(unoops_|UNOOPS_|__|_[A-Z])/;

const { files } = readKernelFiles();
const known = new Set(
  readFileSync(fileURLToPath(new URL("linux-names.txt", import.meta.url)), "utf8").split(/\s+/),
);

test("every macro of our headers is one of Linux's, stands before a function of that name that the header declares, or has our prefix", () => {
  const strangers = [...files].flatMap(([path, text]) => {
    if (!path.includes("/include/") || typeof text !== "string") return [];
    const functions = new Set(
      [...text.matchAll(/^\w[\w\s]*?[\s*](\w+)\([^;{]*\)[^;{]*;/gm)].map(([, name = ""]) => name),
    );
    return [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => !OURS.test(name) && !known.has(name) && !functions.has(name))
      .map((name) => `${path}: ${name}`);
  });
  expect(strangers).toEqual([]);
});

test("a module may give its functions and variables the names of the model's helpers and of kernel functions it does not include", async () => {
  const names = [
    "m_exit",
    "park",
    "new_task",
    "expect",
    "delete_module",
    "do_one_initcall",
    "ret_from_fork",
    "sort",
  ];
  const text = [
    "#include <linux/module.h>",
    "int kthread;",
    ...names.map((name) => `int ${name}(void) { return 1; }`),
    `static int __init start(void) { return ${names.map((name) => `${name}()`).join(" + ")}; }`,
    "module_init(start);",
  ];
  const program = await build(moduleOf(text.join("\n")));
  expect(program.unmodelled).toEqual([]);
  expect(program.warnings).toBe("");
});

test("a header that the model has not is empty, and the compiler's output says so", async () => {
  const text =
    "#include <linux/module.h>\n#include <linux/frobnication.h>\nstatic int __init start(void) { return 0; }\nmodule_init(start);\n";
  const { warnings } = await build(moduleOf(text));
  expect(warnings).toBe("warning: <linux/frobnication.h> is not in the model, and is taken as empty\n");
});

test("a header of the kernel's that is written in quotes, and the model has not, is empty as well", async () => {
  const text =
    '#include "linux/frobnication.h"\n#include <linux/module.h>\nstatic int __init start(void) { return 0; }\nmodule_init(start);\n';
  const { warnings } = await build(moduleOf(text));
  expect(warnings).toBe("warning: <linux/frobnication.h> is not in the model, and is taken as empty\n");
});

test("a header of the module's own that is not there is no kernel's", async () => {
  await expect(build(moduleOf('#include "frobnication.h"\n#include <linux/module.h>\n'))).rejects.toThrow(
    "does not compile",
  );
});
