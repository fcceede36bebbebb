import type { Finding, Outcome, Verdict } from "../core/finding.ts";
import { errnoName } from "../core/errno.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { ALL_SOUGHT, explore, type Exploration } from "../explore/explore.ts";
import type { Failure } from "../explore/system.ts";
import { Machine, USER_SPACE, type MachineOptions } from "../machine/machine.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { callbackRule, classify, concernsThreads } from "./classify.ts";
import { countersAlong } from "./counters.ts";
import { coverageOf, limitOf, NOT_SHOWN, timeReadAt } from "./coverage.ts";
import { findingOf, mergeFindings, plainestFirst, shows } from "./finding.ts";
import { cutShort, notFollowed, outsidePart, partCoverage, partLimits, standstills } from "./part-limits.ts";
import { unwokenThreads } from "./unwoken-threads.ts";
import { machineOptions, type RunOptions } from "./options.ts";
import { moduleNamed } from "./place.ts";
import { neverReached } from "./never-reached.ts";
import { showsAll } from "./sought.ts";
import { reproduce } from "./reproduce.ts";
import { WatchedMachine } from "./watched-machine.ts";
import { endlessFailure } from "./standstill.ts";

/** What one search, or several, came to. */
export interface WorldRun {
  readonly verdict: Verdict;
  /** Something came from outside that could have come again. */
  readonly heedsUses: boolean;
}

/** @param deadline of everything that follows: search, witnesses, predictions; as performance.now() counts */
export function runOnce(
  program: LinkedProgram,
  options: RunOptions,
  faults: boolean,
  deadline: number,
  known: ReadonlySet<string>,
): WorldRun {
  const setting = machineOptions(program, options, faults);
  const machine = new WatchedMachine(program, { ...setting, deadline });
  const passed = new Set<string>();
  let exploration = search(machine, options, deadline, passed);
  const tell = (one: Exploration): Told => tellFound(machine, one, { options, setting, deadline, known });
  let told = tell(exploration);
  // what seemed to be sought was another callback's: that one is looked for on
  while (exploration.stopped === ALL_SOUGHT && told.found.length === 0 && addKeys(passed, told.unwatched)) {
    exploration = search(machine, options, deadline, passed);
    told = tell(exploration);
  }
  const { found, limits, unwatched, byHand } = told;
  limits.push(...standstills(program, exploration));
  if (options.strict && program.assumed.length > 0) limits.push(...program.assumed);
  if (found.length === 0) limits.push(...cutShort(machine, [...exploration.others, ...unwatched]));
  limits.push(...partLimits(program, options.strict === true, machine.kthreads.any));
  const complete = exploration.complete && limits.length === 0 && byHand.length === 0;
  // a run that fails on the way says nothing about threads that it did not come to
  if (
    complete &&
    !program.part &&
    exploration.found.every(({ failure }) => isTrap(failure) && isEnd(failure))
  )
    found.push(...unwokenThreads(program, machine));
  const findings = mergeFindings(found);
  const outcome = outcomeOf(findings, limits, complete);
  const verdict: Verdict = {
    command: "run",
    outcome,
    kernel: program.target.kernel,
    ...(program.part ? { scope: "part" as const } : {}),
    findings,
    assumptions: [
      ...program.assumed,
      ...machine.assumptions,
      ...notFollowed(program, [...exploration.others, ...unwatched]),
    ],
    coverage: [
      ...new Set([...limits, ...byHand]),
      ...partCoverage(program),
      ...neverLoaded(machine),
      ...(outcome === "bug" ? [] : neverReached(machine)),
      ...coverageOf(exploration, setting),
      ...(found.length > 0 && performance.now() > deadline ? [LATE] : []),
    ],
    stats: {
      schedules: exploration.steps,
      states: exploration.states,
      complete,
      ms: Math.round(exploration.ms),
    },
  };
  return { verdict, heedsUses: machine.heedsUses };
}

/** What a search found, told: findings, what kept others from being told, and failures of callbacks that nobody asked for. */
interface Told {
  readonly found: Finding[];
  readonly limits: string[];
  readonly unwatched: readonly Failure[];
  /** Where the module looks at the time by hand. */
  readonly byHand: readonly string[];
}

interface Telling {
  readonly options: RunOptions;
  readonly setting: MachineOptions;
  readonly deadline: number;
  readonly known: ReadonlySet<string>;
}

function tellFound(machine: WatchedMachine, exploration: Exploration, telling: Telling): Told {
  const { program } = machine;
  const { options, setting, deadline, known } = telling;
  const found: Finding[] = [];
  const limits: string[] = [];
  const unwatched: Failure[] = [];
  const byHand = [...machine.idle.readsTime].map((site) => timeReadAt(program, site));
  for (const { failure, path } of exploration.found.toSorted(plainestFirst)) {
    const run = reproduce(machine, failure, path, options.source, deadline);
    if (!run) {
      limits.push(NOT_SHOWN);
      continue;
    }
    const rule = classify(run.case);
    const outside = rule && outsidePart(rule, run.case);
    if (rule === undefined) limits.push(limitOf(program, run.case.trap));
    else if (outside) limits.push(...outside);
    else if (byHand.length > 0 && waitsInVain(run.case.trap)) limits.push(...byHand);
    else {
      const finding = findingOf(rule, run, setting, deadline, known);
      const isSought = options.sought?.some((read) => shows(finding, read)) === true;
      if (program.part && callbackRule(run.case.trap) && !isSought) unwatched.push(failure);
      else found.push(finding);
    }
  }
  return { found, limits, unwatched, byHand };
}

/** @returns whether any of them is new */
function addKeys(keys: Set<string>, failures: readonly Failure[]): boolean {
  const before = keys.size;
  for (const { key } of failures) keys.add(key);
  return keys.size > before;
}

/** Of a module whose init function fails whatever happens, as some do once they have measured something: the rest was not run. */
function neverLoaded({ initResults, program }: Machine): string[] {
  return initResults.flatMap((results, module) => {
    if (results.size === 0 || [...results].some((result) => result >= 0)) return [];
    const errors = [...results].map((result) => `-${errnoName(-result) ?? -result}`);
    return [
      `${moduleNamed(program, module)} is never loaded: in every run its init function returns ${errors.join(" or ")}`,
    ];
  });
}

/**
 * Counters that decide nothing are left out while the explorer searches, and only then.
 * @param passed keys of failures that are not what is sought, though they look like it
 */
function search(
  machine: Machine,
  { limits, first, anyWitness, sought, onProgress }: RunOptions,
  deadline: number,
  passed: ReadonlySet<string>,
): Exploration {
  machine.idle.enabled = true;
  const until =
    sought &&
    ((failures: readonly Failure[]) =>
      showsAll(
        machine,
        failures.filter(({ key }) => !passed.has(key)),
        sought,
      ));
  const exploration = explore(machine, {
    external: USER_SPACE,
    deadline,
    endless: (path) => endlessFailure(machine, path),
    counters: (path) => countersAlong(machine, path),
    ...(machine.program.part
      ? { brief: true, watch: (failure) => isTrap(failure) && isWatched(machine, failure, sought) }
      : {}),
    ...(until ? { until } : {}),
    ...(limits ? { limits } : {}),
    ...(first === undefined ? {} : { first }),
    ...(anyWitness === undefined ? {} : { anyWitness }),
    ...(onProgress
      ? { onProgress: (at) => onProgress({ ...at, left: Math.max(0, deadline - performance.now()) }) }
      : {}),
  });
  machine.idle.enabled = false;
  return exploration;
}

/** In a part only threads are watched, and of timers, work and tasklets what was read: their ends may not be in it. */
function isWatched(machine: Machine, trap: Trap, sought: readonly Finding[] = []): boolean {
  const rule = callbackRule(trap);
  return rule === undefined ? concernsThreads(machine, trap) : sought.some((read) => read.rule === rule);
}

const LATE =
  "the time limit was reached among the findings: a witness may be longer than need be, and a prediction may be missing";

/** Found when nothing could move any more, or would ever come to an end. */
function isEnd({ kind }: Trap): boolean {
  return kind === "deadlock" || kind === "left-behind" || kind === "leak" || kind === "livelock";
}

/** A loop that looks at jiffies by hand ends on a real kernel, where time passes. */
function waitsInVain({ kind }: Trap): boolean {
  return kind === "spins" || kind === "livelock";
}

function outcomeOf(findings: readonly Finding[], limits: readonly string[], complete: boolean): Outcome {
  if (findings.length > 0) return "bug";
  if (limits.length > 0) return "undecided";
  return complete ? "safe" : "bounded";
}
