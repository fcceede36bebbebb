import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { MEASURED_KERNELS, type KernelVersion } from "../../src/core/kernel-version.ts";
import { readSource } from "../../src/source/index.ts";
import { EXAMPLES, FIXTURES } from "../run/harness.ts";

const DOCUMENT = fileURLToPath(new URL("../../docs/agreement.md", import.meta.url));

/** Every module that `run` can execute whole: C files, and folders of several. */
export function modules(): string[] {
  return [EXAMPLES, FIXTURES].flatMap((folder) =>
    readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isDirectory() || (path.endsWith(".c") && hasItsHeaders(path)))
      .toSorted(),
  );
}

/** Of a driver whose own headers are elsewhere only a part is run. */
function hasItsHeaders(path: string): boolean {
  const own = [...readFileSync(path, "utf8").matchAll(/^#include "([^"]+)"/gm)].map(([, name = ""]) => name);
  return own.every((name) => existsSync(join(dirname(path), name)));
}

/** What `check --pedantic` says of a module: rules, those it is not certain of in brackets; `nothing`. */
export function checkSays(path: string, kernel: KernelVersion): string {
  const files = path.endsWith(".c")
    ? [path]
    : readdirSync(path)
        .filter((name) => /\.[ch]$/.test(name))
        .map((name) => join(path, name));
  const sources = files.map((file) => readSource(file, readFileSync(file, "utf8")));
  const own = new Set(sources.flatMap(({ includes }) => includes));
  const headers = readdirSync(path.endsWith(".c") ? dirname(path) : path)
    .filter((name) => name.endsWith(".h") && own.has(name) && path.endsWith(".c"))
    .map((name) => readSource(name, readFileSync(join(dirname(path), name), "utf8")));
  const { findings } = checkProgram(sources, headers, kernel);
  const words = findings.map(({ rule, severity }) => (severity === "error" ? rule : `(${rule})`));
  return [...new Set(words)].toSorted().join(" ") || "nothing";
}

export function saysTheSame(path: string): void {
  const said = new Set(MEASURED_KERNELS.map((kernel) => checkSays(path, kernel)));
  expect([nameOf(path), said.size]).toEqual([nameOf(path), 1]);
}

/** Whether the two say the same: `run` in one word or its rules, which may be more, `check` in its errors. */
export function agree(run: string, check: string): boolean {
  if (check === "nothing") return /^(safe|bounded)/.test(run);
  const found = new Set(run.split(" "));
  return check.split(" ").every((rule) => found.has(rule));
}

/** Module, `run`, `check` and reason of each difference that docs/agreement.md lists. */
export function listedDifferences(): { module: string; run: string; check: string; why: string }[] {
  return [...readFileSync(DOCUMENT, "utf8").matchAll(/^\| (\S+[.-]\S+) \| (.+?) \| (.+?) \| (.+) \|$/gm)].map(
    ([, module = "", run = "", check = "", why = ""]) => ({ module, run, check, why }),
  );
}

export function nameOf(path: string): string {
  return basename(path);
}
