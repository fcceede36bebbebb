import type { Findings } from "./findings.ts";
import type { SearchOptions } from "./shortest.ts";
import type { Trail } from "./trail.ts";
import { StateSet } from "./state-set.ts";
import { successors } from "./successors.ts";
import { FINEST, type System } from "./system.ts";

/** True when no schedule leads from the system's present state to an end; false also when that took more than `limit` states. */
export function isEndless(system: System, limit: number): boolean {
  system.grain = FINEST; // a replay leaves one that switches nowhere
  const seen = new StateSet();
  const queue = [system.save()];
  seen.add(queue[0]!);
  for (let state = queue.pop(); state; state = queue.pop()) {
    system.restore(state);
    const enabled = system.enabled();
    if (enabled.length === 0) return false;
    for (const process of enabled) {
      for (const next of successors(system, state, process, () => {})) {
        if (!next.state) return false;
        if (!seen.add(next.state).isNew) continue;
        if (seen.size > limit) return false;
        queue.push(next.state);
      }
    }
  }
  return true;
}

/** Endless states that are looked at for one that says why. */
const LOOKED_AT = 300;

/** Of the states from which nothing ends, reports the first that the system calls a failure. */
export function reportEndless(
  states: readonly number[],
  trail: Trail,
  findings: Findings,
  options: SearchOptions,
): void {
  for (const state of states.slice(0, LOOKED_AT)) {
    const path = trail.to(state);
    const failure = options.endless(path);
    if (!failure) continue;
    findings.add(failure, () => path);
    return;
  }
}
