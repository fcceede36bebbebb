import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

/** The files that make a name of a type known to others, by name. */
function exportedTypes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const [, name = ""] of readFileSync(join(SRC, file), "utf8").matchAll(
      /^export (?:abstract )?(?:interface|type|class) (\w+)/gm,
    )) {
      found.set(name, [...(found.get(name) ?? []), file]);
    }
  }
  return found;
}

test("the name of a type that others can import stands for one thing in the whole house", () => {
  const twice = [...exportedTypes()].filter(([, files]) => files.length > 1);
  expect(twice).toEqual([]);
});
