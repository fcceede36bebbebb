import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { perform, type ScanJob, type ScanResult } from "./worker.ts";

/** Room for tokens and syntax trees, most of which die young; the default costs a third of the time. */
const YOUNG_MB = 96;

/** Jobs below this number are not worth a worker's start. */
const FEW = 12;

/**
 * Does jobs on all processors and hands each result over as it comes. From the sources (tests), where a worker could not
 * load them, it does them here, one after the other.
 */
export async function performAll(
  jobs: readonly ScanJob[],
  done: (index: number, result: ScanResult) => void,
): Promise<void> {
  if (jobs.length < FEW || import.meta.url.endsWith(".ts")) {
    for (const [index, job] of jobs.entries()) done(index, perform(job));
    return;
  }
  let next = 0;
  const run = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    try {
      for (let index = next++; index < jobs.length; index = next++) {
        const job = jobs[index];
        if (job) done(index, await ask(worker, job));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8, jobs.length) }, run));
}

function ask(worker: Worker, job: ScanJob): Promise<ScanResult> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      action();
    };
    const onMessage = (result: ScanResult): void => settle(() => resolve(result));
    const onError = (error: Error): void => settle(() => reject(error));
    worker.on("message", onMessage);
    worker.on("error", onError);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    worker.postMessage(job);
  });
}
