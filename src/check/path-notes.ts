import type { Note } from "../core/finding.ts";
import { note } from "./case.ts";
import type { PathEnd } from "./paths/semantics.ts";
import { allSteps, type PathStep, type Trail } from "./paths/state.ts";

/** At most this many decisions of a path are told; the last ones are those that lead there. */
const MOST = 4;

/** How the thread gets to this end of its own accord, as notes; `who` begins each of them. */
export function notesOfEnd(end: PathEnd, who: string): Note[] {
  const ended =
    end.kind === "exit"
      ? `${who} ends here, without having been asked to stop`
      : `${who} returns here, without having been asked to stop`;
  return [...notesOfTrail(end.state.trail, who), note(ended, end.fn, { start: end.offset, end: end.offset })];
}

export function notesOfTrail(trail: Trail, who: string): Note[] {
  return allSteps(trail)
    .slice(-MOST)
    .map((step) => note(`${who}: ${told(step)}`, step.fn, step.range));
}

function told(step: PathStep): string {
  const source = step.fn.file.text.slice(step.range.start, step.range.end).replace(/\s+/g, " ");
  const shown = source.length > 60 ? `${source.slice(0, 57)}...` : source;
  if (step.inside) return `in ${shown}`;
  if (step.text !== undefined && step.truth === undefined) return `${shown}: ${step.text}`;
  const asked = step.text?.endsWith("()") ? `${step.text.slice(0, -1)}${shown})` : shown;
  return `${asked} is ${step.truth === true ? "true" : "false"}`;
}
