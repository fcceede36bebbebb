import { expect, test } from "vitest";
import { absenceWarnings, absentHeaders } from "../../src/compile/absent-headers.ts";
import type { ModuleSource } from "../../src/compile/module-source.ts";

const KERNEL = new Map([["kernel/include/linux/module.h", ""]]);

function moduleOf(files: Record<string, string>, flags: readonly string[] = []): ModuleSource {
  return {
    name: "one",
    units: ["module/one.c"],
    files: new Map(Object.entries(files)),
    flags,
    userPath: (path) => path,
  };
}

function warningsOf(source: ModuleSource): string {
  return absenceWarnings(absentHeaders(source, KERNEL), source);
}

test("what another file of the folder includes is nothing that the module lacks", () => {
  const files = {
    "module/one.c": '#include <linux/module.h>\n#include "own.h"\n',
    "module/own.h": "#include <linux/frob.h>\n",
    "module/two.c": "#include <linux/other.h>\n",
    "module/other/module.h": "#include <linux/another.h>\n",
  };
  expect(warningsOf(moduleOf(files))).toBe(
    "warning: <linux/frob.h> is not in the model, and is taken as empty\n",
  );
});

test("a header that a flag or a macro has included is looked into", () => {
  const files = { "module/one.c": "", "module/config.h": "#include <linux/frob.h>\n" };
  expect(warningsOf(moduleOf(files, ["-include config.h"]))).toContain("<linux/frob.h>");
  const computed = { ...files, "module/one.c": "#include CONFIG\n" };
  expect(warningsOf(moduleOf(computed))).toContain("<linux/frob.h>");
});

test("nothing is said of a header that the module has itself", () => {
  const files = { "module/one.c": "#include <frob/kernel.h>\n", "module/frob/kernel.h": "" };
  expect(warningsOf(moduleOf(files))).toBe("");
});
