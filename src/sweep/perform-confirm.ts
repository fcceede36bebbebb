import { cachedKernels, confirmModule } from "../confirm/index.ts";
import { BuildError } from "../confirm/index.ts";
import type { JobOf } from "./job.ts";
import { moduleOf } from "./module.ts";
import { resultOf, verdictOf, type Machinery, type ModuleFiles } from "./perform-run.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Seconds that rmmod may take; slow modules take twelve and are no deadlock. */
const PATIENCE = 20_000;

/** Runs a module in the model, and plays what that says on the real kernel of this machine. */
export async function performConfirm(
  job: JobOf<"confirm">,
  files: ModuleFiles,
  machinery: Machinery,
): Promise<JobResult> {
  const kernel = (await cachedKernels()).findLast(
    ({ version, arch }) => version === job.kernel && arch === job.arch,
  );
  if (!kernel) {
    const reason = `linux ${job.kernel} for ${job.arch} is not there: unoops kernels add ${job.kernel}`;
    return { ...NOTHING, outcome: "undecided", reasons: [reason] };
  }
  const verdict = await verdictOf(job, files, machinery);
  try {
    const confirmation = await confirmModule(moduleOf(job, files.sources), kernel, verdict, {
      parameters: Object.entries(job.parameters).map(([name, value]) => `${name}=${value}`),
      times: 1,
      forced: false,
      patience: PATIENCE,
      onProgress: () => {},
    });
    return { ...resultOf(verdict), outcome: confirmation.verdict };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return { ...NOTHING, outcome: "undecided", reasons: [error.message] };
  }
}
