import { once } from "node:events";
import type { CompilerName } from "../compile/toolchain.ts";
import { JOB_MEMORY_MB, JOB_SECONDS } from "./limits.ts";
import { serveMetrics } from "./metrics.ts";
import { startWorker } from "./worker.ts";

export interface ServeSetting {
  readonly queue: string;
  readonly sources?: string;
  readonly workers: number;
  /** Seconds, MB, seconds. */
  readonly jobTime?: number;
  readonly jobMemory?: number;
  readonly lease: number;
  readonly cc: CompilerName;
  readonly confirm: boolean;
  readonly metrics?: string;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Works until it is told to stop. */
export async function serve(setting: ServeSetting): Promise<void> {
  const jobs = { done: 0, failed: 0 };
  const metrics =
    setting.metrics === undefined
      ? undefined
      : await serveMetrics(setting.metrics, [
          { name: "unoops_worker_jobs_done", help: "Jobs that this worker did.", value: () => jobs.done },
          { name: "unoops_worker_jobs_failed", help: "Tries that failed here.", value: () => jobs.failed },
        ]);
  const worker = await startWorker({
    queue: setting.queue,
    sources: setting.sources,
    slots: Math.ceil(setting.workers),
    time: (setting.jobTime ?? JOB_SECONDS) * 1000,
    memory: (setting.jobMemory ?? JOB_MEMORY_MB) * (1 << 20),
    compiler: setting.cc,
    confirm: setting.confirm,
    lease: setting.lease * 1000,
    say: setting.say,
    onJob: (how) => void jobs[how]++,
  });
  if (!setting.signal.aborted) await once(setting.signal, "abort");
  await worker.drain();
  metrics?.close();
}
