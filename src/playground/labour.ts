import type { Answer, Job, Refusal, Result } from "./job.ts";
import { GRACE } from "./limits.ts";

/** What the page hears of a job. */
export interface Ears {
  readonly says: (text: string) => void;
  readonly done: (result: Result) => void;
  readonly refused: (refusal: Refusal) => void;
}

/** The worker, and the one job that it may have. Ending a job ends the worker: nothing else stops WebAssembly. */
export class Labour {
  #worker: Worker | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  begin(job: Job, ears: Ears): void {
    const worker = (this.#worker ??= new Worker(new URL("worker.js", import.meta.url), { type: "module" }));
    this.#waitForWord(job, ears);
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.#waitForWord(job, ears);
      if (data.type === "says") return ears.says(data.text);
      clearTimeout(this.#silence);
      return data.type === "done" ? ears.done(data.result) : ears.refused(data.refusal);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
      ears.refused({ message: `the worker of this page failed: ${event.message}`, diagnostics: [] });
    };
    worker.postMessage(job);
  }

  stop(): void {
    clearTimeout(this.#silence);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** The limits hold inside of the worker; this is for what they do not reach, such as a compiler that hangs. */
  #waitForWord(job: Job, ears: Ears): void {
    clearTimeout(this.#silence);
    const seconds = job.seconds + GRACE;
    this.#silence = setTimeout(() => {
      this.stop();
      ears.refused({ message: `given up: nothing was heard for ${seconds} s`, diagnostics: [] });
    }, seconds * 1000);
  }
}
