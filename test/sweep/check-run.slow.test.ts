import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planOf } from "../../src/sweep/entries.ts";
import { localRunner } from "../../src/sweep/local.ts";
import { planJobs } from "../../src/sweep/planned.ts";
import { htmlOf } from "../../src/sweep/report-html.ts";
import { reportOf, type SweepReport } from "../../src/sweep/report.ts";
import type { Runner } from "../../src/sweep/runner.ts";
import type { ResultStore } from "../../src/sweep/store.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { runIn } from "../check/run-check.ts";
import { withFiles } from "../run-command.ts";
import { memoryStore, moduleText } from "./harness.ts";

const FUNCTION = /static int work[^}]*}\n/;

/** Two that a run shows, of which one has its thread's function in another file; one that is fine, and one that is no module. */
const FILES = {
  "a/main.c": moduleText(true, "a"),
  "b/main.c": moduleText(false, "b"),
  "c/main.c": moduleText(true, "c").replace(FUNCTION, "int work(void *unused);\n"),
  "c/work.c": "int work(void *unused)\n{\n\treturn 0;\n}\n",
  "0/half.c": moduleText(true, "half").replace(
    "k = kthread_run",
    "if (nobody_knows(k))\n\t\treturn 1;\n\tk = kthread_run",
  ),
};

async function once(
  folder: string,
  store: ResultStore,
): Promise<{ report: SweepReport; ran: readonly string[] }> {
  const plan = await planJobs(planOf([folder], { kernel: "6.1", checkRun: true }), () => {});
  const local = localRunner({ slots: 1, time: 60_000, memory: 1 << 30, compiler: "auto" });
  const ran: string[] = [];
  const runner: Runner = {
    ...local,
    run: (jobs, sources, done) => {
      ran.push(...jobs.map(({ label }) => label));
      return local.run(jobs, sources, done);
    },
  };
  const options = {
    store,
    runner,
    again: false,
    flaky: new Set<string>(),
    onProgress: () => {},
    warn: () => {},
  };
  return { report: reportOf(await sweep(plan, options), ["error"]), ran };
}

test("a sweep of check --run tells what the command tells: first what a run shows, with its interleaving", () =>
  withFiles(FILES, async (folder) => {
    const { report } = await once(folder, memoryStore());
    const { stdout } = await runIn(folder, [
      "--run",
      "--json",
      "--kernel",
      "6.1",
      "--timeout",
      "100",
      folder,
    ]);
    const { findings }: { findings: unknown[] } = JSON.parse(stdout);
    expect(report.findings.map(({ finding }) => finding)).toEqual(findings);
    const shown = report.findings.map(({ finding }) => finding.witness !== undefined);
    expect(shown.filter(Boolean).length).toBeGreaterThan(1);
    expect(shown).toEqual(shown.toSorted((a, b) => Number(b) - Number(a)));
    expect(report.findings[0]?.by).toBe("check --run 6.1");

    const out = join(folder, "out.html");
    const page = await htmlOf(report, out);
    const [, link = ""] = /href="(out-timelines\/[^"]+)"/.exec(page) ?? [];
    expect(existsSync(join(folder, link))).toBe(true);
    expect(readFileSync(join(folder, link), "utf8")).toContain("kthread_stop");
  }));

test("only the file that changed is read and run again", () =>
  withFiles({ "a/main.c": FILES["a/main.c"], "b/main.c": FILES["b/main.c"] }, async (folder) => {
    const store = memoryStore();
    expect((await once(folder, store)).ran).toHaveLength(2);
    expect((await once(folder, store)).ran).toEqual([]);
    writeFileSync(join(folder, "a/main.c"), moduleText(true, "another remark"));
    expect((await once(folder, store)).ran).toEqual([`${folder}/a/main.c, check --run, linux 6.1`]);
  }));
