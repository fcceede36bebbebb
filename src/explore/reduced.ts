import type { Findings } from "./findings.ts";
import type { Footprints } from "./footprints.ts";
import { reportEndless } from "./endless.ts";
import { Graph } from "./graph.ts";
import type { Meter } from "./limits.ts";
import { persistentSet, type Next } from "./persistent.ts";
import type { Sharing } from "./sharing.ts";
import type { SearchEnd, SearchOptions } from "./shortest.ts";
import { StateSet } from "./state-set.ts";
import { Trail } from "./trail.ts";
import { successors, type Successor } from "./successors.ts";
import type { System } from "./system.ts";

interface Frame {
  readonly number: number;
  readonly state: Int32Array;
  readonly enabled: readonly number[];
  readonly known: Map<number, Next>;
  /** Processes still to be explored from here. */
  queue: Successor[];
  expanded: boolean;
  at: number;
}

/**
 * Depth first over persistent sets: proves where the plain order is too wide. Footprints are learned on the way; a search
 * during which they grew is run again by whoever called. A state on the stack that is met again closes a cycle: the state
 * that closes it is then expanded in full, so that no process is put off for ever.
 */
export function searchReduced(
  system: System,
  sharing: Sharing,
  footprints: Footprints,
  meter: Meter,
  findings: Findings,
  options: SearchOptions,
  external: number,
): SearchEnd {
  const seen = new StateSet();
  const graph = new Graph();
  const onStack = new Set<number>();
  const stack: Frame[] = [];
  const trail = new Trail();

  const look = (frame: Frame, process: number): Next => {
    const known = frame.known.get(process);
    if (known) return known;
    const reads = new Set<number>();
    const writes = new Set<number>();
    const found = successors(system, frame.state, process, (who, step) => {
      sharing.learn(who, system.accesses);
      footprints.learn(who, step, system.accesses);
      for (const location of system.accesses.reads) reads.add(location);
      for (const location of system.accesses.writes) writes.add(location);
    });
    meter.steps += found.length;
    const next: Next = { successors: found, reads: [...reads], writes: [...writes] };
    frame.known.set(process, next);
    return next;
  };
  /** What the world outside waits for counts as read by it, before it ever acts: its chance may be gone by then. */
  const watch = (frame: Frame): void => {
    const reads = system.awaits(external);
    sharing.learn(external, { reads, writes: [] });
    footprints.learn(external, { spawned: [] }, { reads, writes: [] });
    if (frame.enabled.includes(external)) look(frame, external);
  };
  const enter = (state: Int32Array, number: number): void => {
    system.restore(state);
    const enabled = system.enabled();
    const frame: Frame = { number, state, enabled, known: new Map(), queue: [], expanded: false, at: 0 };
    stack.push(frame);
    onStack.add(number);
    meter.states++;
    meter.memory += state.byteLength;
    if (enabled.length === 0) {
      graph.end(number);
      for (const failure of system.atEnd()) findings.add(failure, () => trail.to(number));
      return;
    }
    const blocked = system.blocked();
    if (external >= 0) watch(frame);
    const chosen = persistentSet(
      system,
      enabled,
      blocked,
      footprints,
      (process) => look(frame, process),
      external,
    );
    frame.expanded = chosen.length === enabled.length;
    frame.queue = chosen.flatMap((process) => look(frame, process).successors);
    if (frame.queue.some(({ failure }) => failure)) expand(frame);
  };
  const expand = (frame: Frame): void => {
    frame.expanded = true;
    const done = new Set(frame.queue.map(({ move }) => move.process));
    frame.queue.push(
      ...frame.enabled
        .filter((process) => !done.has(process))
        .flatMap((process) => look(frame, process).successors),
    );
  };

  system.reset();
  system.grain = sharing;
  const first = system.save();
  trail.add(-1, undefined);
  enter(first, seen.add(first).number);
  while (stack.length > 0) {
    const frame = stack[stack.length - 1]!;
    const stopped = meter.reached();
    if (stopped !== undefined || (options.first && findings.size > 0)) {
      const last = trail.to(frame.number);
      return {
        complete: false,
        ...(stopped === undefined ? {} : { stopped }),
        states: seen.size,
        steps: meter.steps,
        last,
      };
    }
    if (sharing.grown || system.refined) return { complete: false, states: seen.size, steps: meter.steps };
    const next = frame.queue[frame.at++];
    if (!next) {
      stack.pop();
      onStack.delete(frame.number);
      meter.memory -= frame.state.byteLength;
      continue;
    }
    if (next.failure) {
      graph.end(frame.number);
      findings.add(next.failure, () => [...trail.to(frame.number), next.move]);
      continue;
    }
    if (!next.state) continue;
    const { number, isNew } = seen.add(next.state);
    graph.edge(frame.number, number);
    if (isNew) {
      trail.add(frame.number, next.move);
      enter(next.state, number);
    } else if (onStack.has(number) && !frame.expanded) expand(frame);
  }
  if (footprints.grown) return { complete: false, states: seen.size, steps: meter.steps };
  reportEndless(graph.endless(seen.size), trail, findings, options);
  return { complete: true, states: seen.size, steps: meter.steps };
}
