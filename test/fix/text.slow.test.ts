import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import { attempts } from "../../src/fix/attempts.ts";
import { unifiedDiff } from "../../src/fix/index.ts";
import { changedFiles } from "../../src/fix/sources.ts";
import { readSource } from "../../src/source/index.ts";
import { moduleOf, textOf } from "./bench.ts";
import { sourceOf, styles } from "./generated-source.ts";

const hasPatch = spawnSync("patch", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "unoops-fix-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FINDING: Finding = {
  rule: "kthread-stop-after-exit",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 1, column: 1 },
  function: "finish",
  notes: [],
};

/** Every text that an idiom makes of a module, for a new kernel and an old one. */
function changesOf(text: string): { before: string; after: string; diff: string; title: string }[] {
  const source = moduleOf(text);
  return (["6.12", "5.10"] as const).flatMap((kernel) =>
    attempts(source, FINDING, [kernel]).flatMap((attempt) => {
      if (!attempt.source) return [];
      const diff = unifiedDiff(changedFiles(source, attempt.source), (path) => path);
      return [{ before: text, after: textOf(attempt.source), diff, title: attempt.idiom.title }];
    }),
  );
}

function runPatch(diff: string, ...args: string[]): void {
  execFileSync("patch", ["-p1", "--binary", "-s", ...args], { cwd: folder, input: diff });
}

test.skipIf(!hasPatch)(
  `a patch applies with patch -p1, and taking it back restores every byte${hasPatch ? "" : " (skipped: no patch(1) here)"}`,
  () => {
    let tried = 0;
    fc.assert(
      fc.property(styles, (style) => {
        for (const { before, after, diff } of changesOf(sourceOf(style))) {
          const file = join(folder, "module.c");
          writeFileSync(file, before);
          runPatch(diff);
          expect(readFileSync(file, "utf8")).toBe(after);
          runPatch(diff, "-R");
          expect(readFileSync(file, "utf8")).toBe(before);
          tried++;
        }
      }),
      { numRuns: 25 },
    );
    expect(tried).toBeGreaterThan(25);
  },
);

test("a changed file keeps its line breaks, its indentation and every line that is not the patch's business", () => {
  fc.assert(
    fc.property(styles, (style) => {
      for (const { before, after } of changesOf(sourceOf(style))) {
        const other = style.newline === "\n" ? /\r\n/ : /[^\r]\n/;
        expect(after).not.toMatch(other);
        expect(after.endsWith(style.newline)).toBe(before.endsWith(style.newline));
        if (style.indent !== "\t") expect(after).not.toMatch(/\t/);
        for (const comment of before.match(/\/\*.*?\*\//g) ?? []) expect(after).toContain(comment);
      }
    }),
    { numRuns: 60 },
  );
});

test("a changed file still reads as C", () => {
  fc.assert(
    fc.property(styles, (style) => {
      for (const { after } of changesOf(sourceOf(style))) {
        const file = readSource("module.c", after);
        const bodies = [...file.functions.values()].map(({ body }) => body);
        expect(bodies.length).toBeGreaterThanOrEqual(3);
        expect(bodies.every(Boolean), file.unreadable.map(({ reason }) => reason).join()).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test("what lies between #if and #endif is left alone, and the refusal says so", () => {
  const text = sourceOf({
    indent: "\t",
    newline: "\n",
    lastNewline: true,
    handle: "global",
    test: "IS_ERR",
    stop: "plain",
    thread: "at once",
    wrapped: false,
    ownLine: true,
  });
  const split = text.replace("\tkthread_stop(k);", "#ifdef MODULE\n\tkthread_stop(k);\n#endif");
  const [hold] = attempts(moduleOf(split), FINDING, ["5.10"]);
  expect(hold?.source).toBeUndefined();
  expect(hold?.refusal).toMatch(/between #if and #endif/);
});

test("a thread that a macro creates is left alone, and the refusal says so", () => {
  const text = `#include <linux/kthread.h>
#define START(fn) (k = kthread_run(fn, NULL, "x"))
static struct task_struct *k;
static int work(void *data)
{
	return 0;
}
static int start(void)
{
	START(work);
	return 0;
}
static void finish(void)
{
	kthread_stop(k);
}
`;
  const [hold] = attempts(moduleOf(text), FINDING, ["6.12"]);
  expect(hold?.source).toBeUndefined();
  expect(hold?.refusal).toMatch(/macro/);
});

test("a thread that empties its own handle is not made to wait for a stop that cannot come", () => {
  const text = `#include <linux/kthread.h>
static struct task_struct *k;
static int work(void *data)
{
	k = NULL;
	return 0;
}
static void start(void)
{
	k = kthread_run(work, NULL, "x");
}
static void finish(void)
{
	if (k)
		kthread_stop(k);
}
`;
  const made = attempts(moduleOf(text), FINDING, ["6.12"]);
  const [hold, wait, across, keep] = made;
  expect([hold?.source, wait?.source, across?.source]).toEqual([undefined, undefined, undefined]);
  expect(hold?.refusal).toMatch(/sets its handle to NULL/);
  expect(keep?.source && textOf(keep.source)).toBe(text.replace("\tk = NULL;\n", ""));
});
