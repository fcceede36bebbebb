import type { Finding, Outcome, Verdict } from "../core/finding.ts";
import { DEFAULT_WORLD, MORE_USES } from "../core/world.ts";
import { errnoName } from "../core/errno.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { explore, type Exploration } from "../explore/explore.ts";
import { CREATES } from "../kernel-api/index.ts";
import { replay } from "../explore/replay.ts";
import type { Failure } from "../explore/system.ts";
import { Machine, USER_SPACE } from "../machine/machine.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { callbackRule, classify, concernsThreads } from "./classify.ts";
import { countersAlong } from "./counters.ts";
import { coverageOf, limitOf, timeReadAt } from "./coverage.ts";
import { findingOf, identity, mergeFindings, plainestFirst, shows } from "./finding.ts";
import { NO_THREAD, notFollowed, outsidePart, partCoverage, partLimits, standstills } from "./part-limits.ts";
import { joinVerdicts } from "./join-verdicts.ts";
import { unwokenThreads } from "./unwoken-threads.ts";
import { watchAccesses } from "./watch-accesses.ts";
import { checkParameters, machineOptions, type RunOptions } from "./options.ts";
import { moduleNamed } from "./place.ts";
import type { ReplayText } from "./replay-text.ts";
import { showsAll } from "./sought.ts";
import { reproduce, rerun } from "./reproduce.ts";
import { WatchedMachine } from "./watched-machine.ts";
import { endlessFailure, spinFailure } from "./standstill.ts";

export type { RunOptions };

/**
 * Runs a module under every interleaving of its tasks, and judges what happened.
 * @throws UserError when a parameter is given that the module does not have
 */
export function runModule(program: LinkedProgram, options: RunOptions): Verdict {
  checkParameters(program, options);
  const deadline = performance.now() + (options.limits?.time ?? DEFAULT_LIMITS.time);
  const said = withDefaults(runWithSomeThread(program, options, deadline), program, options);
  return options.accesses ? withAccesses(said, program, options, deadline) : said;
}

/** Parameters beyond these are not tried. */
const MOST_PARAMETERS = 6;

/** Where no thread begins unless insmod sets a parameter (`autostart=1`), or all of them, the module is run with that. */
function runWithSomeThread(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const verdict = runInWorlds(program, options, deadline);
  if (!beginsNoThread(verdict) || options.parameters?.size || program.modules.length > 1) return verdict;
  const names = program.parameters.slice(0, MOST_PARAMETERS).map(({ name }) => name);
  // an init function that refuses what is not set wants all of them
  const together = names.length > 1 ? [names] : [];
  for (const set of [...names.map((name) => [name]), ...together]) {
    const parameters = new Map(set.map((name) => [name, "1"]));
    const other = runInWorlds(program, { ...options, parameters }, deadline);
    const says = other.outcome === "bug" || other.outcome === "safe";
    if (says && !other.coverage.includes(NO_THREAD))
      return { ...other, parameters: set.map((name) => `${name}=1`) };
  }
  return verdict;
}

/** A module is safe with the values that its parameters had: what others make of it was not run. */
function withDefaults(verdict: Verdict, program: LinkedProgram, { parameters }: RunOptions): Verdict {
  const set = [...(parameters?.keys() ?? []), ...(verdict.parameters ?? [])];
  const given = new Set(set.map((name) => name.replace(/^.*\.|=.*$/g, "")));
  const names = program.parameters.map(({ name }) => name).filter((name) => !given.has(name));
  if (verdict.outcome !== "safe" || names.length === 0) return verdict;
  const line = `insmod sets no parameter: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""} (NAME=VALUE does)`;
  return { ...verdict, assumptions: [...verdict.assumptions, line] };
}

function runInWorlds(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const { world = DEFAULT_WORLD } = options;
  const once = usedMore(program, { ...options, world: { ...world, loads: 1 } }, deadline);
  if (world.loads === 1 || isEnough(once, options)) return once;
  return joinVerdicts(once, runInWorld(program, options, deadline, identities(once)), {});
}

/** How the line begins that tells of uses beyond the first which were not all tried. */
const USED_AGAIN = "files that are used again";

/** Nothing failed, and no thread ever began. */
export function beginsNoThread({ outcome, coverage }: Verdict): boolean {
  return outcome === "safe" && coverage.includes(NO_THREAD);
}

/** Nothing failed in what was run, which says little: files were not used as often as they may be, or no thread ever began. */
export function saysLittle(verdict: Verdict): boolean {
  const { outcome, coverage } = verdict;
  const isCut = outcome === "safe" && coverage.some((line) => line.startsWith(USED_AGAIN));
  return isCut || beginsNoThread(verdict);
}

/** States that a search in which files are used again may have, for each that the search without has; and at least so many. */
const AGAIN = { share: 6, least: 8_000 };

/**
 * Files are used once each. Where nothing failed then, they are used again: to start, stop and stop once more is three uses. That has many
 * more states, so it is tried as far as a small multiple of the first search goes, and says nothing where it comes to no end.
 */
function usedMore(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const { world = DEFAULT_WORLD } = options;
  const seen = { hasFiles: false };
  const once = runInWorld(program, options, deadline, new Set(), seen);
  if (once.outcome !== "safe" || !seen.hasFiles || world.users !== 1 || world.uses !== undefined) return once;
  const { states = DEFAULT_LIMITS.states } = options.limits ?? {};
  const most = Math.min(states, Math.max(AGAIN.least, AGAIN.share * once.stats.states));
  const again = runInWorld(
    program,
    { ...options, world: { ...world, uses: MORE_USES }, limits: { ...options.limits, states: most } },
    deadline,
  );
  const joined = joinVerdicts(once, again, {});
  if (again.outcome === "bug" || again.outcome === "safe")
    return { ...joined, assumptions: again.assumptions };
  const note = `${USED_AGAIN}, up to ${MORE_USES} times: nothing failed in ${again.stats.states} states, which are not all`;
  return { ...once, coverage: [...once.coverage, note] };
}

/** What accesses say stands beside the verdict: no schedule fails with it. */
function withAccesses(
  verdict: Verdict,
  program: LinkedProgram,
  options: RunOptions,
  deadline: number,
): Verdict {
  if (program.part) return { ...verdict, coverage: [...verdict.coverage, NO_ACCESSES] };
  const setting = machineOptions(program, options, options.faults === true);
  const { findings, schedules } = watchAccesses(program, setting, options.source, deadline);
  const note = `data races and reads of uninitialised memory were looked for in ${schedules} schedules (--accesses)`;
  return {
    ...verdict,
    findings: [...verdict.findings, ...findings],
    coverage: [...verdict.coverage, note],
  };
}

const NO_ACCESSES = "--accesses looks at whole modules only: a part leaves accesses out";

/** What searches came upon, beside what they say. */
interface Seen {
  hasFiles: boolean;
}

/** @param known findings that another world has shown already: what the kernel prints for them was predicted there */
function runInWorld(
  program: LinkedProgram,
  options: RunOptions,
  deadline: number,
  known: ReadonlySet<string> = new Set(),
  seen: Seen = { hasFiles: false },
): Verdict {
  if (options.sought) return runOnce(program, options, true, deadline, known, seen);
  const plain = runOnce(program, options, false, deadline, known, seen);
  if (!options.faults || isEnough(plain, options)) return plain;
  const faulty = runOnce(program, options, true, deadline, new Set([...known, ...identities(plain)]), seen);
  return joinVerdicts(plain, faulty, { needsFault: true });
}

function identities({ findings }: Verdict): Set<string> {
  return new Set(findings.map(identity));
}

function isEnough({ findings }: Verdict, { first = false }: RunOptions): boolean {
  return first && findings.length > 0;
}

/** @param deadline of everything that follows: search, witnesses, predictions; as performance.now() counts */
function runOnce(
  program: LinkedProgram,
  options: RunOptions,
  faults: boolean,
  deadline: number,
  known: ReadonlySet<string>,
  seen: Seen,
): Verdict {
  const setting = machineOptions(program, options, faults);
  const machine = new WatchedMachine(program, { ...setting, deadline });
  const exploration = search(machine, options, deadline);
  seen.hasFiles ||= machine.hasFiles;
  const found: Finding[] = [];
  const limits: string[] = [];
  const unwatched: Failure[] = [];
  const byHand = [...machine.idle.readsTime].map((site) => timeReadAt(program, site));
  for (const { failure, path } of exploration.found.toSorted(plainestFirst)) {
    const run = reproduce(machine, failure, path, options.source, deadline);
    if (!run) {
      limits.push(NOT_AGAIN);
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
  limits.push(...standstills(program, exploration));
  if (options.strict && program.assumed.length > 0) limits.push(...program.assumed);
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
  return {
    command: "run",
    outcome: outcomeOf(findings, limits, complete),
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
      ...(!program.part && !machine.kthreads.any && createsThread(program) ? [NO_THREAD] : []),
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

function createsThread({ sites }: LinkedProgram): boolean {
  return sites.some(({ inModule, callee }) => inModule && CREATES.has(callee));
}

/** Counters that decide nothing are left out while the explorer searches, and only then. */
function search(
  machine: Machine,
  { limits, first, sought, onProgress }: RunOptions,
  deadline: number,
): Exploration {
  machine.idle.enabled = true;
  const until = sought && ((failures: readonly Failure[]) => showsAll(machine, failures, sought));
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

const NOT_AGAIN = "a schedule that seemed to fail does not fail when it is run again";

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

/**
 * Runs exactly one interleaving again.
 * @throws UserError when a parameter is given that the module does not have
 */
export function replayModule(program: LinkedProgram, text: ReplayText, options: RunOptions): Verdict {
  checkParameters(program, options);
  const began = performance.now();
  const setting = machineOptions(program, { ...options, world: text.world }, text.faults);
  const deadline = began + (options.limits?.time ?? DEFAULT_LIMITS.time);
  const machine = new WatchedMachine(program, { ...setting, deadline });
  const { failures, stuck, units } = replay(machine, text.schedule);
  const endless = (): Trap | undefined => endlessFailure(machine, units) ?? spinFailure(machine, units);
  const failure = failures[0] ?? (stuck ? undefined : endless());
  const findings: Finding[] = [];
  if (failure && isTrap(failure)) {
    const run = rerun(machine, units, failure, options.source);
    const rule = classify(run.case);
    if (rule) findings.push(findingOf(rule, run, setting, deadline));
  }
  const note = stuck
    ? "the schedule does not fit this module: a task of it cannot move"
    : "one schedule was run, nothing else";
  return {
    command: "run",
    outcome: findings.length > 0 ? "bug" : "undecided",
    kernel: text.kernel,
    ...(program.part ? { scope: "part" as const } : {}),
    findings,
    assumptions: [...program.assumed, ...machine.assumptions],
    coverage: [note],
    stats: { schedules: 1, states: units.length, complete: false, ms: Math.round(performance.now() - began) },
  };
}
