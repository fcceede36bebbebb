import { replay } from "./replay.ts";
import type { Move, System } from "./system.ts";

/** Does this schedule of unit moves still end in what it is a witness of? Must leave the system at the schedule's end. */
export type Fails = (schedule: readonly Move[]) => boolean;

/**
 * The schedule without every step that it does not need: take any one of the rest away, and it no longer fails. Larger pieces
 * are tried first (delta debugging, Zeller and Hildebrandt, TSE 2002).
 * @param deadline as performance.now() counts; what is left then is a witness all the same, and longer than it need be
 */
export function minimise(units: readonly Move[], fails: Fails, deadline = Infinity): Move[] {
  let rest = [...units];
  for (let size = Math.max(1, rest.length >> 1); size >= 1; size = size > 1 ? size >> 1 : 0) {
    for (let changed = true; changed;) {
      changed = false;
      for (let at = rest.length - size; at >= 0; at -= size) {
        if (performance.now() > deadline) return rest;
        const shorter = rest.toSpliced(at, size);
        if (!fails(shorter)) continue;
        rest = shorter;
        changed = true;
      }
      if (size > 1) break;
    }
  }
  return rest;
}

/** Fails by the failure with this key, and by its last move or at its end. */
export function failsWith(system: System, key: string): Fails {
  return (schedule) => {
    const { stuck, failures, units } = replay(system, schedule);
    return !stuck && units.length === schedule.length && failures.some((failure) => failure.key === key);
  };
}
