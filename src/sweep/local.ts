import { NO_CACHE } from "../compile/cache.ts";
import { UserError } from "../core/user-error.ts";
import { fileCache } from "../host/file-cache.ts";
import { withPrepared } from "../host/prepared.ts";
import { perform } from "./perform.ts";
import type { Planned } from "./planned.ts";
import type { JobOutcome, Runner } from "./runner.ts";
import { JobFailed, Slot, type Performer, type SlotOptions } from "./slot.ts";
import type { Sources } from "./sources.ts";
import { TRIES, work } from "./work.ts";

export type LocalOptions = Omit<SlotOptions, "shared"> & { readonly slots: number };

/** Jobs on the cores of this machine, each slot a process of its own. */
export function localRunner(options: LocalOptions): Runner {
  return {
    async run(jobs, sources, done) {
      let next = 0;
      const serve = async (): Promise<void> => {
        const performer = performerFor({ ...options, shared: NO_CACHE });
        try {
          for (let job = jobs[next++]; job; job = jobs[next++])
            await done(job, await tryJob(job, sources, performer));
        } finally {
          performer.close();
        }
      };
      await Promise.all(Array.from({ length: Math.min(options.slots, jobs.length) }, serve));
    },
    workers: async () => options.slots,
  };
}

/** From the sources (tests), where a process could not load them, jobs are done here. */
export function performerFor(options: SlotOptions): Performer {
  if (!import.meta.url.endsWith(".ts")) return new Slot(options);
  const machinery = { cache: withPrepared(fileCache()), compiler: options.compiler };
  return { perform: (job, inputs) => perform(job, inputs, machinery), warm: async () => {}, close: () => {} };
}

async function tryJob({ job }: Planned, sources: Sources, performer: Performer): Promise<JobOutcome> {
  for (let tries = 1; ; tries++) {
    try {
      return { result: await work(job, sources, performer) };
    } catch (error) {
      if (error instanceof UserError || !(error instanceof Error)) throw error;
      const isFinal = error instanceof JobFailed && error.isFinal;
      if (isFinal || tries === TRIES) return { aside: asideText(error.message, isFinal ? 1 : tries) };
    }
  }
}

/** Why a job is set aside. */
export function asideText(reason: string, tries: number): string {
  return tries === 1 ? reason : `${reason}, ${tries} times`;
}
