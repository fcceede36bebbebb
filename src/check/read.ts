import { versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { SPEAKS_OF_THREADS } from "../kernel-api/index.ts";
import { readSource, type SourceFile } from "../source/index.ts";

/** Reads a text as it is judged: for one version of the kernel, and of an #if the branch that speaks of threads. */
export function readAsJudged(path: string, text: string, kernel: KernelVersion): SourceFile {
  return readSource(path, text, { versionCode: versionCode(kernel), prefers: SPEAKS_OF_THREADS });
}
