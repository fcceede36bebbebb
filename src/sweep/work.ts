import type { Job } from "./job.ts";
import type { JobResult } from "./result.ts";
import type { Performer } from "./slot.ts";
import { inputsOf, moreInputsOf, type Sources } from "./sources.ts";

/** A job dies so often before it is set aside. */
export const TRIES = 3;

/** Gets a job's files and has it done; what lies around a folder is fetched only where its own files leave something open. */
export async function work(job: Job, sources: Sources, performer: Performer): Promise<JobResult> {
  const inputs = await inputsOf(job, sources);
  const first = await performer.perform(job, inputs);
  if (!first.searched) return first;
  const more = await moreInputsOf(job, inputs, sources);
  return more ? await performer.perform(job, more) : first;
}
