import { printableData } from "../core/printable.ts";
import type { Job } from "./job.ts";
import { performCheck } from "./perform-check.ts";
import type { Machinery } from "./perform-run.ts";
import type { Inputs } from "./sources.ts";
import { ResultSchema, type JobResult } from "./result.ts";

/**
 * Does a job: the same here, in a child, and on another machine. What a source or a log says is made safe to print, and the parts of a
 * result stand in the schema's order, as they do when it comes out of a store: reports are the same to the byte.
 */
export async function perform(job: Job, inputs: Inputs, machinery: Machinery): Promise<JobResult> {
  return ResultSchema.parse(printableData(await performRaw(job, inputs, machinery)));
}

async function performRaw(job: Job, inputs: Inputs, machinery: Machinery): Promise<JobResult> {
  const { files, headers } = inputs;
  switch (job.kind) {
    case "check":
      return performCheck(job, files);
    case "check --run":
      return (await import("./perform-check-run.ts")).performCheckRun(job, inputs, machinery);
    case "run":
      return (await import("./perform-run.ts")).performRun(job, { sources: files, headers }, machinery);
    case "confirm":
      return (await import("./perform-confirm.ts")).performConfirm(
        job,
        { sources: files, headers },
        machinery,
      );
    case "explain":
      return (await import("./perform-explain.ts")).performExplain(files.get(job.log) ?? new Uint8Array());
  }
}
