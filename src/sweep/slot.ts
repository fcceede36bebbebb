import { fork, type ChildProcess } from "node:child_process";
import type { Cache } from "../compile/cache.ts";
import { printableLine } from "../core/printable.ts";
import type { CompilerName } from "../compile/toolchain.ts";
import type { Job } from "./job.ts";
import type { Inputs } from "./sources.ts";
import type { FromChild, ToChild } from "./protocol.ts";
import type { JobResult } from "./result.ts";

/** What a job may take, and what it is done with. */
export interface SlotOptions {
  /** Bytes. */
  readonly memory: number;
  /** Milliseconds. */
  readonly time: number;
  readonly compiler: CompilerName;
  /** Compiled modules of other machines. */
  readonly shared: Cache;
}

/** A job that ended its process, or was ended. */
export class JobFailed extends Error {
  /** Whether another try would go the same way. */
  readonly isFinal: boolean;
  constructor(reason: string, isFinal = false) {
    super(printableLine(reason));
    this.isFinal = isFinal;
  }
}

/** Does jobs somewhere; closed when there are no more. */
export interface Performer {
  perform(job: Job, inputs: Inputs): Promise<JobResult>;
  /** Gets ready, so that the first job does not pay for it. */
  warm(): Promise<void>;
  close(): void;
}

/** The last that a dying process said, in bytes. */
const LAST_WORDS = 2000;

/** One process that does one job at a time. A job that takes too much ends it, and the next job gets a new one. */
export class Slot implements Performer {
  private readonly options: SlotOptions;
  private child: ChildProcess | undefined;

  constructor(options: SlotOptions) {
    this.options = options;
  }

  async perform(job: Job, inputs: Inputs): Promise<JobResult> {
    const child = (this.child ??= this.start());
    const { time, compiler } = this.options;
    return await new Promise<JobResult>((resolve, reject) => {
      let words = "";
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        end(child);
      }, time);
      const onWords = (text: Buffer): void => {
        words = (words + text.toString("latin1")).slice(-LAST_WORDS);
      };
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        child.off("message", onMessage).off("exit", onExit);
        child.stderr?.off("data", onWords);
        action();
      };
      const onMessage = (message: FromChild): void => {
        if (message.type === "result") settle(() => resolve(message.result));
        else if (message.type === "error") settle(() => reject(new JobFailed(message.message)));
      };
      const onExit = (code: number | null, signal: string | null): void => {
        this.child = undefined;
        end(child);
        settle(() => reject(this.reasonOf(late, code, signal, words)));
      };
      child.on("message", onMessage).on("exit", onExit);
      child.stderr?.on("data", onWords);
      send(child, { type: "job", job, inputs, compiler });
    });
  }

  async warm(): Promise<void> {
    const child = (this.child ??= this.start());
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve()); // what is wrong is told by the first job
      child.on("message", ({ type }: FromChild) => {
        if (type === "ready") resolve();
      });
    });
  }

  close(): void {
    if (this.child) end(this.child);
    this.child = undefined;
  }

  private start(): ChildProcess {
    const child = fork(new URL("./child.js", import.meta.url), [], {
      serialization: "advanced",
      detached: true, // a group of its own: the compiler that it starts ends with it
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    send(child, { type: "setting", memory: this.options.memory });
    child.on("message", (message: FromChild) => void this.serve(child, message));
    return child;
  }

  /** The cache that machines share is reached from here alone: a child knows no network. */
  private async serve(child: ChildProcess, message: FromChild): Promise<void> {
    const { shared } = this.options;
    if (message.type === "write") await shared.write(message.key, message.value);
    else if (message.type === "read")
      send(child, { type: "value", id: message.id, value: await shared.read(message.key) });
  }

  private reasonOf(late: boolean, code: number | null, signal: string | null, words: string): JobFailed {
    const { time, memory } = this.options;
    if (late) return new JobFailed(`it took longer than ${time / 1000} s`, true);
    if (signal === "SIGUSR2") return new JobFailed(`it took more than ${memory >> 20} MB`);
    const said = /^(?:.*Error.*|FATAL ERROR: .*)$/m.exec(words)?.[0] ?? "";
    const how = signal === null ? `exit status ${code}` : signal;
    return new JobFailed(`its process ended (${how})${said === "" ? "" : `: ${said}`}`);
  }
}

function send(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {}); // one that is gone tells by its exit
}

/** Ends a process and what it started; one that is gone already is no matter. */
function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
