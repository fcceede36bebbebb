import type { PlaygroundAnswer, PlaygroundJob, Refusal, PlaygroundResult } from "./job.ts";
import { GRACE } from "./limits.ts";

/** What the page hears of a job. */
export interface Ears {
  readonly says: (text: string) => void;
  readonly done: (result: PlaygroundResult) => void;
  readonly refused: (refusal: Refusal) => void;
}

/** The worker, and the one job that it may have. Ending a job ends the worker: nothing else stops WebAssembly. */
export class Labour {
  #worker: Worker | undefined;
  #job: { readonly seconds: number; readonly ears: Ears } | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  begin(job: PlaygroundJob, ears: Ears): void {
    this.#job = { seconds: job.seconds + GRACE, ears };
    this.#worker ??= this.#hire();
    this.#worker.postMessage(job);
    this.#waitForWord();
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#end();
  }

  #hire(): Worker {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<PlaygroundAnswer>) => this.#hear(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#giveUp(`the worker of this page failed: ${event.message}`);
    });
    return worker;
  }

  #hear(answer: PlaygroundAnswer): void {
    if (answer.type === "says") {
      this.#waitForWord();
      this.#job?.ears.says(answer.text);
      return;
    }
    const ears = this.#end();
    if (answer.type === "done") ears?.done(answer.result);
    else ears?.refused(answer.refusal);
  }

  /** The limits hold inside of the worker; this is for what they do not reach, such as a compiler that hangs. */
  #waitForWord(): void {
    clearTimeout(this.#silence);
    const seconds = this.#job?.seconds ?? 0;
    this.#silence = setTimeout(
      () => this.#giveUp(`given up: nothing was heard for ${seconds} s`),
      seconds * 1000,
    );
  }

  #giveUp(message: string): void {
    const ears = this.#job?.ears;
    this.stop();
    ears?.refused({ message, diagnostics: [] });
  }

  #end(): Ears | undefined {
    clearTimeout(this.#silence);
    const ears = this.#job?.ears;
    this.#job = undefined;
    return ears;
  }
}
