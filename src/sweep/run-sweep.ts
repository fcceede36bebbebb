import { messageOf } from "../core/message-of.ts";
import { writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { UserError } from "../core/user-error.ts";
import { version } from "../host/package-version.ts";
import { refuseUnwritable } from "../host/writable.ts";
import type { CompilerName } from "../compile/toolchain.ts";
import { planOf, type EntryFlags } from "./entries.ts";
import { blobsAt } from "./blobs-at.ts";
import { connect } from "./connect.ts";
import { JOB_MEMORY_MB, JOB_SECONDS } from "./limits.ts";
import { localRunner } from "./local.ts";
import { serveMetrics, type Metric } from "./metrics.ts";
import { planJobs } from "./planned.ts";
import { queueRunner } from "./queue-runner.ts";
import { redisStore } from "./redis-store.ts";
import { Remote } from "./remote.ts";
import { htmlOf } from "./report-html.ts";
import { jsonOf, sarifOf } from "./report-json.ts";
import { markdownOf } from "./report-text.ts";
import { pastOf, reportOf, type SweepReport } from "./report.ts";
import type { Runner, SweepProgress } from "./runner.ts";
import { sqliteStore } from "./sqlite-store.ts";
import { standingText } from "./standing-text.ts";
import type { ResultStore } from "./store.ts";
import { sweep } from "./sweep.ts";

export type ReportKind = "md" | "json" | "sarif" | "html";

/** What the command line says of a sweep. */
export interface SweepFlags extends EntryFlags {
  readonly sources?: string;
  readonly workers: number;
  /** Seconds, and MB. */
  readonly jobTime?: number;
  readonly jobMemory?: number;
  readonly cc: CompilerName;
  readonly again: boolean;
  readonly pedantic: boolean;
  readonly report: ReportKind;
  readonly out?: string;
  readonly metrics?: string;
}

export interface SweepSetting extends SweepFlags {
  readonly queue: string | undefined;
  readonly store: string;
  /** What goes wrong without ending the sweep. */
  readonly warn: (text: string) => void;
  /** How far the planning is, and the sweep. */
  readonly say: (text: string) => void;
  readonly tell: (text: string) => void;
  readonly done: () => void;
  /** The report, where no file is named. */
  readonly write: (text: string) => void;
}

/** Plans, does what is not done, reports, and remembers. */
export async function runSweep(
  paths: readonly string[],
  setting: SweepSetting,
): Promise<{ found: boolean; aside: boolean }> {
  const entries = planOf(paths, setting);
  if (setting.out !== undefined) refuseUnwritable("--out", setting.out);
  const flaky = new Set<string>();
  // a tree takes minutes to plan: what does not answer is told before
  const { store, runner, close } = await meansOf(setting, flaky);
  let standing: SweepProgress = { done: 0, total: 0, workers: 0, ms: 0 };
  let metrics: Server | undefined;
  try {
    if (setting.metrics !== undefined)
      metrics = await serveMetrics(
        setting.metrics,
        metricsOf(() => standing),
      );
    const plan = await planJobs(entries, setting.say);
    const swept = await sweep(plan, {
      store,
      runner,
      flaky,
      again: setting.again,
      warn: setting.warn,
      onProgress: (now) => {
        standing = now;
        setting.tell(standingText(now));
      },
    });
    const report = reportOf(swept, setting.pedantic ? ["error", "warning"] : ["error"]);
    setting.done();
    await output(report, setting);
    await store.keep(plan.name, pastOf(swept)).catch((error: unknown) => {
      setting.warn(`this sweep cannot be remembered: ${messageOf(error)}`);
    });
    return { found: report.findings.length > 0 || report.crashes.length > 0, aside: report.aside.length > 0 };
  } finally {
    setting.done();
    metrics?.close();
    await close();
  }
}

function metricsOf(now: () => SweepProgress): Metric[] {
  return [
    { name: "unoops_sweep_jobs", help: "Jobs of this sweep.", value: () => now().total },
    { name: "unoops_sweep_jobs_done", help: "Jobs that are done.", value: () => now().done },
    { name: "unoops_sweep_workers", help: "Workers that are alive.", value: () => now().workers },
    { name: "unoops_sweep_seconds", help: "Time since it began.", value: () => now().ms / 1000 },
  ];
}

interface Means {
  readonly store: ResultStore;
  readonly runner: Runner;
  close(): Promise<void>;
}

/** Where results are kept, and who does the jobs. */
async function meansOf(setting: SweepSetting, flaky: Set<string>): Promise<Means> {
  const { queue: url, sources, store: place, again, warn } = setting;
  if (url === undefined) {
    if (place === "queue") throw new UserError("--store queue: there is no --queue");
    if (sources !== undefined) throw new UserError(`--sources ${sources}: there is no --queue`);
    const store = await sqliteStore(place);
    return { store, runner: localRunnerOf(setting), close: () => store.close() };
  }
  if (setting.jobTime !== undefined || setting.jobMemory !== undefined)
    warn("with --queue, --job-time and --job-memory are the workers' to say: they count for unoops worker");
  const client = await connect(url, warn);
  const remote = new Remote(client, await blobsAt(sources, client));
  const store = place === "queue" ? redisStore(remote) : await sqliteStore(place);
  const runner = await queueRunner({ remote, again, warn, flaky: (hash) => void flaky.add(hash) });
  return {
    store,
    runner,
    close: async () => {
      await runner.close();
      await store.close();
    },
  };
}

function localRunnerOf({ workers, jobTime, jobMemory, cc }: SweepSetting): Runner {
  return localRunner({
    slots: Math.ceil(workers),
    time: (jobTime ?? JOB_SECONDS) * 1000,
    memory: (jobMemory ?? JOB_MEMORY_MB) * (1 << 20),
    compiler: cc,
  });
}

async function output(report: SweepReport, { report: kind, out, write }: SweepSetting): Promise<void> {
  try {
    const text = kind === "html" ? await htmlOf(report, out) : TEXTS[kind](report, version());
    if (out === undefined) write(text);
    else writeFileSync(out, text);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UserError(`--out ${out ?? ""}: ${error.message}`);
  }
}

const TEXTS: Record<Exclude<ReportKind, "html">, (report: SweepReport, version: string) => string> = {
  md: markdownOf,
  json: jsonOf,
  sarif: sarifOf,
};
