import { writeFileSync } from "node:fs";
import { UserError } from "../core/user-error.ts";
import { version } from "../host/package-version.ts";
import type { Compiler } from "../judge/toolchain.ts";
import { planOf, type EntryFlags } from "./entries.ts";
import { JOB_MEMORY_MB, JOB_SECONDS } from "./limits.ts";
import { localRunner } from "./local.ts";
import { planJobs } from "./planned.ts";
import { jsonOf, sarifOf } from "./report-json.ts";
import { markdownOf } from "./report-text.ts";
import { pastOf, reportOf, type SweepReport } from "./report.ts";
import type { Runner, Standing } from "./runner.ts";
import { sqliteStore } from "./sqlite-store.ts";
import { standingText } from "./standing-text.ts";
import type { Store } from "./store.ts";
import { sweep } from "./sweep.ts";

export type ReportKind = "md" | "json" | "sarif" | "html";

export interface SweepSetting extends EntryFlags {
  readonly queue: string | undefined;
  readonly sources?: string;
  readonly store: string;
  readonly workers: number;
  /** Seconds, and MB. */
  readonly jobTime?: number;
  readonly jobMemory?: number;
  readonly cc: Compiler;
  readonly again: boolean;
  readonly pedantic: boolean;
  readonly report: ReportKind;
  readonly out?: string;
  readonly metrics?: string;
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
  const plan = await planJobs(planOf(paths, setting), setting.say);
  const store = await storeOf(setting);
  try {
    const runner = runnerOf(setting);
    const swept = await sweep(plan, {
      store,
      runner,
      again: setting.again,
      warn: setting.warn,
      onProgress: (standing: Standing) => setting.tell(standingText(standing)),
    });
    const report = reportOf(swept, setting.pedantic ? ["error", "warning"] : ["error"]);
    setting.done();
    output(report, setting);
    await store.keep(plan.name, pastOf(swept)).catch((error: unknown) => {
      setting.warn(
        `this sweep cannot be remembered: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    return { found: report.findings.length > 0 || report.crashes.length > 0, aside: report.aside.length > 0 };
  } finally {
    setting.done();
    await store.close();
  }
}

async function storeOf({ store }: SweepSetting): Promise<Store> {
  return sqliteStore(store);
}

function runnerOf({ workers, jobTime, jobMemory, cc }: SweepSetting): Runner {
  return localRunner({
    slots: Math.ceil(workers),
    time: (jobTime ?? JOB_SECONDS) * 1000,
    memory: (jobMemory ?? JOB_MEMORY_MB) * (1 << 20),
    compiler: cc,
  });
}

function output(report: SweepReport, { report: kind, out, write }: SweepSetting): void {
  const text = TEXTS[kind](report, version());
  if (out === undefined) return write(text);
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new UserError(`--out ${out}: ${error instanceof Error ? error.message : "cannot be written"}`);
  }
}

const TEXTS: Record<ReportKind, (report: SweepReport, version: string) => string> = {
  md: markdownOf,
  json: jsonOf,
  sarif: sarifOf,
  html: markdownOf,
};
