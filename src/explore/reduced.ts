import type { Findings } from "./findings.ts";
import type { Footprints, Place } from "./footprints.ts";
import { reportEndless } from "./endless.ts";
import { Graph } from "./graph.ts";
import type { Reclamations } from "./reclamation.ts";
import { Components } from "./components.ts";
import type { Meter } from "./limits.ts";
import { Isolation } from "./isolation.ts";
import { persistentSet, type Next } from "./persistent.ts";
import type { Sharing } from "./sharing.ts";
import type { SearchEnd, SearchOptions } from "./shortest.ts";
import { StateSet } from "./state-set.ts";
import { Trail } from "./trail.ts";
import { successors, type Successor } from "./successors.ts";
import type { Step, System } from "./system.ts";

interface Frame {
  readonly number: number;
  readonly state: Int32Array;
  readonly enabled: readonly number[];
  /** Where each process is that exists. */
  readonly places: ReadonlyMap<number, Place>;
  readonly known: Map<number, Next>;
  /** Processes still to be explored from here. */
  queue: Successor[];
  at: number;
}

/** States that a search which must be begun again may add, on top of as many as it had, to learn why else it must. */
const LESSON = 200;

/**
 * Depth first over persistent sets: proves where the plain order is too wide. Footprints are learned on the way; a search
 * during which they grew is run again by whoever called.
 *
 * No process is put off for ever: when a strongly connected component is complete and no step leads out of it, every process
 * that is enabled there has moved somewhere in it; if not, its root is expanded in full (Valmari's condition for the ignoring
 * problem). From a component that can be left, the search goes on to where the process is still enabled.
 */
export function searchReduced(
  system: System,
  sharing: Sharing,
  footprints: Footprints,
  meter: Meter,
  findings: Findings,
  options: SearchOptions,
  external: number,
  reclamations?: Reclamations,
): SearchEnd {
  const seen = new StateSet();
  const graph = new Graph();
  const components = new Components();
  const stack: Frame[] = [];
  const trail = new Trail();

  const placeOf = (process: number): Place => footprints.placeOf(system, process);
  const learn = (who: number, step: Step, from: Place): void => {
    sharing.learn(who, system.accesses);
    footprints.follow(system, who, step, from);
  };
  const look = (frame: Frame, process: number): Next => {
    const known = frame.known.get(process);
    if (known) return known;
    const reads = new Set<number>();
    const writes = new Set<number>();
    const from = frame.places.get(process) ?? placeOf(process);
    const found = successors(system, frame.state, process, (who, step) => {
      learn(who, step, from);
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
    footprints.learn(placeOf(external), { reads, writes: [] });
    if (frame.enabled.includes(external)) look(frame, external);
  };
  const isolation = new Isolation(system, (who, step, from) => {
    meter.steps++;
    learn(who, step, footprints.at(who, from));
  });
  const enter = (state: Int32Array, number: number): void => {
    system.restore(state);
    const enabled = system.enabled();
    const blocked = system.blocked();
    const everyone = [...enabled, ...blocked];
    const places = new Map(everyone.map((process) => [process, placeOf(process)]));
    if (external >= 0) places.set(external, placeOf(external));
    const frame: Frame = { number, state, enabled, places, known: new Map(), queue: [], at: 0 };
    stack.push(frame);
    components.enter(number);
    meter.states++;
    meter.memory += state.byteLength;
    if (enabled.length === 0) {
      graph.end(number);
      for (const failure of system.atEnd()) findings.add(failure, () => trail.to(number));
      return;
    }
    for (const process of blocked)
      footprints.learn(placeOf(process), { reads: system.awaits(process), writes: [] });
    if (external >= 0) watch(frame);
    isolation.look(
      state,
      everyone.filter((process) => process !== external),
    );
    const reclaims = reclamations?.first(state, enabled, external, isolation, {
      write: (process, location) =>
        [...places].some(([other, place]) => other !== process && footprints.collides(place, [location], [])),
      watch: (process, location) =>
        [...places].some(
          ([other, place]) => other === external && footprints.collides(place, [], [location]),
        ) || everyone.some((other) => other !== process && system.awaits(other).includes(location)),
    });
    if (reclaims !== undefined) {
      frame.queue = [...look(frame, reclaims).successors];
      return;
    }
    const chosen = persistentSet({
      system,
      state,
      enabled,
      blocked,
      external,
      footprints,
      places,
      isolation,
      next: (process) => look(frame, process),
    });
    frame.queue = chosen.flatMap((process) => look(frame, process).successors);
    if (frame.queue.some(({ failure }) => failure)) expand(frame);
  };
  const expand = (frame: Frame): void => {
    const done = new Set(frame.queue.map(({ move }) => move.process));
    frame.queue.push(
      ...frame.enabled
        .filter((process) => !done.has(process))
        .flatMap((process) => look(frame, process).successors),
    );
  };

  let patience = Infinity;
  footprints.begin();
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
    // it must be begun again; but first it may learn more than one thing
    if (sharing.grown || footprints.grown) patience = Math.min(patience, 2 * seen.size + LESSON);
    if (seen.size >= patience || system.refined)
      return { complete: false, states: seen.size, steps: meter.steps };
    const next = frame.queue[frame.at++];
    if (!next) {
      const moved = [...new Set(frame.queue.map(({ move }) => move.process))];
      components.finish(frame.number, moved);
      const terminal = components.terminalAt(frame.number);
      if (terminal && frame.enabled.some((process) => !terminal.moved.has(process))) {
        frame.at--;
        expand(frame);
        continue;
      }
      stack.pop();
      components.leave(frame.number, stack.at(-1)?.number);
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
    } else components.edge(frame.number, number);
  }
  if (sharing.grown || system.refined || footprints.grown)
    return { complete: false, states: seen.size, steps: meter.steps };
  reportEndless(graph, seen.size, trail, findings, options.endless);
  return { complete: true, states: seen.size, steps: meter.steps };
}
