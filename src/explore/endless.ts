import { StateSet } from "./state-set.ts";
import { successors } from "./successors.ts";
import type { System } from "./system.ts";

/** True when no schedule leads from the system's present state to an end; false also when that took more than `limit` states. */
export function isEndless(system: System, limit: number): boolean {
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
