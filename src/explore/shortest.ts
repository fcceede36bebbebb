import type { Findings } from "./findings.ts";
import { reportEndless } from "./endless.ts";
import { Graph } from "./graph.ts";
import type { Meter } from "./limits.ts";
import type { Sharing } from "./sharing.ts";
import { StateSet } from "./state-set.ts";
import { Trail } from "./trail.ts";
import { successors } from "./successors.ts";
import type { Failure, Move, System } from "./system.ts";

/** How a search ended. */
export interface SearchEnd {
  /** Every schedule was covered. */
  readonly complete: boolean;
  /** The limit that stopped it. */
  readonly stopped?: string;
  /** Preemptions up to which everything was covered; absent when that says nothing. */
  readonly preemptions?: number;
  readonly states: number;
  readonly steps: number;
  /** The way to the state that was found last, of an incomplete search. */
  readonly last?: readonly Move[];
}

interface Node {
  /** Undefined once it was expanded. */
  state: Int32Array | undefined;
  /** The process that would have to be preempted if another moved next; -1 when none. */
  readonly running: number;
  readonly preemptions: number;
}

export interface SearchOptions {
  /** Stop at the first failure. */
  readonly first?: boolean;
  /** The process that stands for the world outside the system. */
  readonly external?: number;
  /** Make a failure of a state from which nothing can end. */
  readonly endless: (path: readonly Move[]) => Failure | undefined;
}

/**
 * Breadth first, schedules with fewer preemptions before those with more: the first path to a failure is a shortest one. A
 * switch is a preemption when the process before could have gone on and had not reached a sleep or a wait. (The order is
 * that of iterative context bounding, Musuvathi and Qadeer, PLDI 2007.)
 */
export function searchShortest(
  system: System,
  sharing: Sharing,
  meter: Meter,
  findings: Findings,
  options: SearchOptions,
): SearchEnd {
  const seen = new StateSet();
  const graph = new Graph();
  const nodes: Node[] = [];
  const buckets: number[][] = [[]];
  const trail = new Trail();
  const add = (
    state: Int32Array,
    parent: number,
    move: Move | undefined,
    running: number,
    preemptions: number,
  ): void => {
    const { number, isNew } = seen.add(state, running);
    if (parent >= 0) graph.edge(parent, number);
    if (!isNew) return;
    meter.states++;
    meter.memory += state.byteLength;
    trail.add(parent, move);
    nodes.push({ state, running, preemptions });
    (buckets[preemptions] ??= []).push(number);
  };

  system.reset();
  system.grain = sharing;
  add(system.save(), -1, undefined, -1, 0);
  for (let bound = 0; bound < buckets.length; bound++) {
    const bucket = (buckets[bound] ??= []);
    for (let at = 0; at < bucket.length; at++) {
      const number = bucket[at]!;
      const node = nodes[number]!;
      const { state } = node;
      if (!state) throw new Error("a state was expanded twice");
      node.state = undefined;
      meter.memory -= state.byteLength;
      system.restore(state);
      const enabled = system.enabled();
      if (options.external !== undefined) {
        sharing.learn(options.external, { reads: system.awaits(options.external), writes: [] });
      }
      if (enabled.length === 0) {
        graph.end(number);
        for (const failure of system.atEnd()) findings.add(failure, () => trail.to(number));
      }
      for (const process of enabled) {
        const preempts = node.running >= 0 && process !== node.running && enabled.includes(node.running);
        for (const next of successors(system, state, process, (who) => sharing.learn(who, system.accesses))) {
          meter.steps++;
          if (next.failure) {
            graph.end(number);
            findings.add(next.failure, () => [...trail.to(number), next.move]);
          } else if (next.state) {
            const running = next.step.external ? node.running : next.step.voluntary ? -1 : process;
            add(next.state, number, next.move, running, bound + (preempts && !next.step.external ? 1 : 0));
          }
        }
      }
      const stopped = meter.reached();
      if (stopped !== undefined || (options.first && findings.size > 0)) {
        const covered = bound > 0 ? { preemptions: bound - 1 } : {};
        return {
          complete: false,
          ...(stopped === undefined ? {} : { stopped }),
          ...covered,
          states: seen.size,
          steps: meter.steps,
          last: trail.to(nodes.length - 1),
        };
      }
      if (sharing.grown || system.refined) return { complete: false, states: seen.size, steps: meter.steps };
    }
  }
  reportEndless(graph, nodes.length, trail, findings, options.endless);
  return { complete: true, states: seen.size, steps: meter.steps };
}
