import type { Finding, Outcome, Verdict } from "../core/finding.ts";
import type { Program } from "../compile/program.ts";
import { explore, type Exploration } from "../explore/explore.ts";
import { replay } from "../explore/replay.ts";
import { Machine, USER_SPACE } from "../machine/machine.ts";
import { isTrap } from "../machine/trap.ts";
import { classify } from "./classify.ts";
import { countersAlong } from "./counters.ts";
import { coverageOf, limitOf, timeReadAt } from "./coverage.ts";
import { findingOf, mergeFindings, plainestFirst } from "./finding.ts";
import { joinVerdicts } from "./join-verdicts.ts";
import { neverRan } from "./never-ran.ts";
import { checkParameters, machineOptions, type RunOptions } from "./options.ts";
import type { ReplayText } from "./replay-text.ts";
import { reproduce, rerun } from "./reproduce.ts";
import { endlessFailure, neverEnds } from "./standstill.ts";

export type { RunOptions };

/**
 * Runs a module under every interleaving of its tasks, and judges what happened.
 * @throws UserError when a parameter is given that the module does not have
 */
export function runModule(program: Program, options: RunOptions): Verdict {
  checkParameters(program, options);
  const plain = runOnce(program, options, false);
  if (!options.faults || (options.first && plain.findings.length > 0)) return plain;
  return joinVerdicts(plain, runOnce(program, options, true));
}

function runOnce(program: Program, options: RunOptions, faults: boolean): Verdict {
  const setting = machineOptions(options, faults);
  const machine = new Machine(program, setting);
  const exploration = search(machine, options);
  const found: Finding[] = [];
  const limits: string[] = [];
  for (const { failure, path } of exploration.found.toSorted(plainestFirst)) {
    const run = reproduce(machine, failure, path, options.source);
    const rule = classify(run.case);
    if (rule === undefined) limits.push(limitOf(program, run.case.trap));
    else found.push(findingOf(rule, run, setting));
  }
  const byHand = [...machine.idle.readsTime].map((site) => timeReadAt(program, site));
  const complete = exploration.complete && limits.length === 0 && byHand.length === 0;
  if (complete) found.push(...neverRan(program, machine));
  const findings = mergeFindings(found);
  return {
    command: "run",
    outcome: outcomeOf(findings, limits, complete),
    kernel: program.target.kernel,
    findings,
    assumptions: [...machine.assumptions],
    coverage: [...new Set([...limits, ...byHand]), ...coverageOf(exploration, setting)],
    stats: {
      schedules: exploration.steps,
      states: exploration.states,
      complete,
      ms: Math.round(exploration.ms),
    },
  };
}

/** Counters that decide nothing are left out while the explorer searches, and only then. */
function search(machine: Machine, { limits, first, onProgress }: RunOptions): Exploration {
  machine.idle.enabled = true;
  const exploration = explore(machine, {
    external: USER_SPACE,
    endless: (path) => endlessFailure(machine, path),
    counters: (path) => countersAlong(machine, path),
    ...(limits ? { limits } : {}),
    ...(first === undefined ? {} : { first }),
    ...(onProgress ? { onProgress } : {}),
  });
  machine.idle.enabled = false;
  return exploration;
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
export function replayModule(program: Program, text: ReplayText, options: RunOptions): Verdict {
  checkParameters(program, options);
  const began = performance.now();
  const setting = machineOptions(options, text.faults);
  const machine = new Machine(program, setting);
  const { failures, stuck, units } = replay(machine, text.schedule);
  const failure = failures[0] ?? (!stuck && neverEnds(machine) ? endlessFailure(machine, units) : undefined);
  const findings: Finding[] = [];
  if (failure && isTrap(failure)) {
    const run = rerun(machine, units, failure, options.source);
    const rule = classify(run.case);
    if (rule) findings.push(findingOf(rule, run, setting));
  }
  const note = stuck
    ? "the schedule does not fit this module: a task of it cannot move"
    : "one schedule was run, nothing else";
  return {
    command: "run",
    outcome: findings.length > 0 ? "bug" : "undecided",
    kernel: text.kernel,
    findings,
    assumptions: [...machine.assumptions],
    coverage: [note],
    stats: { schedules: 1, states: units.length, complete: false, ms: Math.round(performance.now() - began) },
  };
}
