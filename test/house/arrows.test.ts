import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ARROWS, readModules, violations, type Module } from "./arrows.ts";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

test("imports go down only", () => {
  expect(violations(readModules(SRC))).toEqual([]);
});

test("the rule sees every module and their imports", () => {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const modules = readModules(SRC);
  expect(modules.length).toBe(files.length);
  expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(modules.length / 2);
  expect(modules.map((module) => module.room).filter((room) => !(room in ARROWS))).toEqual([]);
});

test("the rule refuses an arrow that goes up, and a room that reaches for the disk", () => {
  const up: Module = {
    file: "core/x.ts",
    room: "core",
    imports: [{ specifier: "../cli/main.ts", room: "cli", typeOnly: false }],
  };
  const disk: Module = {
    file: "oops/x.ts",
    room: "oops",
    imports: [{ specifier: "node:fs", room: undefined, typeOnly: false }],
  };
  const fine: Module = {
    file: "cli/x.ts",
    room: "cli",
    imports: [{ specifier: "../core/x.ts", room: "core", typeOnly: false }],
  };
  expect(violations([up, disk, fine])).toHaveLength(2);
});
