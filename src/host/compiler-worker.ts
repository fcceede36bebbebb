import { setFlagsFromString } from "node:v8";
import { parentPort } from "node:worker_threads";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { Files, Tool, ToolRun } from "../compile/toolchain.ts";

/** One run of a tool. Plain data: it goes to a worker. */
export interface ToolJob {
  readonly tool: Tool;
  readonly args: readonly string[];
  readonly files: Files;
  readonly outputs: readonly string[];
}

/** What the worker answers; what went wrong beyond the tool's own refusal is told as its text. */
export type ToolAnswer = { readonly run: ToolRun } | { readonly failure: string };

const toolchain = embeddedToolchain();

/**
 * While a tool runs, V8 leaves WebAssembly as its baseline compiler makes it: optimizing the compiler's own 60 MB costs more than what it is
 * used for. The flag counts for the whole process, and modules that are searched want the other one.
 */
const BASELINE = { on: "--liftoff-only", off: "--no-liftoff-only" };

async function answer({ tool, args, files, outputs }: ToolJob): Promise<ToolAnswer> {
  setFlagsFromString(BASELINE.on);
  try {
    return { run: await toolchain.run(tool, args, files, outputs) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    setFlagsFromString(BASELINE.off);
  }
}

parentPort?.on("message", (job: ToolJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  void answer(job).then((said) => parentPort?.postMessage(said));
});
