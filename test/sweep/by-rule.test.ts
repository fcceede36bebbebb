import { expect, test } from "vitest";
import { planOf } from "../../src/sweep/entries.ts";
import { ruleVersions } from "../../src/sweep/engine.ts";
import { jobHash, placesOf, type Job, type RuleVersions } from "../../src/sweep/job.ts";
import { localRunner } from "../../src/sweep/local.ts";
import { planJobs, type WholePlan } from "../../src/sweep/planned.ts";
import { reportOf, type SweepReport } from "../../src/sweep/report.ts";
import type { Runner } from "../../src/sweep/runner.ts";
import type { ResultStore } from "../../src/sweep/store.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { withFiles } from "../run-command.ts";
import { memoryStore, moduleText } from "./harness.ts";

/** An error pointer that is stopped, beside a thread that ends by itself: two rules find something. */
const TWO = moduleText(true, "two").replace(/\tif \(IS_ERR.*\n.*\n/, "");

const CHANGED = "f".repeat(16);

/** The plan of a version of unoops in which some rules are others. */
function withRules(plan: WholePlan, rules: RuleVersions): WholePlan {
  const items = plan.items.map((item) => {
    const job: Job = item.job.kind === "check" ? { ...item.job, rules } : item.job;
    return { ...item, job, hash: jobHash(job), ...placesOf(job) };
  });
  return { ...plan, items };
}

interface Once {
  readonly report: SweepReport;
  /** The rules that each job asked for. */
  readonly asked: readonly (readonly string[])[];
}

async function once(plan: WholePlan, store: ResultStore): Promise<Once> {
  const local = localRunner({ slots: 1, time: 60_000, memory: 1 << 30, compiler: "auto" });
  const asked: string[][] = [];
  const runner: Runner = {
    ...local,
    run: (jobs, sources, done) => {
      asked.push(...jobs.map(({ job }) => (job.kind === "check" ? Object.keys(job.rules).toSorted() : [])));
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
  return { report: reportOf(await sweep(plan, options), ["error", "warning"]), asked };
}

const planOfFolder = (folder: string): Promise<WholePlan> =>
  planJobs(planOf([folder], { kernel: "6.1" }), () => {});

test("a rule that changed is asked again, and no other: what those found is kept", () =>
  withFiles({ "a/a.c": TWO, "b/b.c": moduleText(false, "b") }, async (folder) => {
    const store = memoryStore();
    const plan = await planOfFolder(folder);
    const first = await once(plan, store);
    const rules = [...new Set(first.report.findings.map(({ finding }) => finding.rule))];
    expect(rules).toEqual(expect.arrayContaining(["kthread-err-ptr", "kthread-stop-after-exit"]));
    expect(first.asked).toEqual([allRules(), allRules()]);
    const changed = withRules(plan, { ...ruleVersions(), "kthread-err-ptr": CHANGED });
    const second = await once(changed, store);
    expect(second.asked).toEqual([["kthread-err-ptr"], ["kthread-err-ptr"]]);
    expect(told(second.report)).toEqual(told(first.report));
    expect((await once(changed, store)).asked).toEqual([]);
    // back to the version before: again that rule alone
    expect((await once(plan, store)).asked).toEqual([["kthread-err-ptr"], ["kthread-err-ptr"]]);
  }));

test("findings of a rule that is no more are gone, without any job", () =>
  withFiles({ "a/a.c": TWO }, async (folder) => {
    const store = memoryStore();
    const plan = await planOfFolder(folder);
    await once(plan, store);
    const { "kthread-err-ptr": _, ...fewer } = ruleVersions();
    const { report, asked } = await once(withRules(plan, fewer), store);
    expect(asked).toEqual([]);
    expect(report.findings.map(({ finding }) => finding.rule)).not.toContain("kthread-err-ptr");
    expect(report.findings.map(({ finding }) => finding.rule)).toContain("kthread-stop-after-exit");
  }));

function allRules(): string[] {
  return Object.keys(ruleVersions()).toSorted();
}

function told({ findings }: SweepReport): unknown[] {
  return findings.map(({ finding }) => finding);
}
