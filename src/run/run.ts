import type { Finding, Verdict } from "../core/finding.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { replay } from "../explore/replay.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { addressSigns } from "./address-signs.ts";
import { sourceFiles } from "./assumed-calls.ts";
import { classify } from "./classify.ts";
import { findingOf } from "./finding.ts";
import { watchAccesses } from "./watch-accesses.ts";
import { checkParameters, machineOptions, type RunOptions } from "./options.ts";
import { threadMissed } from "./never-reached.ts";
import { runWithParameters, withDefaults } from "./other-parameters.ts";
import type { ReplayText } from "./replay-text.ts";
import { rerun } from "./reproduce.ts";
import { WatchedMachine } from "./watched-machine.ts";
import { endlessFailure, spinFailure } from "./standstill.ts";

export type { RunOptions };

/** Milliseconds that a run may take, if nobody says otherwise. */
export const DEFAULT_TIME = DEFAULT_LIMITS.time;

/**
 * Runs a module under every interleaving of its tasks, and judges what happened.
 * @throws UserError when a parameter is given that the module does not have
 */
export function runModule(program: LinkedProgram, options: RunOptions): Verdict {
  checkParameters(program, options);
  const deadline = performance.now() + (options.limits?.time ?? DEFAULT_TIME);
  const ran = unlessMissed(runWithParameters(program, options, deadline), options);
  const said = unlessSigned(withDefaults(ran, program, options), program, options);
  return options.accesses ? withAccesses(said, program, options, deadline) : said;
}

/** Nothing fails before a thread that no run creates: whatever brings it about was not tried. */
function unlessMissed(verdict: Verdict, { parameters, world }: RunOptions): Verdict {
  // who chose the parameters, or a world without users, asked for no more
  const isAsked = parameters?.size || world?.users === 0;
  const isMissed = verdict.outcome === "safe" && threadMissed(verdict) !== undefined && !isAsked;
  return isMissed ? { ...verdict, outcome: "undecided" } : verdict;
}

/** Where the sign of an address decides, other things happened than on a real kernel. */
function unlessSigned(verdict: Verdict, program: LinkedProgram, { source }: RunOptions): Verdict {
  if (verdict.outcome !== "safe" && verdict.outcome !== "bounded") return verdict;
  const signs = addressSigns(sourceFiles(program, source));
  if (signs.length === 0) return verdict;
  return { ...verdict, outcome: "undecided", coverage: [...signs, ...verdict.coverage] };
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

/**
 * Runs exactly one interleaving again.
 * @throws UserError when a parameter is given that the module does not have
 */
export function replayModule(program: LinkedProgram, text: ReplayText, options: RunOptions): Verdict {
  checkParameters(program, options);
  const began = performance.now();
  const setting = machineOptions(program, { ...options, world: text.world }, text.faults);
  const deadline = began + (options.limits?.time ?? DEFAULT_TIME);
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
