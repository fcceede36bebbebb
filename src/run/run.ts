import type { Finding, Verdict } from "../core/finding.ts";
import { UserError } from "../core/user-error.ts";
import type { Program } from "../compile/program.ts";
import { isEndless } from "../explore/endless.ts";
import { explore, type Exploration } from "../explore/explore.ts";
import type { Found } from "../explore/findings.ts";
import type { Limits } from "../explore/limits.ts";
import { failsWith, minimise, type Fails } from "../explore/minimise.ts";
import { joinMoves, replay } from "../explore/replay.ts";
import type { Failure, Move } from "../explore/system.ts";
import { describeTrap } from "../machine/describe-trap.ts";
import { LOADER } from "../machine/end.ts";
import { Machine, USER_SPACE } from "../machine/machine.ts";
import { FIELD, STATUS } from "../machine/tasks.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { countersAlong } from "./counters.ts";
import { classify, type Case } from "./classify.ts";
import { neverRan } from "./never-ran.ts";
import { predict } from "./predict/predict.ts";
import type { ReplayText } from "./replay-text.ts";
import { writeReplay } from "./replay-text.ts";
import { MESSAGES } from "./messages.ts";
import { placeOf, witnessSteps, type SourceOf } from "./witness.ts";

export interface RunOptions {
  /** Values of module parameters, as on insmod's command line. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** Let allocations and creations fail too; findings that need it are told apart. */
  readonly faults?: boolean;
  /** Stop at the first finding. */
  readonly first?: boolean;
  readonly limits?: Partial<Limits>;
  readonly onProgress?: (progress: {
    readonly states: number;
    readonly ms: number;
    readonly found: number;
  }) => void;
  readonly source: SourceOf;
}

/** Runs a module under every interleaving of its tasks, and judges what happened. */
export function runModule(program: Program, options: RunOptions): Verdict {
  checkParameters(program, options.parameters);
  const plain = runOnce(program, options, false);
  if (!options.faults || (options.first && plain.findings.length > 0)) return plain;
  const faulty = runOnce(program, options, true);
  const known = new Set(plain.findings.map(identity));
  const extra = faulty.findings
    .filter((finding) => !known.has(identity(finding)))
    .map((finding) => ({ ...finding, needsFault: true }));
  const findings = [...plain.findings, ...extra];
  const worse = OUTCOMES.indexOf(faulty.outcome) < OUTCOMES.indexOf(plain.outcome) ? faulty : plain;
  return {
    ...worse,
    findings,
    outcome: findings.length > 0 ? "bug" : worse.outcome,
    assumptions: [...new Set([...plain.assumptions, ...faulty.assumptions])],
    coverage: [...new Set([...plain.coverage, ...faulty.coverage])],
    stats: {
      schedules: plain.stats.schedules + faulty.stats.schedules,
      states: plain.stats.states + faulty.stats.states,
      complete: plain.stats.complete && faulty.stats.complete,
      ms: plain.stats.ms + faulty.stats.ms,
    },
  };
}

/** Worst first. */
const OUTCOMES: readonly Verdict["outcome"][] = ["bug", "undecided", "bounded", "safe"];

function identity({ rule, span }: Finding): string {
  return `${rule} ${span.file}:${span.line}:${span.column}`;
}

function checkParameters(program: Program, parameters: ReadonlyMap<string, string> = new Map()): void {
  for (const name of parameters.keys()) {
    if (program.parameters.some((parameter) => parameter.name === name)) continue;
    const known = program.parameters.map((parameter) => parameter.name).join(", ");
    throw new UserError(`the module has no parameter ${name}${known ? `; it has ${known}` : ""}`);
  }
}

function runOnce(program: Program, options: RunOptions, faults: boolean): Verdict {
  const machine = new Machine(program, {
    faults,
    ...(options.parameters ? { parameters: options.parameters } : {}),
  });
  machine.idle.enabled = true;
  const exploration = explore(machine, {
    external: USER_SPACE,
    endless: (path) => endlessFailure(machine, path),
    counters: (path) => countersAlong(machine, path),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.first === undefined ? {} : { first: options.first }),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  machine.idle.enabled = false;
  const findings: Finding[] = [];
  const limits: string[] = [];
  for (const { failure, path } of exploration.found.toSorted(plainestFirst)) {
    const run = reproduce(machine, failure, path, options.source);
    const rule = classify(run.case);
    if (rule === undefined) limits.push(limitOf(program, run.case.trap));
    else findings.push(findingOf(program, run, rule, options, faults));
  }
  const byHand = [...machine.idle.readsTime].map((site) => timeReadAt(program, site));
  const complete = exploration.complete && limits.length === 0 && byHand.length === 0;
  if (complete) findings.push(...neverRan(program, machine));
  const unique = merge(findings);
  return {
    command: "run",
    outcome: unique.length > 0 ? "bug" : limits.length > 0 ? "undecided" : complete ? "safe" : "bounded",
    kernel: program.target.kernel,
    findings: unique,
    assumptions: [...machine.assumptions],
    coverage: [...new Set([...limits, ...byHand]), ...coverageOf(exploration, options, faults)],
    stats: {
      schedules: exploration.steps,
      states: exploration.states,
      complete,
      ms: Math.round(exploration.ms),
    },
  };
}

/** One finding for each rule and place; what the others of its kind would print are further outcomes of it. */
function merge(findings: readonly Finding[]): Finding[] {
  const byIdentity = new Map<string, Finding>();
  for (const finding of findings) {
    const first = byIdentity.get(identity(finding));
    if (!first) {
      byIdentity.set(identity(finding), finding);
      continue;
    }
    const known = first.predicted ?? [];
    const more = (finding.predicted ?? []).filter(
      ({ headline, when }) => !known.some((one) => one.headline === headline && one.when === when),
    );
    byIdentity.set(identity(finding), { ...first, predicted: [...known, ...more] });
  }
  return [...byIdentity.values()];
}

/** Of two failures at one place, the use of freed memory says more than a count that is off. */
function plainestFirst(a: Found, b: Found): number {
  const rank = ({ failure }: Found): number => (isTrap(failure) && failure.kind === "use-after-free" ? 0 : 1);
  return rank(a) - rank(b);
}

/** A system that never ends is a finding when it is insmod or rmmod that waits for ever, or goes round for ever. */
function endlessFailure(machine: Machine, path: readonly Move[]): Trap | undefined {
  replay(machine, path);
  if (machine.tasks.get(LOADER, FIELD.status) === STATUS.free || !standsStill(machine)) return undefined;
  const trap = describeTrap(machine, "livelock", "never comes to an end", [], { process: LOADER });
  return { ...trap, key: `livelock ${machine.moduleSiteOf(LOADER)}` };
}

/** The loader waits for something that nobody does, or is alone and still gets nowhere. */
function standsStill(machine: Machine): boolean {
  const enabled = machine.enabled();
  return !enabled.includes(LOADER) || enabled.every((process) => process === LOADER);
}

interface Reproduced {
  readonly case: Case;
  readonly schedule: readonly Move[];
}

/** The shortest schedule that still shows the failure, run once more with everything written down. */
function reproduce(machine: Machine, failure: Failure, path: readonly Move[], source: SourceOf): Reproduced {
  const { units } = replay(machine, path);
  const fails =
    isTrap(failure) && failure.kind === "livelock"
      ? neverEnds(machine, failure.key)
      : failsWith(machine, failure.key);
  const schedule = fails(units) ? minimise(units, fails) : units;
  return { case: rerun(machine, schedule, isTrap(failure) ? failure : undefined, source), schedule };
}

/** States that are looked at to be sure that nothing ends any more. */
const ENDLESS_STATES = 4000;

function neverEnds(machine: Machine, key: string): Fails {
  return (schedule) => {
    const { stuck, failures, units } = replay(machine, schedule);
    if (stuck || failures.length > 0 || units.length !== schedule.length) return false;
    if (`livelock ${machine.moduleSiteOf(LOADER)}` !== key || !standsStill(machine)) return false;
    return isEndless(machine, ENDLESS_STATES);
  };
}

/** Runs a schedule with the trace on; the machine stands at its end. */
function rerun(
  machine: Machine,
  schedule: readonly Move[],
  expected: Trap | undefined,
  source: SourceOf,
): Case {
  const trace: TraceEvent[] = [];
  machine.trace = trace;
  try {
    const { failures } = replay(machine, schedule);
    const same = failures.find((failure) => failure.key === expected?.key) ?? failures[0];
    const trap = same && isTrap(same) ? same : expected;
    if (!trap) throw new Error("a failing schedule does not fail when it is run again");
    return { machine, trap, trace, source };
  } finally {
    machine.trace = undefined;
  }
}

function limitOf(program: Program, trap: Trap): string {
  const place = placeOf(program, trap.site) ?? placeOf(program, trap.moduleSite);
  const where = place ? `${place.file}:${place.line}: ` : "";
  return `${where}${trap.text}`;
}

/** Time is not modelled as a number: what a module computes from it beyond time_after() is not covered. */
function timeReadAt(program: Program, site: number): string {
  const place = placeOf(program, site);
  const where = place ? `${place.file}:${place.line}: ` : "";
  return `${where}computes with jiffies, which stand still in the model: only time_after() and its kin see time pass`;
}

function findingOf(
  program: Program,
  run: Reproduced,
  rule: Finding["rule"],
  options: RunOptions,
  faults: boolean,
): Finding {
  const { trap, trace } = run.case;
  const site = trap.moduleSite >= 0 ? trap.moduleSite : trap.site;
  const place = placeOf(program, site) ?? placeOfProcess(program, trap, trace);
  const { kernel } = program.target;
  return {
    rule,
    severity: "error",
    message: MESSAGES[rule] ?? trap.text,
    span: { file: place?.file ?? "", line: place?.line ?? 1, column: place?.column ?? 1 },
    function: place?.function ?? "",
    notes: [{ message: trap.text }],
    witness: {
      replay: writeReplay({ kernel, faults, schedule: joinMoves(run.schedule) }),
      steps: witnessSteps(program, trace, trap, options.source),
    },
    predicted: predict(program, run.schedule, trap, {
      faults,
      ...(options.parameters ? { parameters: options.parameters } : {}),
    }),
  };
}

/** A thread that is found outside the module belongs to the place that created it. */
function placeOfProcess(
  program: Program,
  trap: Trap,
  trace: readonly TraceEvent[],
): ReturnType<typeof placeOf> {
  const birth = trace.find((event) => event.type === "spawn" && event.child === trap.process);
  return birth && placeOf(program, birth.moduleSite);
}

function coverageOf(
  { complete, stopped, preemptions, counters }: Exploration,
  options: RunOptions,
  faults: boolean,
): string[] {
  const lines: string[] = [];
  for (const name of complete ? [] : counters) {
    lines.push(
      `${name} counts without end and decides something: its values were followed only as far as the limit`,
    );
  }
  if (!complete && stopped !== undefined) lines.push(`the search stopped at its limit of ${stopped}`);
  if (!complete && preemptions !== undefined)
    lines.push(`every schedule with at most ${preemptions} preemptions was covered`);
  const given = [...(options.parameters ?? [])].map(([name, value]) => `${name}=${value}`);
  if (given.length > 0) lines.push(`with the module parameters ${given.join(" ")}`);
  if (faults) lines.push("with every combination of failing allocations and creations");
  return lines;
}

/** Runs exactly one interleaving again. */
export function replayModule(program: Program, text: ReplayText, options: RunOptions): Verdict {
  checkParameters(program, options.parameters);
  const began = performance.now();
  const machine = new Machine(program, {
    faults: text.faults,
    ...(options.parameters ? { parameters: options.parameters } : {}),
  });
  const { failures, stuck, units } = replay(machine, text.schedule);
  let failure: Failure | undefined = failures[0];
  if (!failure && !stuck && isEndless(machine, ENDLESS_STATES)) failure = endlessFailure(machine, units);
  const findings: Finding[] = [];
  if (failure && isTrap(failure)) {
    const run: Reproduced = { case: rerun(machine, units, failure, options.source), schedule: units };
    const rule = classify(run.case);
    if (rule) findings.push(findingOf(program, run, rule, options, text.faults));
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
