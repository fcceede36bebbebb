import type { Finding, Outcome, Verdict } from "../core/finding.ts";
import { DEFAULT_WORLD, MORE_USES } from "../core/world.ts";
import { errnoName } from "../core/errno.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { explore, type Exploration } from "../explore/explore.ts";
import { replay } from "../explore/replay.ts";
import type { Failure } from "../explore/system.ts";
import { Machine, USER_SPACE } from "../machine/machine.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { callbackRule, classify, concernsThreads } from "./classify.ts";
import { countersAlong } from "./counters.ts";
import { COMES_AGAIN, coverageOf, limitOf, timeReadAt } from "./coverage.ts";
import { findingOf, identity, mergeFindings, plainestFirst, shows } from "./finding.ts";
import { notFollowed, outsidePart, partCoverage, partLimits, standstills } from "./part-limits.ts";
import { joinVerdicts } from "./join-verdicts.ts";
import { unwokenThreads } from "./unwoken-threads.ts";
import { watchAccesses } from "./watch-accesses.ts";
import { checkParameters, machineOptions, type RunOptions } from "./options.ts";
import { moduleNamed } from "./place.ts";
import { isUnreached, neverReached, NO_THREAD, threadMissed } from "./never-reached.ts";
import type { ReplayText } from "./replay-text.ts";
import { showsAll } from "./sought.ts";
import { reproduce, rerun } from "./reproduce.ts";
import { WatchedMachine } from "./watched-machine.ts";
import { endlessFailure, spinFailure } from "./standstill.ts";
import { sourceFiles } from "./assumed-calls.ts";
import { parameterValues } from "./user-input/parameter-values.ts";

export type { RunOptions };

/**
 * Runs a module under every interleaving of its tasks, and judges what happened.
 * @throws UserError when a parameter is given that the module does not have
 */
export function runModule(program: LinkedProgram, options: RunOptions): Verdict {
  checkParameters(program, options);
  const deadline = performance.now() + (options.limits?.time ?? DEFAULT_LIMITS.time);
  const ran = unlessMissed(runWithParameters(program, options, deadline), options);
  const said = withDefaults(ran, program, options);
  return options.accesses ? withAccesses(said, program, options, deadline) : said;
}

/** The kinds of include/linux/moduleparam.h that are one value, which the machine sets. */
const SETTABLE = /^(bool|invbool|charp|u?(byte|short|int|long|llong)|hexint)$/;

/** States that a search with another value of a parameter may have, for each that the one without has; and at least so many. */
const OTHERWISE = { share: 2, least: 2_000 };

/**
 * Where nothing fails with the values that parameters have, those that the module tells apart are tried (`autostart=1`, `mode=3`), one at a
 * time, within a small multiple of the states. What fails then is the verdict; and so is the first with a thread where there was none.
 */
function runWithParameters(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const verdict = runInWorlds(program, options, deadline);
  const isGiven = options.parameters?.size || program.modules.length > 1;
  if (verdict.outcome !== "safe" || isGiven) return verdict;
  const { states = DEFAULT_LIMITS.states } = options.limits ?? {};
  const most = Math.min(states, Math.max(OTHERWISE.least, OTHERWISE.share * verdict.stats.states));
  const tried: string[] = [];
  const reached = new Set<string>();
  let withThread: Verdict | undefined;
  for (const words of settings(program, options, beginsNoThread(verdict))) {
    if (performance.now() > deadline) break;
    const limits = { ...options.limits, states: most };
    const ran = runInWorlds(program, { ...options, limits, parameters: new Map(words) }, deadline);
    const other = { ...ran, parameters: words.map(([name, value]) => `${name}=${value}`) };
    if (other.outcome === "bug") return other;
    if (other.outcome !== "safe") continue;
    tried.push(other.parameters.join(" "));
    for (const line of verdict.coverage) if (!other.coverage.includes(line)) reached.add(line);
    if (!beginsNoThread(other)) withThread ??= other;
  }
  if (beginsNoThread(verdict) && withThread) return withThread;
  const coverage = verdict.coverage.filter((line) => !isUnreached(line) || !reached.has(line));
  if (tried.length > 0) coverage.push(`nothing fails either with ${tried.join(", or with ")}`);
  return { ...verdict, coverage };
}

/** What insmod's command line sets: a parameter, and all of them where that may bring about a thread: an init function may want them all. */
function settings(
  program: LinkedProgram,
  { source }: RunOptions,
  together: boolean,
): (readonly [name: string, value: string])[][] {
  const names = program.parameters.filter(({ type }) => SETTABLE.test(type)).map(({ name }) => name);
  const each = parameterValues(sourceFiles(program, source))
    .filter(({ name }) => names.includes(name))
    .map(({ name, value }): [string, string] => [name, value]);
  const all = names.map((name): [string, string] => [name, "1"]);
  return [...each.map((one) => [one]), ...(together && all.length > 1 ? [all] : [])];
}

/** Nothing fails before a thread that no run creates: whatever brings it about was not tried. */
function unlessMissed(verdict: Verdict, { parameters, world }: RunOptions): Verdict {
  // who chose the parameters, or a world without users, asked for no more
  const isAsked = parameters?.size || world?.users === 0;
  const isMissed = verdict.outcome === "safe" && threadMissed(verdict) !== undefined && !isAsked;
  return isMissed ? { ...verdict, outcome: "undecided" } : verdict;
}

/** A module is safe with the values that its parameters had: what others make of it was not run. */
function withDefaults(verdict: Verdict, program: LinkedProgram, { parameters }: RunOptions): Verdict {
  const set = [...(parameters?.keys() ?? []), ...(verdict.parameters ?? [])];
  const given = new Set(set.map((name) => name.replace(/^.*\.|=.*$/g, "")));
  const names = program.parameters.map(({ name }) => name).filter((name) => !given.has(name));
  if (verdict.outcome !== "safe" || names.length === 0) return verdict;
  const line = `other values of parameters were not tried: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""} (NAME=VALUE does)`;
  return { ...verdict, assumptions: [...verdict.assumptions, line] };
}

function runInWorlds(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const { world = DEFAULT_WORLD } = options;
  const once = usedMore(program, { ...options, world: { ...world, loads: 1 } }, deadline);
  if (world.loads === 1 || isEnough(once, options)) return once;
  return joinVerdicts(once, runInWorld(program, options, deadline, identities(once)), {});
}

/** How the line begins that tells of what comes more than once and was not all tried. */
const USED_AGAIN = "files used again, and what else comes from outside again";

/** Nothing failed, and no thread ever began. */
export function beginsNoThread({ outcome, coverage }: Verdict): boolean {
  return outcome === "safe" && coverage.includes(NO_THREAD);
}

/** Nothing failed in what was run, which says little: what comes from outside did not come as often as it may, or no thread ever began. */
export function saysLittle(verdict: Verdict): boolean {
  const { outcome, coverage } = verdict;
  const isCut = outcome === "safe" && coverage.some((line) => line.startsWith(USED_AGAIN));
  return isCut || beginsNoThread(verdict);
}

/** States that a search in which files are used more than once may have, for each that the search without has; and at least so many. */
const AGAIN = { share: 6, least: 8_000 };

/**
 * Files are used once each, and a key, a message, a packet comes once. Where nothing failed then, they come again: to start, stop and stop once
 * more is three uses. That has many more states, so it is tried as far as a small multiple of the first search goes, and says nothing where it
 * comes to no end. Two uses first: what fails with them lies within far fewer states than among three.
 */
function usedMore(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const { world = DEFAULT_WORLD } = options;
  const seen = { heedsUses: false };
  let verdict = runInWorld(program, options, deadline, new Set(), seen);
  if (verdict.outcome !== "safe" || !seen.heedsUses || world.users !== 1 || world.uses !== undefined)
    return verdict;
  const { states = DEFAULT_LIMITS.states } = options.limits ?? {};
  const limits = {
    ...options.limits,
    states: Math.min(states, Math.max(AGAIN.least, AGAIN.share * verdict.stats.states)),
  };
  for (let uses = 2; uses <= MORE_USES; uses++) {
    const again = runInWorld(program, { ...options, world: { ...world, uses }, limits }, deadline);
    if (again.outcome !== "bug" && again.outcome !== "safe") {
      const note = `${USED_AGAIN}, up to ${uses} times: nothing failed in ${again.stats.states} states, which are not all`;
      const unreached = again.coverage.filter(isUnreached);
      const coverage = verdict.coverage.filter((line) => !isUnreached(line) || unreached.includes(line));
      verdict = { ...verdict, coverage: [...coverage.filter((line) => !line.startsWith(USED_AGAIN)), note] };
      continue;
    }
    const fewer = {
      ...verdict,
      coverage: verdict.coverage.filter(
        (line) => !line.startsWith(USED_AGAIN) && !line.startsWith(COMES_AGAIN),
      ),
    };
    verdict = { ...joinVerdicts(fewer, again, {}), assumptions: again.assumptions };
    if (again.outcome === "bug") break;
  }
  return verdict;
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
  heedsUses: boolean;
}

/** @param known findings that another world has shown already: what the kernel prints for them was predicted there */
function runInWorld(
  program: LinkedProgram,
  options: RunOptions,
  deadline: number,
  known: ReadonlySet<string> = new Set(),
  seen: Seen = { heedsUses: false },
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
  seen.heedsUses ||= machine.heedsUses;
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
  const outcome = outcomeOf(findings, limits, complete);
  return {
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
