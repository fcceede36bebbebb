import type { Findings } from "./findings.ts";
import { reportEndless } from "./endless.ts";
import { Graph } from "./graph.ts";
import type { Meter } from "./limits.ts";
import { Revisits } from "./revisits.ts";
import type { Sharing } from "./sharing.ts";
import { StateSet } from "./state-set.ts";
import { StateTrail } from "./trail.ts";
import { Words } from "./words.ts";
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

export interface SearchOptions {
  /** Stop at the first failure. */
  readonly first?: boolean;
  /** Count choices other than the first like preemptions: what is least out of the ordinary comes first. */
  readonly plainest?: boolean;
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
  return new ShortestSearch(system, sharing, meter, findings, options).run();
}

class ShortestSearch {
  private readonly system: System;
  private readonly sharing: Sharing;
  private readonly meter: Meter;
  private readonly findings: Findings;
  private readonly options: SearchOptions;
  private readonly seen = new StateSet();
  private readonly graph = new Graph();
  /** Of each state, the process that would have to be preempted if another moved next; -1 when none. */
  private readonly running = new Words();
  private readonly preemptions = new Words();
  /** States to be expanded, by preemptions; where what is plainest comes first, choices other than the first count as well. */
  private readonly due = new Buckets();
  /** Where failures are looked for: the same, but counted since code was met that was new then. */
  private readonly ahead = new Buckets(true);
  private readonly sinceNews = new Words();
  /** With how many preemptions a state was last expanded; -1 before. */
  private readonly expanded = new Words();
  private turn = 0;
  private readonly trail = new StateTrail();
  private readonly revisits: Revisits;

  constructor(system: System, sharing: Sharing, meter: Meter, findings: Findings, options: SearchOptions) {
    this.system = system;
    this.sharing = sharing;
    this.meter = meter;
    this.findings = findings;
    this.options = options;
    this.revisits = new Revisits(sharing, findings);
  }

  run(): SearchEnd {
    const { system, meter, findings, options, trail, graph } = this;
    system.reset();
    system.grain = this.sharing;
    this.add(system.save(), -1, undefined, -1, 0, 0);
    for (let state = this.next(); state !== undefined; state = this.next()) {
      this.expand(state);
      if (system.refined) return this.end(false);
      const stopped = meter.reached();
      if (stopped !== undefined || (options.first && findings.size > 0))
        return {
          ...this.end(false),
          ...(stopped === undefined ? {} : { stopped }),
          ...(this.due.cost > 0 && !options.plainest ? { preemptions: this.due.cost - 1 } : {}),
          last: trail.to(this.seen.size - 1),
        };
      for (const due of this.revisits.take()) {
        this.expanded.set(due, -1);
        this.queue(due);
      }
    }
    reportEndless(graph, this.seen.size, trail, findings, options.endless);
    return this.end(true);
  }

  private end(complete: boolean): SearchEnd {
    return { complete, states: this.seen.size, steps: this.meter.steps };
  }

  /** In turn the one that is least out of the ordinary, and the one that is so since something new was met. */
  private next(): number | undefined {
    const isAheads = this.options.plainest === true && this.turn++ % 4 > 0;
    const [first, second] = isAheads ? [this.ahead, this.due] : [this.due, this.ahead];
    return this.nextOf(first) ?? this.nextOf(second);
  }

  private nextOf(buckets: Buckets): number | undefined {
    const costs = buckets === this.due ? this.preemptions : this.sinceNews;
    // one that was reached with fewer since stands in another bucket as well
    return buckets.next((state, cost) => costs.at(state) === cost && this.isToExpand(state));
  }

  /** Where all is searched in order a state is expanded whenever it is due. */
  private isToExpand(state: number): boolean {
    if (!this.options.plainest) return true;
    const before = this.expanded.at(state);
    return before < 0 || this.preemptions.at(state) < before;
  }

  private queue(state: number): void {
    this.due.add(state, this.preemptions.at(state));
    if (this.options.plainest) this.ahead.add(state, this.sinceNews.at(state));
  }

  private add(
    state: Int32Array,
    parent: number,
    move: Move | undefined,
    running: number,
    preemptions: number,
    sinceNews: number,
  ): void {
    const { meter } = this;
    const { number, isNew } = this.seen.add(state, running);
    if (parent >= 0) this.graph.edge(parent, number);
    if (isNew) {
      meter.states++;
      meter.memory += state.byteLength;
      this.trail.add(parent, move);
      this.running.push(running);
      this.preemptions.push(preemptions);
      this.sinceNews.push(sinceNews);
      this.expanded.push(-1);
    } else if (preemptions >= this.preemptions.at(number) && sinceNews >= this.sinceNews.at(number)) return;
    this.preemptions.set(number, Math.min(preemptions, this.preemptions.at(number)));
    this.sinceNews.set(number, Math.min(sinceNews, this.sinceNews.at(number)));
    this.queue(number);
  }

  private expand(number: number): void {
    const { system, sharing, findings, options, meter, revisits } = this;
    const state = this.seen.get(number);
    const running = this.running.at(number);
    const preemptions = this.preemptions.at(number);
    this.expanded.set(number, preemptions);
    system.restore(state);
    const enabled = system.enabled();
    if (options.external !== undefined) {
      sharing.learn(options.external, { reads: system.awaits(options.external), writes: [] });
      revisits.learn();
    }
    if (enabled.length === 0) {
      this.graph.end(number);
      for (const failure of system.atEnd()) findings.add(failure, () => this.trail.to(number));
    }
    for (const process of enabled) {
      const preempts = running >= 0 && process !== running && enabled.includes(running);
      const found = successors(system, state, process, (who) => {
        const { reads, writes } = system.accesses;
        sharing.learn(who, system.accesses);
        revisits.passes(number, [...reads, ...writes]);
      });
      for (const next of found) {
        meter.steps++;
        if (next.failure) {
          this.graph.end(number);
          if (next.failure.provisional) revisits.failsForNow(number);
          findings.add(next.failure, () => [...this.trail.to(number), next.move]);
        } else if (next.state) {
          const after = next.step.external ? running : next.step.voluntary ? -1 : process;
          const more = preempts && !next.step.external ? 1 : 0;
          const odd = options.plainest ? next.move.choices.filter((picked) => picked > 0).length : 0;
          const cost = more + odd;
          const since = next.isNews || !options.plainest ? 0 : this.sinceNews.at(number) + cost;
          this.add(next.state, number, next.move, after, preemptions + cost, since);
        }
      }
    }
  }
}

/** States by what it cost to come to them, the cheapest first, and of these the oldest or the newest. */
class Buckets {
  private readonly newestFirst: boolean;

  constructor(newestFirst = false) {
    this.newestFirst = newestFirst;
  }

  private readonly buckets: { readonly states: number[]; at: number }[] = [];
  /** What the states cost that are taken out now. */
  cost = 0;

  add(state: number, cost: number): void {
    while (this.buckets.length <= cost) this.buckets.push({ states: [], at: 0 });
    this.buckets[cost]!.states.push(state);
    this.cost = Math.min(this.cost, cost);
  }

  /** The first that is wanted; what is not is forgotten. */
  next(isWanted: (state: number, cost: number) => boolean): number | undefined {
    for (; this.cost < this.buckets.length; this.cost++) {
      const bucket = this.buckets[this.cost]!;
      while (bucket.at < bucket.states.length) {
        const state = this.newestFirst ? bucket.states.pop()! : bucket.states[bucket.at++]!;
        if (isWanted(state, this.cost)) return state;
      }
    }
    return undefined;
  }
}
