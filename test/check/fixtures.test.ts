import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { isKernelVersion, type KernelVersion } from "../../src/core/kernel-version.ts";
import { readSource } from "../../src/source/index.ts";

const FOLDER = fileURLToPath(new URL("fixtures", import.meta.url));

/** `/* expect: rule-id *\/` beside the line that is found; `warn:` for a warning. */
const EXPECTED = /\/\* (expect|warn): ([\w-]+) \*\//;

for (const name of readdirSync(FOLDER).toSorted()) {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const promise = /^\/\* (.*?) \*\//.exec(text)?.[1] ?? name;
  for (const kernel of kernelsOf(text)) {
    test(`${name}: ${promise} (${kernel})`, () => {
      const result = checkProgram(
        [readSource(name, text, { versionCode: 0xffffff, prefers: "kthread_" })],
        [],
        kernel,
      );
      const found = result.findings.map(
        ({ rule, severity, span }) => `${span.line}: ${severity === "error" ? "expect" : "warn"} ${rule}`,
      );
      expect(found).toEqual(expectedIn(text));
      expect(result.unjudged).toEqual([]);
    });
  }
}

/** Kernels a fixture is read for: those of its `/* kernel: 5.10 6.1 *\/` line, else 6.12. */
function kernelsOf(text: string): KernelVersion[] {
  const named = /\/\* kernel: (.*?) \*\//.exec(text)?.[1] ?? "6.12";
  return named.split(" ").filter(isKernelVersion);
}

function expectedIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const match = EXPECTED.exec(line);
    return match ? [`${index + 1}: ${match[1]} ${match[2]}`] : [];
  });
}
