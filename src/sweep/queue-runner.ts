import type { Job as BullJob, Queue } from "bullmq";
import { another, tellErrorsOnce, hashOfId, idOf, JOB_OPTIONS, loadBull, PREFIX, queueName } from "./bull.ts";
import { refusalOf } from "./connect.ts";
import { wholeEngine } from "./engine.ts";
import { announce, isConfirmedAnywhere } from "./engines.ts";
import { asideText } from "./local.ts";
import type { Planned } from "./planned.ts";
import type { Remote } from "./remote.ts";
import type { JobOutcome, Runner } from "./runner.ts";
import type { Sources } from "./sources.ts";
import { TRIES } from "./work.ts";

/** Jobs that are added at once. */
const BATCH = 200;

/** How often it is looked whether an event was missed, or the server lost a job; in ms. */
const LOOK_EVERY = 2_000;

export interface QueueOptions {
  readonly remote: Remote;
  /** Results of earlier sweeps do not count. */
  readonly again: boolean;
  readonly warn: (text: string) => void;
  /** Told of a job that came out in two ways. */
  readonly flaky: (hash: string) => void;
}

/** Gives jobs to workers, and collects what they come to. */
export async function queueRunner(options: QueueOptions): Promise<Runner & { close(): Promise<void> }> {
  const { Queue, QueueEvents } = await loadBull();
  const { client } = options.remote;
  const queue = new Queue(queueName(), { connection: client, prefix: PREFIX });
  const blocking = another(client);
  const events = new QueueEvents(queueName(), { connection: blocking, prefix: PREFIX });
  const onError = tellErrorsOnce(options.warn);
  queue.on("error", onError);
  events.on("error", onError);
  await events.waitUntilReady();
  let workers = 0;
  return {
    workers: async () => workers,
    async run(jobs, sources, done) {
      const collector = new Collector(queue, jobs, sources, done, options);
      events.on("completed", ({ jobId }) => collector.look(hashOfId(jobId)));
      events.on("failed", ({ jobId, failedReason }) => collector.fail(hashOfId(jobId), failedReason));
      try {
        await collector.addAll();
        while (collector.isOpen) {
          await announce(client, wholeEngine());
          workers = await queue.getWorkersCount();
          await collector.reconcile();
          collector.tellWhetherAnybodyWorks(workers);
          await collector.tellWhoIsMissing();
          await collector.orAfter(LOOK_EVERY);
        }
        await collector.settled();
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async close() {
      await events.close();
      await queue.close();
      blocking.disconnect();
      client.disconnect();
    },
  };
}

class Collector {
  private readonly open: Map<string, Planned>;
  private readonly brought = new Set<string>();
  private readonly queue: Queue;
  private readonly sources: Sources;
  private readonly done: (job: Planned, outcome: JobOutcome) => Promise<void>;
  private readonly options: QueueOptions;
  private telling = Promise.resolve();
  private failure: unknown;
  private isMissingTold = false;
  private isAloneTold = false;
  private wake: () => void = () => {};

  constructor(
    queue: Queue,
    jobs: readonly Planned[],
    sources: Sources,
    done: (job: Planned, outcome: JobOutcome) => Promise<void>,
    options: QueueOptions,
  ) {
    this.queue = queue;
    this.open = new Map(jobs.map((job) => [job.hash, job]));
    this.sources = sources;
    this.done = done;
    this.options = options;
  }

  get isOpen(): boolean {
    return this.open.size > 0 && this.failure === undefined;
  }

  /** Adds what nobody has done yet. A job that another sweep added is waited for. */
  async addAll(): Promise<void> {
    const { remote, again } = this.options;
    if (again) for (const hash of this.open.keys()) await remote.forget(hash);
    for (const hash of await remote.haveResults([...this.open.keys()])) this.look(hash);
    await this.settled();
    // what an earlier sweep set aside is tried again
    for (const { id } of await this.failedJobs()) if (id !== undefined) await this.queue.remove(id);
    await this.add([...this.open.values()]);
  }

  private async add(jobs: readonly Planned[]): Promise<void> {
    for (let at = 0; at < jobs.length; at += BATCH) {
      const some = jobs.slice(at, at + BATCH);
      const { remote } = this.options;
      await remote.bring(
        some.map(({ job }) => job),
        this.sources,
        this.brought,
      );
      // not addBulk(): ioredis sends a command again after a lost connection, but gives up a pipeline
      await Promise.all(
        some.map(({ job, hash }) => this.queue.add(job.kind, job, { ...JOB_OPTIONS, jobId: idOf(hash) })),
      );
    }
  }

  /** A job is said to be done: its result is fetched. */
  look(hash: string): void {
    const job = this.open.get(hash);
    if (!job) return;
    const { remote } = this.options;
    this.next(async () => {
      const [result, isFlaky] = await Promise.all([remote.result(hash), remote.isFlaky(hash)]);
      if (!result || !this.open.delete(hash)) return;
      if (isFlaky) this.options.flaky(hash);
      await this.done(job, { result });
    });
  }

  fail(hash: string, reason: string): void {
    const job = this.open.get(hash);
    if (!job) return;
    this.next(async () => {
      if (this.open.delete(hash)) await this.done(job, { aside: reasonOf(reason) });
    });
  }

  /** Events may be missed, and a server that was started again may have lost jobs: results and failures are what counts. */
  async reconcile(): Promise<void> {
    const counts = await this.queue.getJobCounts("wait", "active", "delayed", "prioritized");
    for (const hash of await this.options.remote.haveResults([...this.open.keys()])) this.look(hash);
    for (const { id, failedReason } of await this.failedJobs())
      if (id !== undefined) this.fail(hashOfId(id), failedReason);
    await this.settled();
    const isIdle = Object.values(counts).every((count) => count === 0);
    if (!isIdle || !this.isOpen) return;
    this.brought.clear(); // whoever lost the jobs may have lost the sources
    await this.add([...this.open.values()]);
  }

  private async failedJobs(): Promise<BullJob[]> {
    const failed = await this.queue.getFailed(0, -1);
    return failed.filter(({ id }) => id !== undefined && this.open.has(hashOfId(id)));
  }

  /** Whoever waits for nobody is told so: once, and again when all have gone. */
  tellWhetherAnybodyWorks(workers: number): void {
    if (workers > 0) this.isAloneTold = false;
    if (workers > 0 || this.isAloneTold || !this.isOpen) return;
    this.isAloneTold = true;
    this.options.warn(
      `no worker of ${wholeEngine().name} takes jobs of the queue; waiting for one (unoops worker --queue ...)`,
    );
  }

  /** Once only jobs are left that no worker does, it is said whom the sweep waits for. */
  async tellWhoIsMissing(): Promise<void> {
    const left = [...this.open.values()];
    if (this.isMissingTold || !this.isOpen || left.some(({ job }) => job.kind !== "confirm")) return;
    if (await isConfirmedAnywhere(this.options.remote.client, wholeEngine())) return;
    this.isMissingTold = true;
    this.options.warn(
      `${left.length === 1 ? "the job that is left boots a real kernel" : `the ${left.length} jobs that are left boot real kernels`}, and no worker may: start one with unoops worker --confirm`,
    );
  }

  /** Waits a while, or until there is nothing to wait for. */
  async orAfter(ms: number): Promise<void> {
    if (!this.isOpen) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async settled(): Promise<void> {
    await this.telling;
    if (this.failure !== undefined) throw this.failure;
  }

  /** One after the other, in the order of events. */
  private next(action: () => Promise<void>): void {
    this.telling = this.telling
      .then(action)
      .catch((error: unknown) => void (this.failure ??= error))
      .then(() => {
        if (!this.isOpen) this.wake();
      });
  }
}

/** BullMQ's own words for a job whose worker went away too often. */
const STALLED = /^job stalled more than allowable limit/;

function reasonOf(reason: string): string {
  return STALLED.test(reason) ? asideText("its worker went away in the middle", TRIES) : reason;
}
