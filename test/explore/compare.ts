import type { LinkedProgram } from "../../src/compile/program.ts";
import { explorePlain, type ExploreOptions } from "../../src/explore/explore.ts";
import type { Found } from "../../src/explore/findings.ts";
import { fateOf } from "../../src/explore/endless.ts";
import { failsWith, minimise } from "../../src/explore/minimise.ts";
import { readSchedule, writeSchedule } from "../../src/explore/replay-string.ts";
import { Reclamations } from "../../src/explore/reclamation.ts";
import { joinMoves, replay } from "../../src/explore/replay.ts";
import type { Failure, Move } from "../../src/explore/system.ts";
import { LOADER } from "../../src/machine/end.ts";
import { Machine, USER_SPACE, type MachineOptions } from "../../src/machine/machine.ts";
import { FIELD, STATUS } from "../../src/machine/tasks.ts";
import type { TraceEvent } from "../../src/machine/trace.ts";
import { isTrap } from "../../src/machine/trap.ts";
import { classify } from "../../src/run/classify.ts";
import { reducedOnly } from "./settle.ts";

/** Beyond these the plain search is given up, and the program does not count as compared. The time is only for slow machines. */
const PLAIN_LIMITS = { states: 40_000, time: 60_000 };

/** What a search has to say about a program. */
export interface Judgement {
  readonly complete: boolean;
  readonly found: readonly Witnessed[];
  /** Rules broken, sorted; a system that never ends is `livelock`. */
  readonly rules: readonly string[];
  readonly states: number;
}

/** A failure with the steps of its path that it needs. */
export interface Witnessed extends Found {
  readonly witness: readonly Move[];
  readonly rule: string;
}

export type Search = "plain" | "plain, idle words out" | "reduced" | "reduced, what reclaims first";

export function judge(program: LinkedProgram, options: MachineOptions, search: Search): Judgement {
  const machine = new Machine(program, options);
  machine.idle.enabled = search !== "plain";
  // the plain search runs every step; the reduced one remembers from the first on
  const isReduced = search === "reduced" || search === "reduced, what reclaims first";
  machine.recall.ripeAfter = isReduced ? 0 : Infinity;
  const endless = { endless: (path: readonly Move[]) => endlessFailure(machine, path) };
  const reclamations = search === "reduced" ? undefined : new Reclamations(machine);
  const { complete, found, states } = isReduced
    ? reduced(machine, endless, reclamations)
    : plain(machine, endless);
  machine.idle.enabled = false;
  const witnessed = found.map((one) => witnessOf(machine, one));
  const rules = new Set(witnessed.map(({ rule }) => rule));
  return { complete, found: witnessed, rules: [...rules].toSorted(), states };
}

type Searched = Pick<Judgement, "complete" | "states"> & { readonly found: readonly Found[] };

function reduced(machine: Machine, options: ExploreOptions, reclamations?: Reclamations): Searched {
  const { end, found } = reducedOnly(machine, USER_SPACE, options, PLAIN_LIMITS, reclamations);
  return { complete: end.complete, found, states: end.states };
}

/** Idle words are found out by running: with them out, a search may be void and is run again. */
function plain(machine: Machine, options: ExploreOptions): Searched {
  for (;;) {
    machine.refined = false;
    const exploration = explorePlain(machine, { ...options, limits: PLAIN_LIMITS });
    if (!machine.refined || exploration.stopped !== undefined) return exploration;
  }
}

/** Rules for one and the same end: which of them it is depends on the path that led there, and searches take different ones. */
const DEADLOCKS = new Set([
  "deadlock",
  "kthread-lost-wakeup",
  "kthread-never-stops",
  "kthread-stop-deadlock",
]);

const LIVELOCK = "livelock";

/** The loader waits for something that nobody does, or goes round. */
function endlessFailure(machine: Machine, path: readonly Move[]): Failure | undefined {
  replay(machine, path);
  return machine.tasks.get(LOADER, FIELD.status) === STATUS.free ? undefined : { key: LIVELOCK };
}

function witnessOf(machine: Machine, found: Found): Witnessed {
  const { failure, path } = found;
  if (failure.key === LIVELOCK) return { ...found, witness: path, rule: LIVELOCK };
  const witness = minimise(replay(machine, path).units, failsWith(machine, failure.key));
  return { ...found, witness, rule: ruleOf(machine, failure, witness) };
}

function ruleOf(machine: Machine, failure: Failure, witness: readonly Move[]): string {
  const trace: TraceEvent[] = [];
  machine.trace = trace;
  replay(machine, witness);
  machine.trace = undefined;
  if (!isTrap(failure)) throw new Error(`${failure.key} is no trap`);
  const rule = classify({ machine, trap: failure, trace, changes: [], source: () => undefined });
  return DEADLOCKS.has(rule ?? "") ? "deadlock" : (rule ?? `limit: ${failure.text}`);
}

/** What is wrong with the way to a failure; undefined when it is a witness as it should be. */
export function flawOfWitness(
  program: LinkedProgram,
  options: MachineOptions,
  { failure, witness }: Witnessed,
): string | undefined {
  const machine = new Machine(program, options);
  if (failure.key === LIVELOCK) {
    replay(machine, witness);
    // undefined: from there on nothing ends, but the loader has a way to go before it stands still
    return fateOf(machine, LOADER, PLAIN_LIMITS.states) === "ends"
      ? "leads to where something ends"
      : undefined;
  }
  const fails = failsWith(machine, failure.key);
  if (!fails(witness)) return "does not fail";
  const needless = witness.findIndex((_, i) => fails(witness.toSpliced(i, 1)));
  if (needless >= 0) return `does not need its step ${needless}`;
  const pasted = readSchedule(writeSchedule(joinMoves(witness)));
  const { failures } = replay(machine, pasted ?? []);
  const same = failures.some(({ key }) => key === failure.key);
  return same ? undefined : "fails otherwise when its replay string is pasted";
}
