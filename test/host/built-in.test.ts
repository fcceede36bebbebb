import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readModule } from "../../src/host/module-files.ts";

let tree = "";
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "unoops-built-in-"));
  mkdirSync(join(tree, "bus", "core"), { recursive: true });
  for (const name of ["MAINTAINERS", "Kconfig"]) writeFileSync(join(tree, name), "");
  write("bus/core/mill.c", "int mill;\n");
});
afterEach(() => rmSync(tree, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(join(tree, path), text);
}

function isBuiltIn(): boolean {
  return readModule([join(tree, "bus/core/mill.c")]).isBuiltIn === true;
}

const OPTION = "obj-$(CONFIG_MILL) += mill.o\n";

test.each([
  ["it is always built in", "obj-y += mill.o\n", ""],
  ["it is a part of what is always built in", "obj-y += core.o\ncore-objs += mill.o other.o\n", ""],
  ["its option is a bool", OPTION, "config MILL\n\tbool\n\nconfig OTHER\n\ttristate\n"],
  ["its option has a default and a prompt", OPTION, 'menuconfig MILL\n\tdef_bool y\n\tprompt "A mill"\n'],
])("a file is never in a module where %s", (_, makefile, kconfig) => {
  write("bus/core/Makefile", makefile);
  write("bus/Kconfig", kconfig);
  expect(isBuiltIn()).toBe(true);
});

test.each([
  ["it is a module", "obj-m += mill.o\n", ""],
  ["its option may be m", OPTION, 'config MILL\n\ttristate "A mill"\n'],
  ["its option may be m on one machine", OPTION, "config MILL\n\tbool\n\nconfig MILL\n\ttristate\n"],
  ["nobody says what its option is", OPTION, "config OTHER\n\tbool\n"],
  ["another module has it too", `obj-y += mill.o\nobj-m += both.o\nboth-y := mill.o\n`, ""],
  ["its Makefile does not list it", "obj-y += other.o\n", ""],
])("a file may be in a module where %s", (_, makefile, kconfig) => {
  write("bus/core/Makefile", makefile);
  write("bus/Kconfig", kconfig);
  expect(isBuiltIn()).toBe(false);
});

test("outside of a kernel tree nothing is built in, and no folder above is read", () => {
  rmSync(join(tree, "MAINTAINERS"));
  write("bus/core/Makefile", OPTION);
  write("bus/Kconfig", "config MILL\n\tbool\n");
  expect(isBuiltIn()).toBe(false);
});

test("a folder that is called like a Kconfig file is passed over", () => {
  write("bus/core/Makefile", OPTION);
  mkdirSync(join(tree, "bus/core/Kconfig.d"));
  write("bus/Kconfig", "config MILL\n\tbool\n");
  expect(isBuiltIn()).toBe(true);
});
