import type { Footprints } from "./footprints.ts";
import type { Successor } from "./successors.ts";
import type { System } from "./system.ts";

/** What one process could do next from a state: every way it can move, and what those ways touch. */
export interface Next {
  readonly successors: readonly Successor[];
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/**
 * A persistent set: a part of the enabled processes such that nothing the others can do, ever, before one of these moves,
 * collides with their next steps. Exploring only these misses no failure and no end (Godefroid, LNCS 1032, chapter 4; the
 * set is built as Overman's and Valmari's stubborn sets are: from one process, adding whoever may collide with an enabled
 * member's next step, or may let a blocked member go on).
 *
 * @param external processes outside the system that may awake later, or -1
 */
export function persistentSet(
  system: System,
  enabled: readonly number[],
  blocked: readonly number[],
  footprints: Footprints,
  next: (process: number) => Next,
  external: number,
): readonly number[] {
  let best = enabled;
  const everyone = [...new Set([...enabled, ...blocked, ...(external >= 0 ? [external] : [])])];
  for (const seed of enabled.slice(0, SEEDS)) {
    const members = close(system, seed, everyone, new Set(enabled), footprints, next, external, best.length);
    if (!members) continue;
    const chosen = enabled.filter((process) => members.has(process));
    if (chosen.length < best.length) best = chosen;
    if (best.length === 1) break;
  }
  return best;
}

/** Trying a seed costs a run of its members; the loader, process 0, comes first and is nearly always the best. */
const SEEDS = 4;

function close(
  system: System,
  seed: number,
  everyone: readonly number[],
  enabled: ReadonlySet<number>,
  footprints: Footprints,
  next: (process: number) => Next,
  external: number,
  worse: number,
): Set<number> | undefined {
  const members = new Set([seed]);
  let enabledMembers = 1;
  for (const process of members) {
    const { reads, writes } = enabled.has(process)
      ? next(process)
      : { reads: process === external ? footprints.readsOf(process) : system.awaits(process), writes: [] };
    for (const other of everyone) {
      if (members.has(other) || !footprints.collides(other, reads, writes)) continue;
      members.add(other);
      if (enabled.has(other) && ++enabledMembers >= worse) return undefined;
    }
  }
  return members;
}
