import { messageOf } from "../core/message-of.ts";
import type { Job as BullJob } from "bullmq";
import { UserError } from "../core/user-error.ts";
import type { CompilerName } from "../compile/toolchain.ts";
import { another, hashOfId, loadBull, PREFIX, queueName, tellErrorsOnce } from "./bull.ts";
import { blobsAt } from "./blobs-at.ts";
import { connect, placeOf } from "./connect.ts";
import { wholeEngine } from "./engine.ts";
import { awaited, offerToConfirm } from "./engines.ts";
import { jobHash, JobSchema, type Job } from "./job.ts";
import { asideText, performerFor } from "./local.ts";
import { Remote } from "./remote.ts";
import { JobFailed, type Performer } from "./slot.ts";
import { TRIES, work } from "./work.ts";

export interface WorkerOptions {
  readonly queue: string;
  readonly sources: string | undefined;
  readonly slots: number;
  /** Milliseconds and bytes that a job may take. */
  readonly time: number;
  readonly memory: number;
  readonly compiler: CompilerName;
  /** Whether real kernels may be booted here. */
  readonly confirm: boolean;
  /** A job is another worker's when this one was not heard of for so long, in ms. */
  readonly lease: number;
  readonly say: (text: string) => void;
  /** Told of every job that ended here. */
  readonly onJob: (how: "done" | "failed") => void;
}

/** How often a worker looks for sweeps of another version, in ms. */
const LOOK_EVERY = 5_000;

/** A server that did not answer is asked for a job again after so long, in ms; BullMQ's own 15 s are lost time. */
const ASK_AGAIN = 1_000;

/** A job that this machine does not do waits so long for another, in ms. */
const PASS_ON = 1_000;

export interface RunningWorker {
  /** Takes no more jobs, ends those at hand, and goes. */
  drain(): Promise<void>;
}

/** Takes jobs from a queue until it is drained. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { DelayedError, UnrecoverableError, Worker } = await loadBull();
  const client = await connect(options.queue, options.say);
  const remote = new Remote(client, await blobsAt(options.sources, client));
  const slots = new Slots(options, remote);
  await slots.warm();
  const process = async (raw: BullJob, token: string | undefined): Promise<null> => {
    const job = validJob(raw);
    if (typeof job === "string") throw new UnrecoverableError(`not a job of ours: ${job}`);
    if (job.kind === "confirm" && !options.confirm) {
      await raw.moveToDelayed(Date.now() + PASS_ON, token);
      throw new DelayedError();
    }
    const hash = hashOfId(raw.id ?? "");
    try {
      await remote.keepResult(hash, await slots.use((slot) => work(job, remote, slot)));
      options.onJob("done");
      return null;
    } catch (error) {
      options.onJob("failed");
      const reason = messageOf(error);
      if (error instanceof JobFailed && error.isFinal) throw new UnrecoverableError(reason);
      throw raw.attemptsMade + 1 < TRIES ? error : new UnrecoverableError(asideText(reason, TRIES));
    }
  };
  const blocking = another(client);
  const worker = new Worker(queueName(), process, {
    connection: blocking,
    prefix: PREFIX,
    concurrency: options.slots,
    lockDuration: options.lease,
    stalledInterval: options.lease / 2,
    maxStalledCount: TRIES - 1,
    drainDelay: 1,
    runRetryDelay: ASK_AGAIN,
  });
  const onError = tellErrorsOnce(options.say);
  worker.on("error", onError);
  await worker.waitUntilReady();
  options.say(`${wholeEngine().name} takes jobs of ${placeOf(options.queue)}, ${options.slots} at a time`);
  const others = new Set([wholeEngine().name]);
  const look = async (): Promise<void> => {
    if (options.confirm) await offerToConfirm(client, wholeEngine());
    for (const name of await awaited(client)) {
      if (others.has(name)) continue;
      others.add(name);
      options.say(
        `takes nothing of a sweep by ${name}: this is ${wholeEngine().name}; results of two versions do not mix`,
      );
    }
  };
  await look();
  const timer = setInterval(() => void look().catch(onError), LOOK_EVERY);
  return {
    drain: async () => {
      clearInterval(timer);
      await worker.close();
      slots.close();
      blocking.disconnect();
      client.disconnect();
    },
  };
}

/** The job, or what is wrong with it: what comes over the network is looked at before anything is done. */
export function validJob({ id, data }: Pick<BullJob, "id" | "data">): Job | string {
  const read = JobSchema.safeParse(data);
  if (!read.success)
    return read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return id !== undefined && hashOfId(id) === jobHash(read.data) ? read.data : "its name is not its hash";
}

/** Processes that do jobs, each one at a time. */
class Slots {
  private readonly free: Performer[];

  constructor({ slots, time, memory, compiler }: WorkerOptions, remote: Remote) {
    const options = { time, memory, compiler, shared: remote.programs };
    this.free = Array.from({ length: slots }, () => performerFor(options));
  }

  async use<T>(action: (slot: Performer) => Promise<T>): Promise<T> {
    const slot = this.free.pop();
    if (!slot) throw new UserError("more jobs at a time than slots");
    try {
      return await action(slot);
    } finally {
      this.free.push(slot);
    }
  }

  async warm(): Promise<void> {
    await Promise.all(this.free.map((slot) => slot.warm()));
  }

  close(): void {
    for (const slot of this.free) slot.close();
  }
}
