import { Reclamations } from "./reclamation.ts";
import { Findings, type Found } from "./findings.ts";
import { Footprints } from "./footprints.ts";
import { DEFAULT_LIMITS, Meter, type SearchLimits } from "./limits.ts";
import { walk } from "./random-walk.ts";
import { ReducedSearch } from "./reduced.ts";
import { Sharing } from "./sharing.ts";
import { searchShortest, type SearchEnd, type SearchOptions } from "./shortest.ts";
import { FINEST, type Failure, type Move, type System } from "./system.ts";

export interface ExploreOptions {
  readonly limits?: Partial<SearchLimits>;
  /** When it must be over, as performance.now() counts; by default `limits.time` from the beginning. */
  readonly deadline?: number;
  /** Stop at the first failure. */
  readonly first?: boolean;
  /** Once something has failed, look for more only as long again, and a second at least; less where nothing more fails for long. */
  readonly brief?: boolean;
  /**
   * Failures are looked for, not a proof: what is least out of the ordinary first, until these are enough. `brief` then says nothing.
   */
  readonly until?: (failures: readonly Failure[]) => boolean;
  /** Witnesses are counted, not read: they need not be the shortest that there are. */
  readonly anyWitness?: boolean;
  /** The world outside may act in the system's name: its process number. */
  readonly external?: number;
  /** Which failures are looked for; all, by default. */
  readonly watch?: (failure: Failure) => boolean;
  /** Makes the failure of a system that never ends, with the system standing in a state from which it cannot. */
  readonly endless: (path: readonly Move[]) => Failure | undefined;
  /** Names what only ever grows along a path: a search that follows it comes to no end. */
  readonly counters?: (path: readonly Move[]) => readonly string[];
  readonly onProgress?: (progress: {
    readonly states: number;
    readonly ms: number;
    readonly found: number;
  }) => void;
}

export interface Exploration {
  readonly found: readonly Found[];
  /** Failures that were met and not looked for: their runs ended there. */
  readonly others: readonly Failure[];
  /** Every schedule was covered. */
  readonly complete: boolean;
  /** What ended an incomplete search. */
  readonly stopped?: string;
  /** Every schedule with at most so many preemptions was covered. */
  readonly preemptions?: number;
  /** What counts without end, and decides something. */
  readonly counters: readonly string[];
  readonly states: number;
  readonly steps: number;
  readonly ms: number;
}

/** States that the search for shortest witnesses may take before the reduced search is tried. */
const SHORTEST_STATES = 30_000;
const SHORTEST_TIME = 8_000;

/** How much of the time goes to what is least out of the ordinary. */
const SHARE_OF_PLAIN = 2 / 3;

const BRIEF_TIME = 1_000;

/** How long nothing new fails, at least, before a brief search takes what it has for all: and as long as it took to come to that. */
const QUIET_TIME = 300;

const LONG_ENOUGH = "twice the time that its first finding took";
const QUIET = "a time in which nothing more failed, as long as that of its findings";
/** What ended a search whose `until` was content. */
export const ALL_SOUGHT = "what reading finds, which it shows";

/** States that are searched in order before the reduced search may try for a proof. */
const BRIEF_STATES = 600;

/**
 * Looks for every failure that some schedule of the system has. First schedules with few preemptions, which give the shortest
 * witnesses and are a proof already when they run out. When nothing fails in the first of them, the reduced search tries for a
 * proof, of which it needs far fewer states; where it fails, shortest witnesses are looked for, and then it looks for all the rest.
 */
export function explore(system: System, options: ExploreOptions): Exploration {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const sharing = new Sharing();
  const findings = new Findings(options.watch);
  const began = performance.now();
  const progress = (meter: Meter): void =>
    options.onProgress?.({ states: meter.states, ms: performance.now() - began, found: findings.size });
  const how: SearchOptions = {
    endless: options.endless,
    ...(options.external === undefined ? {} : { external: options.external }),
    ...(options.first === undefined ? {} : { first: options.first }),
    plainest: options.until !== undefined,
  };
  const deadline = options.deadline ?? began + limits.time;
  const scouts = new Findings(options.watch); // their paths are long: what they see is looked for again, in order
  const footprints = new Footprints();
  walk(system, sharing, footprints, scouts, { ...FIRST_WALKS, deadline });
  /** Nothing has failed in it so far. */
  let proof: { readonly search: RestartingSearch; readonly failing: Findings } | undefined;
  let foundAt: number | undefined;
  let last = { size: 0, at: began };
  let asked = 0;
  const isEnough = (): string | undefined => {
    if (options.until) {
      if (findings.size === asked) return undefined;
      asked = findings.size;
      return options.until(findings.all().map(({ failure }) => failure)) ? ALL_SOUGHT : undefined;
    }
    if (options.brief !== true || findings.size === 0) return undefined;
    const now = performance.now();
    foundAt ??= now;
    if (last.size !== findings.size) last = { size: findings.size, at: now };
    if (now > foundAt + Math.max(BRIEF_TIME, foundAt - began)) return LONG_ENOUGH;
    return now > last.at + Math.max(QUIET_TIME, last.at - began) ? QUIET : undefined;
  };
  const searchFew = (most: number): SearchEnd => {
    const now = performance.now();
    const time = options.until ? SHARE_OF_PLAIN * (deadline - now) : SHORTEST_TIME;
    const shortDeadline = Math.min(deadline, now + time);
    const search = (): SearchEnd => {
      const few = { ...limits, states: Math.min(limits.states, most) };
      return searchShortest(
        system,
        sharing,
        new Meter(few, progress, shortDeadline, isEnough),
        findings,
        how,
      );
    };
    return untilSettled(system, findings, search, () => (proof = undefined));
  };
  const reducedSearch = (
    into: Findings,
    most: Pick<SearchLimits, "states">,
    which: SearchOptions,
    reclamations?: Reclamations,
  ): RestartingSearch =>
    new RestartingSearch(system, into, () => {
      const meter = new Meter({ ...limits, ...most }, progress, deadline, isEnough);
      const external = options.external ?? -1;
      const work = { system, sharing, footprints, meter, findings: into, options: which, external };
      return { search: new ReducedSearch({ ...work, reclamations }), meter };
    });

  let short = searchFew(options.until ? limits.states : BRIEF_STATES);
  if (options.until === undefined && !short.complete && limits.states > BRIEF_STATES && findings.size === 0) {
    walk(system, sharing, footprints, scouts, { ...LESSON, deadline });
    if (scouts.size === 0 && countersOf(short, options).length === 0) {
      const failing = new Findings(options.watch);
      const half = performance.now() + (deadline - performance.now()) / 2;
      const all = { ...how, first: true };
      proof = { search: reducedSearch(failing, limits, all, new Reclamations(system)), failing };
      const end = proof.search.run(half);
      if (end.complete && failing.size === 0) return proven(end, failing, began);
      if (failing.size > 0) proof = undefined;
    }
  }
  const suffices = options.anyWitness === true && findings.size + scouts.size > 0;
  if (options.until === undefined && !short.complete && !suffices && !(options.first && findings.size > 0))
    short = searchFew(SHORTEST_STATES);
  if (!short.complete) findings.dropProvisional();
  const isOver = (options.first && findings.size > 0) || short.stopped === ALL_SOUGHT;
  if (short.complete || isOver || limits.states <= SHORTEST_STATES) {
    return {
      ...summary(short),
      counters: countersOf(short, options),
      found: findings.all(),
      others: findings.others(),
      ms: performance.now() - began,
    };
  }
  const counters = countersOf(short, options);
  if (proof && findings.size === 0 && counters.length === 0) {
    const { search, failing } = proof;
    const end = search.run(deadline);
    const { preemptions } = short;
    const covered = end.complete || preemptions === undefined ? {} : { preemptions };
    if (failing.size === 0) return { ...proven(end, failing, began), ...covered };
    failing.dropProvisional();
    for (const { failure, path } of failing.all()) findings.add(failure, () => [...path]);
  }
  scouts.dropProvisional();
  for (const { failure, path } of scouts.all()) findings.add(failure, () => [...path]);
  // a search after a counter has no end: it is given as much again as the first one, and no more
  const states = counters.length > 0 ? Math.min(limits.states, SHORTEST_STATES) : limits.states;
  // where something fails, reclamations may hide what else does
  const reclamations = findings.size === 0 ? new Reclamations(system) : undefined;
  let reduced = reducedSearch(findings, { states }, how, reclamations).run(deadline);
  if (reclamations?.used && findings.size > 0)
    reduced = reducedSearch(findings, { states }, how).run(deadline);
  const { preemptions } = short;
  if (!reduced.complete) findings.dropProvisional();
  return {
    ...summary(reduced),
    counters: reduced.complete ? [] : counters,
    ...(reduced.complete || preemptions === undefined ? {} : { preemptions }),
    found: findings.all(),
    others: findings.others(),
    ms: performance.now() - began,
  };
}

/** Every schedule at the finest grain, every process at each point: slow, and nothing to be wrong about. For tests. */
export function explorePlain(system: System, options: ExploreOptions): Exploration {
  const findings = new Findings();
  const meter = new Meter({ ...DEFAULT_LIMITS, ...options.limits });
  const everything = new EverythingShared();
  const end = searchShortest(system, everything, meter, findings, { endless: options.endless });
  return { ...summary(end), counters: [], found: findings.all(), others: [], ms: meter.elapsed };
}

class EverythingShared extends Sharing {
  override access = FINEST.access;
  override call = FINEST.call;
  override touched = FINEST.touched;
  override learn(): void {}
}

/** Walks that tell a search over persistent sets what to expect: what it learns on its way, it learns too late. */
const LESSON = { walks: 80, calm: 80, length: 1_000, steps: 8_000, orderly: 0, seed: 0x1b873593 };

const FIRST_WALKS = { walks: 12, calm: 2, length: 400, steps: 20_000, orderly: 4_000, seed: 0x2545f491 };

/** Runs a search again as long as the system says that its states say too little; what was found in these is looked for again. */
function untilSettled(
  system: System,
  findings: Findings,
  search: () => SearchEnd,
  onRefined: () => void,
): SearchEnd {
  const standing = findings.keys();
  for (;;) {
    system.refined = false;
    const end = search();
    if (!system.refined) return end;
    onRefined();
    if (end.stopped !== undefined) return end;
    findings.goBackTo(standing);
  }
}

/** A reduced search that goes on where it was stopped. */
class RestartingSearch {
  private readonly system: System;
  private readonly findings: Findings;
  private readonly begin: () => Begun;
  private begun: Begun | undefined;

  constructor(system: System, findings: Findings, begin: () => Begun) {
    this.system = system;
    this.findings = findings;
    this.begin = begin;
  }

  /** @param deadline as performance.now() counts */
  run(deadline: number): SearchEnd {
    const search = (): SearchEnd => {
      const begun = (this.begun ??= this.begin());
      begun.meter.deadline = deadline;
      return begun.search.run();
    };
    return untilSettled(this.system, this.findings, search, () => (this.begun = undefined));
  }
}

interface Begun {
  readonly search: ReducedSearch;
  readonly meter: Meter;
}

/** What a reduced search says that nothing failed in. */
function proven(end: SearchEnd, failing: Findings, began: number): Exploration {
  return {
    ...summary(end),
    counters: [],
    found: [],
    others: failing.others(),
    ms: performance.now() - began,
  };
}

function countersOf(end: SearchEnd, options: ExploreOptions): readonly string[] {
  return end.last ? (options.counters?.(end.last) ?? []) : [];
}

function summary(end: SearchEnd): Omit<Exploration, "found" | "others" | "ms" | "counters"> {
  const { complete, states, steps, stopped, preemptions } = end;
  return {
    complete,
    states,
    steps,
    ...(stopped === undefined ? {} : { stopped }),
    ...(preemptions === undefined ? {} : { preemptions }),
  };
}
