import { parentPort, workerData } from "node:worker_threads";
import { CompileError } from "../compile/compile-error.ts";
import { UserError } from "../core/user-error.ts";
import type { Mended, Ran } from "../lsp/workbench.ts";
import { performEditorJob, type EditorJob } from "./editor-job.ts";

/** What a worker answers: a UserError is told as its text, for its class is lost on the way. */
export type EditorAnswer = { readonly result: Ran | Mended } | { readonly refusal: string };

async function answer(job: EditorJob): Promise<EditorAnswer> {
  try {
    return { result: await performEditorJob(job) };
  } catch (error) {
    if (error instanceof CompileError)
      return {
        refusal: [
          error.message,
          ...error.diagnostics.split("\n").filter((line) => /\berror: /.test(line)),
        ].join("\n"),
      };
    if (error instanceof UserError) return { refusal: error.message };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
void answer(workerData).then((said) => parentPort?.postMessage(said));
