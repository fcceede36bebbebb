import { parsePatch } from "diff";
import type { Proof } from "../core/fix.ts";
import type { DiffLine, Tone } from "./model.ts";

/** How sure a proof is, as a colour. */
export const PROOF_TONES: Readonly<Record<Proof, Tone>> = {
  proven: "good",
  bounded: "doubt",
  checked: "doubt",
  partly: "doubt",
  refuted: "bad",
  broken: "bad",
};

/** The lines of a unified diff; file names and places are `@`. */
export function diffLinesOf(diff: string): DiffLine[] {
  return parsePatch(diff).flatMap(({ oldFileName = "", newFileName = "", hunks }) => [
    ...(hunks.length === 0 ? [] : [place(`--- ${oldFileName}`), place(`+++ ${newFileName}`)]),
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      place(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
      ...lines.map(diffLine),
    ]),
  ]);
}

function place(text: string): DiffLine {
  return { sign: "@", text };
}

function diffLine(line: string): DiffLine {
  const [first] = line;
  if (first === "\\") return { sign: "@", text: line };
  return { sign: first === "+" || first === "-" ? first : " ", text: line.slice(1) };
}
