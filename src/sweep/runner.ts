import type { Planned } from "./planned.ts";
import type { JobResult } from "./result.ts";
import type { Sources } from "./sources.ts";

/** How a job came out: with a result, or set aside with the reason. */
export type JobOutcome = { readonly result: JobResult } | { readonly aside: string };

/** How a sweep goes on. */
export interface SweepProgress {
  readonly done: number;
  readonly total: number;
  readonly workers: number;
  readonly ms: number;
}

/** Gets jobs done: on this machine's cores, or by workers that take them from a queue. */
export interface Runner {
  run(
    jobs: readonly Planned[],
    sources: Sources,
    done: (job: Planned, outcome: JobOutcome) => Promise<void>,
  ): Promise<void>;
  /** Whoever works for it. */
  workers(): Promise<number>;
}
