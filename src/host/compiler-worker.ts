import { parentPort } from "node:worker_threads";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { Files, Tool, ToolRun } from "../compile/toolchain.ts";
import { atBaseline } from "./baseline.ts";

/** One run of a tool. Plain data: it goes to a worker. */
export interface ToolJob {
  readonly tool: Tool;
  readonly args: readonly string[];
  readonly files: Files;
  readonly outputs: readonly string[];
}

/** What the worker answers; what went wrong beyond the tool's own refusal is told as its text. */
export type ToolAnswer = { readonly run: ToolRun } | { readonly failure: string };

const toolchain = atBaseline(embeddedToolchain());

async function answer({ tool, args, files, outputs }: ToolJob): Promise<ToolAnswer> {
  try {
    return { run: await toolchain.run(tool, args, files, outputs) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on("message", (job: ToolJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  void answer(job).then((said) => parentPort?.postMessage(said));
});
