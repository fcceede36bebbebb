import { failsWith, minimise } from "../explore/minimise.ts";
import { replay } from "../explore/replay.ts";
import type { Failure, Move } from "../explore/system.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import type { FailingRun } from "./classify.ts";
import type { SourceOf } from "./source-text.ts";
import type { WatchedMachine } from "./watched-machine.ts";
import { comesToAnEnd, failsToEnd, leadsRound } from "./standstill.ts";

/** A failing run, and the schedule in unit moves that shows it. */
export interface Reproduced {
  readonly case: FailingRun;
  readonly schedule: readonly Move[];
  readonly preemptions: number;
}

/**
 * The shortest schedule that still shows the failure, run once more with everything written down. Undefined for one that does not
 * fail with the real values of all counters, and for one after which nothing was to end, and something does.
 */
export function reproduce(
  machine: WatchedMachine,
  failure: Failure,
  path: readonly Move[],
  source: SourceOf,
  deadline: number,
): Reproduced | undefined {
  const { units, failures } = replay(machine, path);
  const trap = isTrap(failure) ? failure : undefined;
  if (failures.length === 0 && trap?.kind === "spins") {
    const fails = leadsRound(machine, trap.process);
    return fails(units) ? rerun(machine, minimise(units, fails, deadline), trap, source) : undefined;
  }
  if (failures.length === 0 && trap?.kind !== "livelock") return undefined;
  const fails = (trap?.kind === "livelock" ? failsToEnd : failsWith)(machine, failure.key);
  if (trap?.kind === "livelock" && comesToAnEnd(machine, units)) return undefined;
  return rerun(machine, fails(units) ? minimise(units, fails, deadline) : units, trap, source);
}

/**
 * Runs a schedule with the trace on; the machine stands at its end.
 * @param expected the failure that it is known for; what it fails with now is preferred when it fails otherwise
 */
export function rerun(
  machine: WatchedMachine,
  schedule: readonly Move[],
  expected: Trap | undefined,
  source: SourceOf,
): Reproduced {
  const trace: TraceEvent[] = [];
  machine.trace = trace;
  try {
    const { failures, preemptions } = replay(machine, schedule);
    const same = failures.find((failure) => failure.key === expected?.key) ?? failures[0];
    const trap = same && isTrap(same) ? same : expected;
    if (!trap) throw new Error("a failing schedule does not fail when it is run again");
    const { changes } = machine;
    return { case: { machine, trap, trace, changes, source }, schedule, preemptions };
  } finally {
    machine.trace = undefined;
  }
}
