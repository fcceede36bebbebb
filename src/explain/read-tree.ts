import type { Crash, Diagnosis } from "../oops/index.ts";
import { checkTree, joinFindings } from "./join-findings.ts";
import { SourceTree } from "./source-tree.ts";
import type { FromSource } from "./view.ts";

export type Beside = (crash: Crash, diagnosis: Diagnosis) => FromSource;

/** Reads a tree once, for the lines that frames name and for what `check` finds that has to do with a crash. */
export async function readTree(
  folder: string,
  crashes: readonly Crash[],
  progress: (text: string) => void,
): Promise<Beside> {
  const tree = new SourceTree(folder);
  const findings = await checkTree(folder, crashes, progress);
  return (crash, diagnosis) => ({
    sources: tree.excerpts(crash),
    findings: joinFindings(crash, diagnosis, findings),
  });
}
