import { checkProgram, readAsJudged, type Remark } from "../check/index.ts";
import type { Finding } from "../core/finding.ts";
import type { Workbench } from "./workbench.ts";

/** What `check` says of a text as it stands in the editor. */
interface Judged {
  readonly findings: readonly Finding[];
  /** About comments that accept findings. */
  readonly remarks: readonly Remark[];
}

/** A word without which nothing in a text is judged. */
const SPEAKS = /kthread_|unoops-ignore/;

/** Judges one document with the headers and siblings of its folder; the tree beyond it is left to the command line. */
export function judge(path: string, text: string, bench: Workbench): Judged {
  if (!SPEAKS.test(text)) return { findings: [], remarks: [] };
  const kernel = bench.kernelOf(path);
  const file = readAsJudged(path, text, kernel);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const headers = file.includes
    .filter((name) => !name.includes("/"))
    .flatMap((name) => bench.header(folder + name, kernel) ?? []);
  const known = new Set([path]);
  const { findings, remarks } = checkProgram([file], headers, kernel, (names, where) => {
    if (where === "tree") return [];
    const more = bench.siblings(path, names, known, kernel);
    for (const sibling of more) known.add(sibling.path);
    return more;
  });
  return {
    findings: bench.told(findings).filter(({ span }) => span.file === path),
    remarks: remarks.filter((remark) => remark.file === path),
  };
}
