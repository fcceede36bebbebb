import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { findSources } from "../../src/scan/files.ts";
import { decodeSource } from "../../src/host/read.ts";
import { readSource } from "../../src/source/index.ts";
import { BUGGY } from "./run-check.ts";

test("a file of a million lines is judged", () => {
  const filler = Array.from(
    { length: 250_000 },
    (_, index) => `static int f${index}(int x)\n{\n\treturn x + ${index};\n}\n`,
  );
  const result = checkProgram([readSource("long.c", filler.join("") + BUGGY)], [], "6.12");
  expect(result.findings.map(({ span }) => span.line)).toEqual([1_000_013]);
});

test("a function of ten thousand branches, and brackets ten thousand deep, do no harm", () => {
  const branches = Array.from({ length: 10_000 }, (_, index) => `\tif (x == ${index})\n\t\tgoto out;\n`).join(
    "",
  );
  const wide = `static struct task_struct *t;\nstatic int f(void *x)\n{\n${branches}out:\n\treturn 0;\n}\nstatic int s(void)\n{\n\tt = kthread_run(f, NULL, "f");\n\treturn PTR_ERR_OR_ZERO(t);\n}\nstatic void e(void)\n{\n\tkthread_stop(t);\n}\n`;
  expect(checkProgram([readSource("wide.c", wide)], [], "6.12").findings).toHaveLength(1);
  for (const [open, close] of [
    ["(", ")"],
    ["{", "}"],
    ["[", "]"],
    ["if (x) ", ";"],
    ["!", "x"],
    ["x ? ", "1"],
  ] as const) {
    const deep = `int f(void)\n{\n\tx = ${open.repeat(10_000)}1${close.repeat(10_000)};\n}\n`;
    expect(() => checkProgram([readSource("deep.c", deep)], [], "6.12")).not.toThrow();
  }
});

const TREES = process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees");

/** Other files of each: most of the older ones are much the same in the newest. bench/check-truth.ts reads whole trees. */
const TREE_READINGS = [
  { version: "5.10", nth: 8, from: 0 },
  { version: "6.1", nth: 8, from: 3 },
  { version: "6.12", nth: 8, from: 5 },
  { version: "7.2", nth: 2, from: 0 },
];

for (const { version, nth, from } of TREE_READINGS) {
  test(`one in ${nth} of the C files of ${version} is read without a crash`, ({ skip }) => {
    const tree = join(TREES, version);
    if (!existsSync(tree)) skip(`${tree} is not there; bench/fetch-trees.ts fetches it`);
    let functions = 0;
    let unreadable = 0;
    for (const [index, path] of findSources([tree]).entries()) {
      if (index % nth !== from) continue;
      const file = readSource(path, decodeSource(readFileSync(path)));
      for (const fn of file.functions.values()) if (fn.flow) functions++;
      unreadable += file.unreadable.length;
    }
    expect(unreadable / (functions + unreadable)).toBeLessThan(0.005);
  });
}
