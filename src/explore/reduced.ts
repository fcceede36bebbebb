import type { Findings } from "./findings.ts";
import type { Footprints, ControlPoint } from "./footprints.ts";
import { reportEndless } from "./endless.ts";
import { Graph } from "./graph.ts";
import type { Reclamations } from "./reclamation.ts";
import { Components } from "./components.ts";
import type { Meter } from "./limits.ts";
import { Isolation, type Coming, type Reaches } from "./isolation.ts";
import { persistentSet, type Next } from "./persistent.ts";
import { Revisits } from "./revisits.ts";
import type { Sharing } from "./sharing.ts";
import type { SearchEnd, SearchOptions } from "./shortest.ts";
import { StateSet } from "./state-set.ts";
import { StateTrail } from "./trail.ts";
import { successors, type Successor } from "./successors.ts";
import type { Step, System } from "./system.ts";
import { Touches } from "./touches.ts";

const NOTHING: readonly number[] = [];

interface Frame {
  readonly number: number;
  readonly state: Int32Array;
  readonly enabled: readonly number[];
  readonly blocked: readonly number[];
  /** Where each process is that exists, by number. */
  readonly places: readonly (ControlPoint | undefined)[];
  reaches: Reaches;
  readonly known: Map<number, Next>;
  /** Processes still to be explored from here. */
  queue: Successor[];
  at: number;
  /** It was left before, and is looked at again. */
  readonly isAgain: boolean;
}

/** What a reduced search works with; what it learns of sharing and footprints stays for the next one. */
export interface ReducedWork {
  readonly system: System;
  readonly sharing: Sharing;
  readonly footprints: Footprints;
  readonly meter: Meter;
  readonly findings: Findings;
  readonly options: SearchOptions;
  /** The process that stands for the world outside the system; -1 when there is none. */
  readonly external: number;
  /** Absent where no process may be put first. */
  readonly reclamations?: Reclamations | undefined;
}

/**
 * Depth first over persistent sets: proves where the plain order is too wide. Footprints are learned on the way, and what is shared;
 * the states whose persistent sets, or steps, rested on what was known before are chosen for again once all others are left. What
 * was explored of them stays.
 *
 * No process is put off for ever: when a strongly connected component is complete and no step leads out of it, every process
 * that is enabled there has moved somewhere in it; if not, its root is expanded in full (Valmari's condition for the ignoring
 * problem). From a component that can be left, the search goes on to where the process is still enabled. Where states were chosen for
 * again, the components are others, so in the end all are looked at once more.
 */
export class ReducedSearch {
  private readonly work: ReducedWork;
  private readonly seen = new StateSet();
  private readonly graph = new Graph();
  private readonly components = new Components();
  private readonly stack: Frame[] = [];
  private readonly trail = new StateTrail();
  private readonly revisits: Revisits;
  private again: number[] = [];
  /** Since the parts that nothing leaves were last looked at. */
  private hasChosenAgain = false;
  private readonly isolation: Isolation;
  private readonly readings = new WeakMap<readonly number[], Touches>();

  constructor(work: ReducedWork) {
    this.work = work;
    this.revisits = new Revisits(work.sharing, work.findings);
    this.isolation = new Isolation(work.system, (who, step, from) => {
      work.meter.steps++;
      this.learn(who, step, work.footprints.at(who, from));
    });
  }

  /** Goes on until all is explored, or a limit is reached; called again, it goes on from there. */
  run(): SearchEnd {
    const { system, sharing, findings, options } = this.work;
    system.grain = sharing;
    if (this.seen.size === 0) this.begin();
    for (let frame = this.next(); frame; frame = this.next()) {
      if (system.refined) return this.end(false);
      const stopped = this.stoppedAt(frame);
      if (stopped) return stopped;
      const successor = frame.queue[frame.at++];
      if (successor) this.go(frame, successor);
      else this.leave(frame);
    }
    reportEndless(this.graph, this.seen.size, this.trail, findings, options.endless);
    return this.end(true);
  }

  private begin(): void {
    const { system, footprints } = this.work;
    footprints.begin();
    system.reset();
    const first = system.save();
    this.trail.add(-1, undefined);
    this.enter(first, this.seen.add(first).number);
  }

  /** The state that is explored now; when all are left, one that has to be looked at again. */
  private next(): Frame | undefined {
    const { footprints, system } = this.work;
    for (;;) {
      const top = this.stack.at(-1);
      if (top || system.refined) return top;
      if (this.again.length === 0) {
        for (const state of footprints.due) this.revisits.add(state);
        footprints.due.clear();
        this.revisits.learn();
        this.again = this.revisits.take();
      }
      const number = this.again.pop();
      if (number === undefined) return this.ignoring();
      const frame = this.frameOf(this.seen.get(number), number, true);
      if (frame.enabled.length === 0) continue;
      this.hasChosenAgain = true;
      this.graph.chosenAgain(number);
      this.stack.push(frame);
      this.choose(frame, undefined);
    }
  }

  /**
   * Once all is left, and something was chosen for again: a state of a part that the steps chosen last never leave, and in which
   * somebody is put off for ever. What was chosen before may lead out of it, but where that is not known to be enough it may be past
   * what was put off.
   */
  private ignoring(): Frame | undefined {
    if (!this.hasChosenAgain) return undefined;
    this.hasChosenAgain = false;
    for (const { states, moved } of this.graph.closedParts(this.seen.size)) {
      const number = states[0]!;
      const frame = this.frameOf(this.seen.get(number), number, true);
      if (frame.enabled.every((process) => moved.has(process))) continue;
      this.hasChosenAgain = true;
      this.stack.push(frame);
      this.expand(frame);
    }
    return this.stack.at(-1);
  }

  private end(complete: boolean): SearchEnd {
    return { complete, states: this.seen.size, steps: this.work.meter.steps };
  }

  /** A limit is reached, or one failure is enough. */
  private stoppedAt({ number }: Frame): SearchEnd | undefined {
    const { meter, options, findings } = this.work;
    const stopped = meter.reached();
    if (stopped === undefined && !(options.first && findings.size > 0)) return undefined;
    return {
      ...this.end(false),
      ...(stopped === undefined ? {} : { stopped }),
      last: this.trail.to(number),
    };
  }

  private enter(state: Int32Array, number: number, coming?: Coming): void {
    const { system, meter, findings } = this.work;
    const frame = this.frameOf(state, number, false);
    this.stack.push(frame);
    this.components.enter(number);
    meter.states++;
    meter.memory += state.byteLength;
    if (frame.enabled.length === 0) {
      this.graph.end(number);
      for (const failure of system.atEnd()) findings.add(failure, () => this.trail.to(number));
      return;
    }
    this.choose(frame, coming);
  }

  private frameOf(state: Int32Array, number: number, isAgain: boolean): Frame {
    const { system, external } = this.work;
    system.restore(state);
    const enabled = system.enabled();
    const blocked = system.blocked();
    const places: ControlPoint[] = [];
    for (const process of enabled) places[process] = this.placeOf(process);
    for (const process of blocked) places[process] = this.placeOf(process);
    if (external >= 0) places[external] ??= this.placeOf(external);
    return {
      number,
      state,
      enabled,
      blocked,
      places,
      reaches: [],
      known: new Map(),
      queue: [],
      at: 0,
      isAgain,
    };
  }

  /** Queues what has to be tried from here, as far as is known: one process that reclaims, or a persistent set. */
  private choose(frame: Frame, coming: Coming | undefined): void {
    const { system, footprints, external } = this.work;
    const { state, enabled, blocked, places } = frame;
    const awaited: (readonly number[])[] = [];
    for (const process of blocked) {
      const reads = (awaited[process] = system.awaits(process));
      footprints.learn(places[process] ?? this.placeOf(process), { reads, writes: [] });
    }
    const inside = [...enabled, ...blocked].filter((process) => process !== external);
    // one that is alone need not be compared with others
    const isAlone = inside.length === 1 && enabled.length === 1 && enabled[0] !== external;
    const reaches = isAlone ? [] : this.isolation.look(state, inside, coming);
    frame.reaches = reaches;
    if (external >= 0) this.watch(frame);
    const reclaims = this.reclaims(frame);
    if (reclaims !== undefined) {
      frame.queue = [...this.look(frame, reclaims).successors];
      return;
    }
    const outside = places[external];
    const chosen = persistentSet({
      state: frame.number,
      enabled,
      blocked,
      external,
      places,
      reaches,
      next: (process) => this.look(frame, process),
      awaited: (process) =>
        this.reading(
          process === external && outside
            ? footprints.locationsOf(outside, frame.number)
            : (awaited[process] ?? NOTHING),
        ),
    });
    frame.queue = chosen.flatMap((process) => this.look(frame, process).successors);
    if (frame.queue.some(({ failure }) => failure)) this.expand(frame);
  }

  /** A process that may go first and alone, since it only reclaims memory. */
  private reclaims({ number, state, enabled, blocked, places, reaches }: Frame): number | undefined {
    const { system, external, reclamations } = this.work;
    const everyone = [...enabled, ...blocked];
    const outside = places[external];
    const collides = (place: ControlPoint, reads: readonly number[], writes: readonly number[]): boolean => {
      if (place.collides(reads, writes)) return true;
      place.relies(number);
      return false;
    };
    return reclamations?.first(state, enabled, external, reaches, {
      write: (process, location) =>
        places.some((place, other) => other !== process && place && collides(place, [location], [])),
      handle: (process, location) =>
        places.some((place, other) => other !== process && place?.handles(location, number)),
      watch: (process, location) =>
        (outside !== undefined && collides(outside, [], [location])) ||
        everyone.some((other) => other !== process && system.awaits(other).includes(location)),
    });
  }

  /** What the world outside waits for counts as read by it, before it ever acts: its chance may be gone by then. */
  private watch(frame: Frame): void {
    const { system, sharing, footprints, external } = this.work;
    const reads = system.awaits(external);
    sharing.learn(external, { reads, writes: [] });
    footprints.learn(this.placeOf(external), { reads, writes: [] });
    if (frame.enabled.includes(external)) this.look(frame, external);
  }

  private look(frame: Frame, process: number): Next {
    const known = frame.known.get(process);
    if (known) return known;
    const { system, meter } = this.work;
    const reads = new Set<number>();
    const writes = new Set<number>();
    const from = frame.places[process] ?? this.placeOf(process);
    const found = successors(system, frame.state, process, (who, step) => {
      this.learn(who, step, from);
      for (const location of system.accesses.reads) reads.add(location);
      for (const location of system.accesses.writes) writes.add(location);
    });
    meter.steps += found.length;
    this.revisits.passes(frame.number, [...reads, ...writes]);
    const next: Next = { successors: found, touches: new Touches([...reads], [...writes]) };
    frame.known.set(process, next);
    return next;
  }

  /** That these locations are read: one answer for each list, so that it is compared with others once. */
  private reading(locations: readonly number[]): Touches {
    let known = this.readings.get(locations);
    if (!known) this.readings.set(locations, (known = new Touches(locations, [])));
    return known;
  }

  /** Every process that is enabled has to be tried after all. */
  private expand(frame: Frame): void {
    const done = new Set(frame.queue.map(({ move }) => move.process));
    frame.queue.push(
      ...frame.enabled
        .filter((process) => !done.has(process))
        .flatMap((process) => this.look(frame, process).successors),
    );
  }

  private go(frame: Frame, next: Successor): void {
    if (next.failure) {
      if (next.failure.provisional) this.revisits.failsForNow(frame.number);
      this.graph.end(frame.number);
      this.graph.edge(frame.number, frame.number, next.move.process);
      this.work.findings.add(next.failure, () => [...this.trail.to(frame.number), next.move]);
      return;
    }
    if (!next.state) return;
    const { number, isNew } = this.seen.add(next.state);
    this.graph.edge(frame.number, number, next.move.process);
    if (isNew) {
      this.trail.add(frame.number, next.move);
      const { process } = next.move;
      const writes = frame.known.get(process)?.touches.writes;
      this.enter(next.state, number, writes && { process, writes, before: frame.reaches });
    } else if (!frame.isAgain) this.components.edge(frame.number, number);
  }

  /** All that was chosen has been tried: the state is done, unless somebody was put off in a part that nothing leaves. */
  private leave(frame: Frame): void {
    if (frame.isAgain) {
      this.stack.pop();
      return;
    }
    const moved = [...new Set(frame.queue.map(({ move }) => move.process))];
    this.components.finish(frame.number, moved);
    const terminal = this.components.terminalAt(frame.number);
    if (terminal && frame.enabled.some((process) => !terminal.moved.has(process))) {
      frame.at--;
      this.expand(frame);
      return;
    }
    this.stack.pop();
    const parent = this.stack.at(-1);
    this.components.leave(frame.number, parent?.isAgain ? undefined : parent?.number);
  }

  private placeOf(process: number): ControlPoint {
    return this.work.footprints.placeOf(this.work.system, process);
  }

  private learn(who: number, step: Step, from: ControlPoint): void {
    const { system, sharing, footprints } = this.work;
    sharing.learn(who, system.accesses);
    footprints.follow(system, who, step, from);
  }
}
