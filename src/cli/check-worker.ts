import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { CheckResult } from "../check/index.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { checkUnit, speaksOfThreads, type Unit } from "./check-units.ts";

/** One piece of work. */
export type Job =
  | { readonly kind: "look"; readonly files: readonly string[] }
  | { readonly kind: "check"; readonly unit: Unit; readonly kernel: KernelVersion };

export type JobResult =
  | { readonly kind: "look"; readonly found: readonly string[] }
  | { readonly kind: "check"; readonly result: CheckResult };

/** Does a job; the same in a worker and without one. */
export function perform(job: Job): JobResult {
  if (job.kind === "check") return { kind: "check", result: checkUnit(job.unit, job.kernel) };
  return { kind: "look", found: job.files.filter((file) => speaksOfThreads(readFileSync(file))) };
}

parentPort?.on("message", (job: Job) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage(perform(job));
});
