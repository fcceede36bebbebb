import { withWitnesses, type FileToRun } from "../judge/index.ts";
import { sourceOf } from "../run/source-text.ts";
import { outcomeOf } from "./by-rule.ts";
import type { JobOf } from "./job.ts";
import { moduleOf } from "./module.ts";
import type { Inputs } from "./sources.ts";
import { readFolder } from "./perform-check.ts";
import { builderFor, type Machinery } from "./perform-run.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Reads a folder, and runs one of its files where something was found in it. What a run shows comes first. */
export async function performCheckRun(
  job: JobOf<"check --run">,
  inputs: Inputs,
  machinery: Machinery,
): Promise<JobResult> {
  const read = readFolder(job, inputs.files);
  const isOwn = ({ span }: (typeof read.findings)[number]): boolean => span.file === job.file;
  const own = read.findings.filter(isOwn);
  const others = job.tellsOthers ? read.findings.filter(({ span }) => !job.files.includes(span.file)) : [];
  // what lies around the folder is fetched before anything is run
  const wantsMore = read.searched && job.around !== null && !inputs.hasAround;
  const toRun = own.length > 0 && !wantsMore ? await moduleToRun(job, inputs, machinery) : undefined;
  const ran =
    toRun && (await withWitnesses(own, { kernel: job.kernel, fileToRun: () => toRun, onFile: () => {} }));
  const findings = [...(ran?.findings ?? own), ...others];
  return {
    ...NOTHING,
    outcome: outcomeOf(findings),
    isPart: ran?.inPart.includes(job.file) === true,
    findings,
    reasons: [
      ...read.reasons,
      ...(ran?.remarks ?? []),
      ...new Set(others.map(({ span }) => `${span.file}: not run: it speaks of no thread itself`)),
    ],
    searched: read.searched,
  };
}

async function moduleToRun(
  job: JobOf<"check --run">,
  inputs: Inputs,
  machinery: Machinery,
): Promise<FileToRun> {
  const source = moduleOf(job.module, inputs.module, job.home);
  const build = await builderFor(source, inputs, job, machinery);
  const wider = job.wider && moduleOf(job.wider, inputs.wider, job.home);
  const buildWider = wider ? await builderFor(wider, inputs, job, machinery) : undefined;
  return {
    source,
    program: () => build("auto"),
    parts: {
      part: () => build("always"),
      withCallers: async (extent) => await buildWider?.("always", extent),
      generous: () => build("always", "generous"),
    },
    // a clock would make the verdict depend on the machine
    limits: { states: job.states, time: Infinity },
    text: sourceOf(source),
  };
}
