import { countText } from "../core/progress-text.ts";
import type { Finding } from "../core/finding.ts";
import { defaultArch, type KernelVersion } from "../core/kernel-version.ts";
import { withWitnesses, type FileToRun, type Witnessed } from "../judge/index.ts";
import { loadProgram, readModule, sourceOf, type LoadOptions } from "./load.ts";
import { partWithCallers } from "./part.ts";

export interface WitnessOptions {
  readonly kernel: KernelVersion;
  readonly cache: boolean;
  /** Time for one file, in seconds. */
  readonly timeout: number;
  readonly progress: (text: string) => void;
}

/** Runs the files that findings of `check` lie in, from this machine's disk. */
export async function witnessed(findings: readonly Finding[], options: WitnessOptions): Promise<Witnessed> {
  const began = performance.now();
  return withWitnesses(findings, {
    kernel: options.kernel,
    fileToRun: (file) => fileToRun(file, options),
    onFile: (file, index, files) =>
      options.progress(`${countText("files run", index, files, performance.now() - began)}: ${file}`),
  });
}

function fileToRun(file: string, { kernel, cache, timeout }: WitnessOptions): FileToRun {
  const source = readModule([file]);
  const time = timeout * 1000;
  const how: LoadOptions = { kernel, arch: defaultArch(kernel), compiler: "auto", cache, time };
  return {
    source,
    program: () => loadProgram(source, how, "quiet"),
    parts: {
      part: () => loadProgram(source, { ...how, part: "always" }, "quiet"),
      withCallers: (extent) => partWithCallers([file], source, how, extent),
      generous: () => loadProgram(source, { ...how, part: "always", extent: "generous" }, "quiet"),
    },
    limits: { time },
    text: sourceOf(source),
  };
}
