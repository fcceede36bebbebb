import { Worker } from "node:worker_threads";
import { UserError } from "../core/user-error.ts";
import type { Mended, Ran } from "../lsp/workbench.ts";
import type { EditorJob } from "./editor-job.ts";
import type { EditorAnswer } from "./editor-worker.ts";

export function inWorker(job: EditorJob & { readonly kind: "run" }, signal: AbortSignal): Promise<Ran>;
export function inWorker(job: EditorJob & { readonly kind: "mend" }, signal: AbortSignal): Promise<Mended>;

/**
 * Does slow work beside the editor's own, so that typing goes on; called off, it ends at once.
 * @throws UserError when the module cannot be run
 */
export function inWorker(job: EditorJob, signal: AbortSignal): Promise<Ran | Mended> {
  const worker = new Worker(new URL("./editor-worker.js", import.meta.url), {
    workerData: job,
    stdout: true, // it is the editor's, and speaks another language
  });
  worker.stdout.resume();
  return new Promise<Ran | Mended>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new UserError("called off")));
    worker.once("message", (answer: EditorAnswer) => {
      if ("result" in answer) resolve(answer.result);
      else reject(new UserError(answer.refusal));
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the worker ended without an answer")));
  }).finally(() => worker.terminate());
}
