import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { closureOf, readModules, type Module } from "./arrows.ts";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));
const ALL = readModules(SRC);

/** What a browser loads. */
const ENTRIES = ["playground/app.tsx", "playground/worker.ts", "page/client.tsx"].map((file) =>
  join(...file.split("/")),
);

function moduleWith(file: string, specifier: string): Module {
  return { file, room: "x", imports: [{ specifier, room: undefined, typeOnly: false }] };
}

/** Imports of what only Node has. */
function nodeImports(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports
      .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith("node:"))
      .map(({ specifier }) => `${file} needs ${specifier}`),
  );
}

test.each(ENTRIES)("nothing that %s needs is Node's, however far down", (entry) => {
  expect(nodeImports(closureOf(ALL, entry))).toEqual([]);
});

test("the rule sees through rooms: the worker needs the explorer, and the compiler", () => {
  const files = closureOf(ALL, ENTRIES[1]!).map(({ file }) => file);
  expect(files).toContain(join("explore", "explore.ts"));
  expect(files).toContain(join("compile", "embedded.ts"));
  expect(files).toContain(join("oops", "dataflow", "capstone.ts"));
});

test("the rule refuses what reaches for the disk two files further down", () => {
  const modules = [
    moduleWith("a.ts", "./b.ts"),
    moduleWith("b.ts", "./c.ts"),
    moduleWith("c.ts", "node:path"),
  ];
  expect(nodeImports(closureOf(modules, "a.ts"))).toEqual(["c.ts needs node:path"]);
  expect(nodeImports(closureOf(modules, "d.ts"))).toEqual([]);
});
