import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesFor } from "../../src/scan/files.ts";
import { checkFiles } from "../../src/scan/scan.ts";
import { planOf } from "../../src/sweep/entries.ts";
import { localRunner } from "../../src/sweep/local.ts";
import { planJobs } from "../../src/sweep/planned.ts";
import { markdownOf } from "../../src/sweep/report-text.ts";
import { htmlOf } from "../../src/sweep/report-html.ts";
import { jsonOf, sarifOf } from "../../src/sweep/report-json.ts";
import { pastOf, reportOf, type SweepReport } from "../../src/sweep/report.ts";
import type { Runner } from "../../src/sweep/runner.ts";
import type { ResultStore } from "../../src/sweep/store.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { withFiles } from "../run-command.ts";
import { EXAMPLES } from "../run/harness.ts";
import { memoryStore, moduleText } from "./harness.ts";

interface Once {
  readonly report: SweepReport;
  /** Labels of the jobs that were done. */
  readonly ran: readonly string[];
  readonly warnings: readonly string[];
}

async function once(
  paths: readonly string[],
  store: ResultStore,
  again = false,
  spoil?: Runner,
): Promise<Once> {
  const plan = await planJobs(planOf(paths, { kernel: "6.1" }), () => {});
  const local = spoil ?? localRunner({ slots: 1, time: 60_000, memory: 1 << 30, compiler: "auto" });
  const ran: string[] = [];
  const runner: Runner = {
    ...local,
    run: (jobs, sources, done) => {
      ran.push(...jobs.map(({ label }) => label));
      return local.run(jobs, sources, done);
    },
  };
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const swept = await sweep(plan, { store, runner, again, flaky: new Set(), onProgress: () => {}, warn });
  await store.keep(plan.name, pastOf(swept));
  return { report: reportOf(swept, ["error"]), ran, warnings };
}

const FOLDERS = {
  "a/a.c": moduleText(true, "a"),
  "b/b.c": moduleText(false, "b"),
  "c/c.c": moduleText(true, "c"),
};

test("a sweep finds what check finds, at the same places", () =>
  withFiles(FOLDERS, async (folder) => {
    const files = filesFor([folder], []);
    const checked = await checkFiles(files, {
      paths: [folder],
      unread: [],
      kernel: "6.1",
      cache: false,
      progress: () => {},
    });
    const { report } = await once([folder], memoryStore());
    const errors = checked.findings.filter(({ severity }) => severity === "error");
    expect(errors.length).toBeGreaterThan(1);
    expect(report.findings.map(({ finding }) => finding)).toEqual(errors);
  }));

test("a file of any name that a folder's files include is part of the job", () =>
  withFiles(
    { "a/a.c": `#include "life.inc"\n${moduleText(true, "x")}`, "a/life.inc": "int x;\n" },
    async (folder) => {
      const store = memoryStore();
      await once([folder], store);
      expect((await once([folder], store)).ran).toEqual([]);
      writeFileSync(join(folder, "a/life.inc"), "int y;\n");
      expect((await once([folder], store)).ran).toEqual([`${join(folder, "a")}, check, linux 6.1`]);
    },
  ));

test("a path at which there is nothing to do is named: nothing found is no clean sweep of it", () =>
  withFiles({ "a/a.c": "int x;\n" }, async (folder) => {
    const { report } = await once([folder], memoryStore());
    expect(report.passed).toEqual([`${folder}: no C file there speaks of kernel threads`]);
    expect(markdownOf(report)).toMatch(/^0 jobs\.$/m);
  }));

test("a second sweep does what changed, and nothing else", () =>
  withFiles(FOLDERS, async (folder) => {
    const store = memoryStore();
    const first = await once([folder], store);
    expect(first.ran).toHaveLength(3);
    expect((await once([folder], store)).ran).toEqual([]);
    writeFileSync(join(folder, "a/a.c"), moduleText(true, "another remark"));
    // the folders around a are not b's concern: it has all that it needs
    expect((await once([folder], store)).ran).toEqual([`${join(folder, "a")}, check, linux 6.1`]);
  }));

test("a folder that needs what lies around it is judged again when that changes", () => {
  const caller = `#include <linux/kthread.h>
struct task_struct *k;
int work(void *x);
int start(void) { k = kthread_run(work, NULL, "work"); return IS_ERR(k); }
void stop(void) { kthread_stop(k); }
`;
  const files = {
    "a/a.c": caller,
    "b/b.c": "int work(void *x) { return 0; }\n",
    "c/c.c": moduleText(false, "c"),
  };
  return withFiles(files, async (folder) => {
    const store = memoryStore();
    const first = await once([folder], store);
    expect(first.report.findings.map(({ finding }) => finding.rule)).toContain("kthread-stop-after-exit");
    writeFileSync(
      join(folder, "b/b.c"),
      "int work(void *x) { while (!kthread_should_stop()) schedule(); return 0; }\n",
    );
    const second = await once([folder], store);
    expect(second.ran).toEqual([
      `${join(folder, "a")}, check, linux 6.1`,
      `${join(folder, "b")}, check, linux 6.1`,
    ]);
    expect(second.report.findings).toEqual([]);
  });
});

test("what is new and what is gone since the last sweep is told, and a line that moved is neither", () =>
  withFiles(FOLDERS, async (folder) => {
    const store = memoryStore();
    const first = await once([folder], store);
    expect(first.report.isFirst).toBe(true);
    writeFileSync(join(folder, "a/a.c"), moduleText(true, "two\nlines"));
    writeFileSync(join(folder, "b/b.c"), moduleText(true, "b"));
    rmSync(join(folder, "c"), { recursive: true });
    const { report } = await once([folder], store);
    const fresh = report.findings.filter(({ isNew }) => isNew).map(({ finding }) => finding.span.file);
    expect(new Set(fresh)).toEqual(new Set([join(folder, "b/b.c")]));
    expect(new Set(report.gone.map(({ file }) => file))).toEqual(new Set([join(folder, "c/c.c")]));
    expect(report.findings.some(({ finding, isNew }) => finding.span.file.endsWith("a.c") && !isNew)).toBe(
      true,
    );
  }));

test("a SARIF log says of each result whether it is new, known or absent", () =>
  withFiles(FOLDERS, async (folder) => {
    const store = memoryStore();
    const first = await once([folder], store);
    expect(sarifOf(first.report, "0")).not.toContain("baselineState");
    writeFileSync(join(folder, "b/b.c"), moduleText(true, "b"));
    rmSync(join(folder, "c"), { recursive: true });
    const states = sarifOf((await once([folder], store)).report, "0").match(/"baselineState": "\w+"/g) ?? [];
    expect(new Set(states.map((one) => /"(\w+)"$/.exec(one)?.[1]))).toEqual(
      new Set(["new", "unchanged", "absent"]),
    );
  }));

test("every report names a job that was set aside with its reason, and the crashes of a log", () =>
  withFiles(
    { "panic.log": readFileSync(join(EXAMPLES, "ipq5018-rmmod.log")), "a/a.c": moduleText(true, "a") },
    async (folder) => {
      const honest = localRunner({ slots: 1, time: 60_000, memory: 1 << 30, compiler: "auto" });
      const failing: Runner = {
        ...honest,
        run: (jobs, sources, done) =>
          honest.run(jobs, sources, (job, outcome) =>
            done(job, job.job.kind === "check" ? { aside: "it took longer than 1 s" } : outcome),
          ),
      };
      const plan = [join(folder, "a"), join(folder, "panic.log")];
      const { report } = await once(plan, memoryStore(), false, failing);
      const reports = [
        markdownOf(report),
        jsonOf(report, "0"),
        sarifOf(report, "0"),
        await htmlOf(report, undefined),
      ];
      for (const text of reports) {
        expect(text).toContain("it took longer than 1 s");
        expect(text).toContain("exit_creds");
      }
    },
  ));

test("a job that comes out otherwise than before is named as flaky", () =>
  withFiles(FOLDERS, async (folder) => {
    const store = memoryStore();
    await once([folder], store);
    const honest = localRunner({ slots: 1, time: 60_000, memory: 1 << 30, compiler: "auto" });
    const spoiled: Runner = {
      ...honest,
      run: (jobs, sources, done) =>
        honest.run(jobs, sources, (job, outcome) =>
          done(
            job,
            "result" in outcome && job.label.includes("/a,")
              ? { result: { ...outcome.result, findings: [] } }
              : outcome,
          ),
        ),
    };
    expect((await once([folder], store, true)).report.flaky).toEqual([]);
    expect((await once([folder], store, true, spoiled)).report.flaky).toEqual([
      `${join(folder, "a")}, check, linux 6.1`,
    ]);
  }));

test("a file that changes while the sweep runs ends it: its result would be kept for another file", () =>
  withFiles(FOLDERS, async (folder) => {
    const plan = await planJobs(planOf([folder], { kernel: "6.1" }), () => {});
    writeFileSync(join(folder, "a/a.c"), "int x;\n");
    const runner = localRunner({ slots: 1, time: 60_000, memory: 1 << 30, compiler: "auto" });
    const options = { store: memoryStore(), runner, again: false, flaky: new Set<string>() };
    const swept = sweep(plan, { ...options, onProgress: () => {}, warn: () => {} });
    await expect(swept).rejects.toThrow("a.c changed while the sweep ran; start it again");
  }));

test("a store that is full is told once, and the report is the same", () =>
  withFiles(FOLDERS, async (folder) => {
    const full: ResultStore = {
      ...memoryStore(),
      put: async () => Promise.reject(new Error("database or disk is full")),
    };
    const { report, warnings } = await once([folder], full);
    expect(warnings).toEqual([
      "results cannot be kept, and are made again next time: database or disk is full",
    ]);
    expect(markdownOf(report)).toBe(markdownOf((await once([folder], memoryStore())).report));
  }));

test("the report quotes what sources and names of files say", () =>
  withFiles({ "a\x1b[2J`|<b>/a.c": moduleText(true, "x") }, async (folder) => {
    const { report } = await once([folder], memoryStore());
    const text = markdownOf(report);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
    const html = await htmlOf(report, undefined);
    expect(html).not.toContain("\x1b");
    expect(html).not.toContain("<b>");
  }));
