import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const ROWS = [
  ...readFileSync(`${ROOT}docs/glossary.md`, "utf8").matchAll(
    /^\| ([^|]+) \| [^|]+ \| `([^`]+)`(?: `(\w+)`)? \|$/gm,
  ),
].map(([, term = "", file = "", name]) => ({ term, file, name }));

test("a term's file exists and has the name that the glossary gives", () => {
  expect(ROWS.length).toBeGreaterThan(50);
  const wrong = ROWS.filter(({ file, name }) => {
    if (!existsSync(ROOT + file)) return true;
    const exported = new RegExp(
      `^export (?:abstract )?(?:interface|type|class|const|function) ${name ?? ""}\\b`,
      "m",
    );
    return name !== undefined && !exported.test(readFileSync(ROOT + file, "utf8"));
  });
  expect(wrong).toEqual([]);
});

test("every line of the glossary is read, and the terms stand in order", () => {
  const lines = readFileSync(`${ROOT}docs/glossary.md`, "utf8").match(/^\| (?!term|---)/gm) ?? [];
  expect(ROWS.length).toBe(lines.length);
  const terms = ROWS.map(({ term }) => term.toLowerCase());
  expect(terms).toEqual(terms.toSorted());
});
