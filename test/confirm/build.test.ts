import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import { kbuildFor } from "../../src/confirm/build/kbuild.ts";
import { OLDER_COMPILER } from "../../src/confirm/build/compiler.ts";
import { parseKernel } from "../../src/confirm/kernels/cached.ts";

function source(unit: string, ...flags: readonly string[]): ModuleSource {
  return { name: "m", units: [unit], files: new Map(), flags, userPath: (path) => path };
}

test("neither make nor the shell acts on a flag", () => {
  const text = kbuildFor(source("module/m.c", "-DX=$(shell id)#", "-Imodule/include", "-DY='; id'"));
  expect(text).toContain("'-DX=$$(shell id)\\#'");
  expect(text).toContain("-I$(src)/'module/include'");
  expect(text).toContain("'-DY='\\''; id'\\'''");
});

test("a file name that kbuild cannot build is refused", () => {
  expect(() => kbuildFor(source("module/a b.c"))).toThrow("rename it");
  expect(() => kbuildFor(source("module/$(id).c"))).toThrow("rename it");
});

test.skipIf(spawnSync("bash", ["-c", ":"]).status !== 0)(
  "flags of a newer gcc are put in older words",
  () => {
    const words = ["echo", "-fmin-function-alignment=16", "-fstrict-flex-arrays=3", "-DX=a b"];
    expect(spawnSync("bash", ["-c", OLDER_COMPILER, "cc", ...words], { encoding: "utf8" }).stdout).toBe(
      "-falign-functions=16 -DX=a b\n",
    );
  },
);

test("a description of a kernel is read as what it is, or not at all", () => {
  const whole = {
    id: "6.1-amd64",
    version: "6.1",
    arch: "x86_64",
    release: "6.1.0-56-amd64",
    headers: "h",
    image: "i",
    make: [],
  };
  expect(parseKernel(whole, "/k")).toEqual({ ...whole, headers: "/k/h", image: "/k/i" });
  expect(parseKernel({ ...whole, version: "9.9" }, "/k")).toBeUndefined();
  expect(parseKernel({ ...whole, make: [1] }, "/k")).toBeUndefined();
  expect(parseKernel("6.1", "/k")).toBeUndefined();
});
