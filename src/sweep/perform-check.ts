import { checkUnit } from "../scan/units.ts";
import type { JobOf } from "./job.ts";
import { MemoryTree } from "./memory-tree.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Judges a folder from its own files; `searched` says that it asked for what lies around it. */
export function performCheck(
  { folder, files, kernel }: JobOf<"check">,
  own: ReadonlyMap<string, Uint8Array>,
): JobResult {
  const unit = { folder, bound: ".", files };
  const { findings, unjudged, searched } = checkUnit(unit, kernel, new MemoryTree(own));
  const reasons = unjudged.map(
    ({ file, line, function: name, reason }) => `${file}:${line}: ${name}: ${reason}`,
  );
  const outcome = findings.some(({ severity }) => severity === "error") ? "bug" : "bounded";
  return { ...NOTHING, outcome, findings, reasons, searched: searched !== undefined };
}
