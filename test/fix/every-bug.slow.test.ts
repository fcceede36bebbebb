import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { FixReport } from "../../src/core/fix.ts";
import type { KernelVersion } from "../../src/core/kernel-version.ts";
import { isRuleId } from "../../src/core/rules.ts";
import { IDIOMS } from "../../src/fix/idioms/index.ts";
import { fixModule } from "../../src/fix/index.ts";
import { withTexts } from "../../src/fix/sources.ts";
import { readModule } from "../../src/host/module-files.ts";
import { EXAMPLES, expectation, FIXTURES, twoKernels } from "../run/harness.ts";
import { bugsWithTwins } from "../run/fixtures.ts";
import { benchFor } from "./bench.ts";

/** Rules whose idioms know files, devices, interrupts and the network; those of the other rules know threads, timers and work only. */
const WORLD_RULES = new Set(["file-outlives-module", "handler-outlives-module"]);

/** Of other rules, bugs of threads and work that others of the world only show. */
const SHOWN_BY_THE_WORLD = new Set(["freed-before-cancel.c", "switch-hidden-last.c"]);

/** No idiom knows a count that its own mutex protects: fix refuses it, and says so. */
const UNKNOWN_TO_IDIOMS = new Set(["count-under-mutex.c"]);

/** Headers whose functions are threads, timers, work, locks and memory: whatever includes another one is of the world around these. */
const CORE =
  /^linux\/(atomic|bitops|bug|completion|delay|err|hrtimer|kernel|kfifo|kref|kthread|ktime|list|module|moduleparam|mutex|rcupdate|refcount|rwlock|rwsem|sched|sched\/\w+|semaphore|slab|spinlock|string|timer|version|wait|workqueue)\.h$/;

const BUGS = [
  ...["early-exit.c", "signal-exit.c"].map((name) => join(EXAMPLES, name)),
  ...bugsWithTwins()
    .map((name) => join(FIXTURES, name))
    .filter((path) => hasIdiom(expectation(path)) && !isLeftOut(path)),
  ...fixtureFolders(),
];

/** An endless loop, an index too large: what is meant only its author knows. */
function hasIdiom(rule: string): boolean {
  return isRuleId(rule) && IDIOMS[rule] !== undefined;
}

function isLeftOut(path: string): boolean {
  if (SHOWN_BY_THE_WORLD.has(basename(path))) return false;
  return UNKNOWN_TO_IDIOMS.has(basename(path)) || (usesTheWorld(path) && !WORLD_RULES.has(expectation(path)));
}

function usesTheWorld(path: string): boolean {
  if (!path.endsWith(".c")) return false;
  const text = readFileSync(path, "utf8");
  const beside = [...text.matchAll(/^#include "([^"]+)"/gm)].map(([, name = ""]) =>
    join(dirname(path), name),
  );
  const texts = [text, ...beside.map((header) => readFileSync(header, "utf8"))].join("\n");
  return [...texts.matchAll(/^#include <([^>]+)>/gm)].some(([, header = ""]) => !CORE.test(header));
}

/** Modules written for `fix` alone: fields, arrays, several files, several threads. */
function fixtureFolders(): string[] {
  const folder = join(FIXTURES, "../fix");
  return readdirSync(folder).map((name) => join(folder, name));
}

/** Timers are deleted by another name since 6.2, and only by that since 6.15: a patch is for one side. */
const SIDES: readonly (readonly KernelVersion[])[] = [
  ["4.4", "6.1"],
  ["6.12", "7.2"],
];

for (const [turn, path] of BUGS.entries()) {
  const hasTimer = path.endsWith(".c") && /timer_list|TIMER_ARG/.test(readFileSync(path, "utf8"));
  for (const kernels of hasTimer ? SIDES : [twoKernels(turn)]) mended(path, kernels);
}

/** One test: a patch is proven, and the patched module has nothing to mend. */
function mended(path: string, kernels: readonly KernelVersion[]): void {
  test(`${basename(path, ".c")} is mended for linux ${kernels.join(", ")}, and mending it again changes nothing`, async () => {
    const source = readModule([path]);
    const report = await fixModule(source, benchFor(...kernels));
    const [best] = report.candidates;
    expect(best?.judgement?.proof, wayOf(report)).toBe("proven");
    const patched = withTexts(source, new Map(best?.files.map((file) => [file.path, file.after])));
    // that it is safe on each of them is what was proven
    const [kernel = "6.12"] = kernels;
    const again = await fixModule(patched, benchFor(kernel));
    expect(again.targets).toEqual([]);
    expect(again.before.map(({ outcome }) => outcome)).toEqual(["safe"]);
    expect(again.candidates).toEqual([]);
  });
}

function wayOf({ candidates, targets }: FixReport): string {
  const rules = targets.map(({ rule }) => rule).join(", ");
  return `${rules}: ${candidates.map(({ title, refusal, judgement }) => `${title}: ${refusal ?? judgement?.proof}`).join("; ")}`;
}

test("every bug module says which bug it is", () => {
  for (const name of bugsWithTwins()) expect(expectation(join(FIXTURES, name))).not.toBe("safe");
});
