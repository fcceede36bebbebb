import type { Verdict } from "../core/finding.ts";
import { CREATES, STOPS } from "../kernel-api/index.ts";
import type { Machine } from "../machine/machine.ts";
import { placeOf } from "./place.ts";

/** Said of a module that creates threads, and of which no run does. */
const NO_THREAD = "no run of this module creates a thread";

/** Nothing failed, and no thread ever began. */
export function beginsNoThread({ outcome, coverage }: Verdict): boolean {
  return outcome === "safe" && coverage.includes(NO_THREAD);
}

const NO_RUN = "no run comes to ";
const NO_CREATION = `${NO_RUN}the creation of a thread at `;

/** More of each kind are not named. */
const MOST = 4;

/** Calls of a module that decide a thread's life and that no run came to: that nothing failed says nothing about them. */
export function neverReached({ program, visited, kthreads }: Machine): string[] {
  if (program.part) return [];
  const reached = new Map<string, boolean>();
  for (const [site, { inModule, callee }] of program.sites.entries()) {
    const creates = CREATES.has(callee);
    const place = inModule && (creates || STOPS.has(callee)) ? placeOf(program, site) : undefined;
    if (!place) continue;
    // a function that was inlined has its calls in several places
    const text = `${creates ? NO_CREATION : `${NO_RUN}${callee}() at `}${place.file}:${place.line}`;
    reached.set(text, reached.get(text) === true || visited[site] === 1);
  }
  const lines = [...reached].filter(([, is]) => !is).map(([line]) => line);
  if (!kthreads.any && lines.some((line) => line.startsWith(NO_CREATION))) return [NO_THREAD];
  const creations = lines.filter((line) => line.startsWith(NO_CREATION));
  const stops = lines.filter((line) => !creations.includes(line));
  return [...creations.slice(0, MOST), ...stops.slice(0, MOST)];
}

/** What a verdict says that another run of the same module may take back. */
export function isUnreached(line: string): boolean {
  return line === NO_THREAD || line.startsWith(NO_RUN);
}

/** Coverage of several runs: nothing was reached that none of them came to. */
export function joinCoverage(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].filter(
    (line) => !isUnreached(line) || (one.includes(line) && other.includes(line)),
  );
}

/** The thread that no run creates, as the verdict says it. */
export function threadMissed({ coverage }: Verdict): string | undefined {
  return coverage.find((line) => line === NO_THREAD || line.startsWith(NO_CREATION));
}
