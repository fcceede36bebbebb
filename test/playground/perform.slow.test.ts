import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PlaygroundJob } from "../../src/playground/job.ts";
import { perform, refusalOf, type Tools } from "../../src/playground/perform.ts";
import { buildOptions, EXAMPLES } from "../run/harness.ts";

const TOOLS: Tools = { ...buildOptions("6.12", "x86_64"), version: "1", say: () => {} };
const LOG = readFileSync(join(EXAMPLES, "ipq5018-rmmod.log"), "utf8");

function jobFor(kind: PlaygroundJob["kind"], path: string, more: Partial<PlaygroundJob> = {}): PlaygroundJob {
  const source = readFileSync(path, "utf8");
  return {
    kind,
    source,
    file: "some-module.c",
    log: "",
    kernel: undefined,
    faults: false,
    seconds: 60,
    ...more,
  };
}

describe("what the page asks for, without a disk", () => {
  test("a module is run, and the command is told that does the same", async () => {
    const { page, patch } = await perform(jobFor("run", join(EXAMPLES, "early-exit.c")), TOOLS);
    expect(page.badge.word).toBe("BUG");
    expect(page.stories[0]?.replay).toMatch(/^unoops run some-module\.c --replay 6\.12:/);
    expect(patch).toBeUndefined();
  });

  test("a safe module", async () => {
    const { page } = await perform(jobFor("run", join(EXAMPLES, "stop-loop.c")), TOOLS);
    expect(page.badge.word).toBe("SAFE");
  });

  test("a log is explained", async () => {
    const { page } = await perform({ ...jobFor("explain", join(EXAMPLES, "early-exit.c")), log: LOG }, TOOLS);
    expect(page.logs[0]?.summary).toContain("kthread_stop()");
    expect(page.logs[0]?.lines.length).toBeGreaterThan(20);
  });

  test("a log and its module are solved for the log's own kernel, and the patch becomes the module", async () => {
    const job = { ...jobFor("solve", join(EXAMPLES, "early-exit.c")), log: LOG };
    const { page, patch } = await perform(job, TOOLS);
    expect(page.badge.word).toBe("SOLVED");
    expect(page.facts[0]).toBe("linux 4.4");
    expect(page.stories[0]?.replay).toMatch(/^unoops run some-module\.c --replay 4\.4:/);
    expect(patch?.diff).toContain("+++ b/some-module.c");
    const mended = await perform({ ...job, kind: "run", source: patch?.source ?? "" }, TOOLS);
    expect(mended.page.badge.word).toBe("SAFE");
  });

  test("a module that does not compile is refused with what the compiler said, by the user's own name", async () => {
    const job = {
      ...jobFor("run", join(EXAMPLES, "early-exit.c")),
      source: "#include <linux/module.h>\nint f(void) { return nothing; }\n",
    };
    const error: unknown = await perform(job, TOOLS).catch((thrown: unknown) => thrown);
    expect(refusalOf(error, job)?.message).toBe(
      "some-module.c does not compile for linux 6.12, nor can a part of it be run: no thread is created in these files",
    );
    expect(refusalOf(error, job)?.diagnostics.join("\n")).toMatch(/^some-module\.c:2:\d+: error: .*nothing/m);
  });

  test("where only a part of a module compiles, the result says so, and what the compiler said of the whole", async () => {
    const job = jobFor("run", join(EXAMPLES, "early-exit.c"));
    const source = job.source.replace("return -ENOMEM;", "return nothing;");
    const { page, part } = await perform({ ...job, source }, TOOLS);
    expect(page.badge.word).toBe("BUG");
    expect(part?.message).toMatch(/^some-module\.c does not compile .*; the part .* 3 of 3 functions$/);
    expect(part?.diagnostics.join("\n")).toContain("nothing");
    expect((await perform(job, TOOLS)).part).toBeUndefined();
  });

  test("a call of another kernel is told with the kernel that has it", async () => {
    const source = "#include <linux/timer.h>\nvoid *stop(void) { return del_timer_sync; }\n";
    const job = { ...jobFor("run", join(EXAMPLES, "early-exit.c")), source, kernel: "7.2" as const };
    const error: unknown = await perform(job, TOOLS).catch((thrown: unknown) => thrown);
    expect(refusalOf(error, job)?.diagnostics.at(-1)).toContain("removed in 6.15");
  });

  test.each([
    ["no module", { source: " " }, "there is no module"],
    ["a name that is none", { file: "../x.c" }, "called name.c"],
    [
      "a log that is too long",
      { kind: "explain" as const, log: "x".repeat(2_000_001) },
      "too long for this page",
    ],
    ["a log without a crash", { kind: "solve" as const, log: "all is well\n" }, "no crash in this log"],
  ])("%s is refused in a sentence", async (_what, more, said) => {
    const job = jobFor("run", join(EXAMPLES, "early-exit.c"), more);
    const error: unknown = await perform(job, TOOLS).catch((thrown: unknown) => thrown);
    expect(refusalOf(error, job)?.message).toContain(said);
  });

  test("an error of ours is no refusal", () => {
    expect(refusalOf(new Error("oh"), jobFor("run", join(EXAMPLES, "early-exit.c")))).toBeUndefined();
  });

  test("the time limit holds, and is said", async () => {
    const { page } = await perform(jobFor("run", join(EXAMPLES, "stop-loop.c"), { seconds: 0.0001 }), TOOLS);
    expect(page.badge.word).toBe("BOUNDED");
    expect(page.coverage.join("\n")).toContain("0.0001 s");
  });

  test("nothing of a log's escapes reaches the page", async () => {
    const log = LOG.replace("PREEMPT", "\x1b[31mPREEMPT\u202e\x07");
    const { page } = await perform({ ...jobFor("explain", join(EXAMPLES, "early-exit.c")), log }, TOOLS);
    expect(JSON.stringify(page)).not.toMatch(/\\u001b|\\u0007|\u202e/);
    expect(JSON.stringify(page)).toContain(String.raw`PREEMPT\\x202e\\x07`);
  });
});
