import type { Findings } from "./findings.ts";
import type { StateTrail } from "./trail.ts";
import { Graph } from "./graph.ts";
import { StateSet } from "./state-set.ts";
import { successors } from "./successors.ts";
import { FINEST, type Failure, type Move, type System } from "./system.ts";

/** How a process spends eternity: it waits and never moves again, it goes round and comes back to where it is, or there is an end. */
export type Fate = "waits" | "loops" | "ends";

/**
 * What becomes of a process from the system's present state on: `ends` when some schedule leads to an end; undefined when the process
 * still has a way to go before it stands still or goes round, and when finding out took more than `limit` states.
 * @param alone nobody else moves
 */
export function fateOf(system: System, process: number, limit: number, alone = false): Fate | undefined {
  system.grain = FINEST; // a replay leaves one that switches nowhere
  const seen = new StateSet();
  const graph = new Graph();
  const queue = [system.save()];
  seen.add(queue[0]!);
  let moves = false;
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at]!;
    system.restore(state);
    const enabled = system.enabled().filter((member) => !alone || member === process);
    if (enabled.length === 0) return "ends";
    if (enabled.includes(process)) moves = true;
    for (const member of enabled) {
      for (const next of successors(system, state, member, () => {})) {
        if (!next.state) return "ends";
        const { number, isNew } = seen.add(next.state);
        graph.edge(at, number);
        if (!isNew) continue;
        if (seen.size > limit) return undefined;
        queue.push(next.state);
      }
    }
  }
  if (!moves) return "waits";
  graph.end(0); // states that never come back here
  return graph.endless(queue.length).length === 0 ? "loops" : undefined;
}

/** Endless states that are looked at for one that says why. */
const LOOKED_AT = 300;

/** Of the states in which everything loops forever, reports the first that is a failure. */
export function reportEndless(
  graph: Graph,
  states: number,
  trail: StateTrail,
  findings: Findings,
  failureOf: (path: readonly Move[]) => Failure | undefined,
): void {
  for (const state of graph.eternal(states).slice(0, LOOKED_AT)) {
    const path = trail.to(state);
    const failure = failureOf(path);
    if (!failure) continue;
    findings.add(failure, () => path);
    return;
  }
}
