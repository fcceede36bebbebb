import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readModules } from "./arrows.ts";

const SRC = fileURLToPath(new URL("../../src/", import.meta.url));

test("a command imports no other command", () => {
  const own = readModules(SRC).filter(({ room }) => room === "cli");
  const commands = own
    .filter(({ file }) => /^export function register/m.test(readFileSync(SRC + file, "utf8")))
    .map(({ file }) => file.replace("cli/", "./"));
  expect(commands.length).toBeGreaterThan(6);
  const wrong = own
    .filter(({ file }) => file !== "cli/main.ts")
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ specifier }) => commands.includes(specifier))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
  expect(wrong).toEqual([]);
});
