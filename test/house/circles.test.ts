import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ARROWS, readModules, type Module } from "./arrows.ts";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

/** The parts of one machine know the whole by its type, and nothing else of it. */
const WHOLE = join("machine", "machine.ts");

/** The files of a room that a module needs, types included. */
function needs({ file, imports }: Module): string[] {
  return imports.flatMap(({ specifier, typeOnly }) => {
    if (!specifier.startsWith(".")) return [];
    const target = join(dirname(file), specifier);
    return typeOnly && target === WHOLE ? [] : [target];
  });
}

/** One way from a file back to itself, for each file that has one. */
function circles(modules: readonly Module[]): string[] {
  const next = new Map(modules.map((module) => [module.file, needs(module)]));
  return modules.flatMap(({ file }) => {
    const from = new Map<string, string>();
    const queue = [file];
    for (const at of queue) {
      for (const target of next.get(at) ?? []) {
        if (target === file) {
          const way = [at];
          for (let one = from.get(at); one !== undefined; one = from.get(one)) way.unshift(one);
          return [[...way, file].join(" -> ")];
        }
        if (from.has(target)) continue;
        from.set(target, at);
        queue.push(target);
      }
    }
    return [];
  });
}

/** Files of one room, each with the other that it imports. */
function modules(...pairs: [string, string][]): Module[] {
  return pairs.map(([file, other]) => ({
    file: join("check", file),
    room: "check",
    imports: [{ specifier: `./${other}`, room: "check", typeOnly: true }],
  }));
}

test("no file needs itself, by whatever way", () => {
  expect(circles(readModules(SRC))).toEqual([]);
});

test("the rule refuses a circle of two files of one room", () => {
  expect(circles(modules(["a.ts", "b.ts"], ["b.ts", "a.ts"]))).toHaveLength(2);
  expect(circles(modules(["a.ts", "b.ts"], ["b.ts", "c.ts"]))).toEqual([]);
});

test("every arrow is used", () => {
  const used = new Set(
    readModules(SRC).flatMap(({ room, imports }) =>
      imports.flatMap(({ room: target }) => (target === undefined ? [] : [`${room} -> ${target}`])),
    ),
  );
  const unused = Object.entries(ARROWS).flatMap(([room, targets]) =>
    targets.map((target) => `${room} -> ${target}`).filter((arrow) => !used.has(arrow)),
  );
  expect(unused).toEqual([]);
});
