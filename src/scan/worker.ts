import { parentPort } from "node:worker_threads";
import type { KernelVersion } from "../core/kernel-version.ts";
import { tryReadBytes } from "../host/read.ts";
import { checkUnit, speaksOfCallbacks, speaksOfThreads, type CheckedUnit, type UnitResult } from "./units.ts";

/** One piece of work. */
export type ScanJob =
  | {
      readonly kind: "look";
      readonly files: readonly string[];
      /** Files that speak of timers, work or tasklets count as well: where there are few, each is judged. */
      readonly callbacks: boolean;
    }
  | { readonly kind: "check"; readonly unit: CheckedUnit; readonly kernel: KernelVersion };

export type ScanResult =
  | {
      readonly kind: "look";
      readonly found: readonly string[];
      /** Files that could not be read, with the system's word for why. */
      readonly unread: readonly (readonly [string, string])[];
    }
  | { readonly kind: "check"; readonly result: UnitResult };

/** Does a job; the same in a worker and without one. */
export function perform(job: ScanJob): ScanResult {
  if (job.kind === "check") return { kind: "check", result: checkUnit(job.unit, job.kernel) };
  const found: string[] = [];
  const unread: [string, string][] = [];
  for (const file of job.files) {
    const bytes = tryReadBytes(file);
    if (typeof bytes === "string") unread.push([file, bytes]);
    else if (speaksOfThreads(bytes) || (job.callbacks && speaksOfCallbacks(bytes))) found.push(file);
  }
  return { kind: "look", found, unread };
}

parentPort?.on("message", (job: ScanJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage(perform(job));
});
