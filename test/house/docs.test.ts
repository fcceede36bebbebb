import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function below(folder: string): string[] {
  return readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`);
}

const FILES = ["src", "test", "bench", "playground"].flatMap(below);
const PAGES = ["README.md", "CONTRIBUTING.md", ...below("docs").filter((name) => name.endsWith(".md"))];

test.each(PAGES)("every file of ours that %s names is there", (page) => {
  const named = [...readFileSync(ROOT + page, "utf8").matchAll(/`([\w./-]+\.ts)`/g)].map(
    ([, name = ""]) => name,
  );
  expect(named.filter((name) => !FILES.some((file) => `/${file}`.endsWith(`/${name}`)))).toEqual([]);
});
