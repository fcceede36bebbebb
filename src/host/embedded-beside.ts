import { Worker } from "node:worker_threads";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { Toolchain } from "../compile/toolchain.ts";
import { atBaseline } from "./baseline.ts";
import type { ToolAnswer, ToolJob } from "./compiler-worker.ts";
import { late, type Clock } from "./time-limit.ts";

/**
 * The compiler that unoops brings along, in a worker: it is WebAssembly, which nothing stops in the thread that runs it.
 * From the sources (tests), where a worker could not load it, it runs here.
 */
export function embeddedBeside(clock: Clock): Toolchain {
  const embedded = embeddedToolchain();
  if (import.meta.url.endsWith(".ts")) return atBaseline(embedded);
  return inWorker(embedded.id, new URL("./compiler-worker.js", import.meta.url), clock);
}

/** Runs each job in the worker of this address, one after the other; out of time, the worker is ended. */
export function inWorker(id: string, url: URL, clock: Clock): Toolchain {
  let worker: Worker | undefined;
  let before: Promise<unknown> = Promise.resolve();
  const perform = async (job: ToolJob): Promise<ToolAnswer> => {
    worker ??= new Worker(url, { stdout: true }); // standard output is the command's own; read, it would keep us alive
    const own = worker;
    try {
      return await ask(own, job, clock);
    } catch (error) {
      worker = undefined;
      await own.terminate();
      throw error;
    } finally {
      own.unref();
    }
  };
  return {
    id,
    async run(tool, args, files, outputs) {
      const job = { tool, args, files, outputs };
      const turn = before.then(
        () => perform(job),
        () => perform(job),
      );
      before = turn;
      const answer = await turn;
      if ("failure" in answer) throw new Error(answer.failure);
      return answer.run;
    },
  };
}

function ask(worker: Worker, job: ToolJob, clock: Clock): Promise<ToolAnswer> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const alarm = setTimeout(() => settle(() => reject(late(job.tool, clock))), clock.left());
    const settle = (action: () => void): void => {
      clearTimeout(alarm);
      worker.off("message", onMessage);
      worker.off("error", onError);
      action();
    };
    const onMessage = (answer: ToolAnswer): void => settle(() => resolve(answer));
    const onError = (error: Error): void => settle(() => reject(error));
    worker.on("message", onMessage);
    worker.on("error", onError);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    worker.postMessage(job);
  });
}
