import { ASSUMING, type LinkedProgram, type SourceFrame } from "../compile/program.ts";
import type { Finding } from "../core/finding.ts";
import { DEFAULT_WORLD } from "../core/world.ts";
import type { RuleId } from "../core/rules.ts";
import type { Found } from "../explore/findings.ts";
import { joinMoves } from "../explore/replay.ts";
import type { Machine, MachineOptions } from "../machine/machine.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { spawnsOf } from "./spawn-history.ts";
import { messageFor } from "./messages.ts";
import { placeOf } from "./place.ts";
import { fateHere, isStandstill } from "./standstill.ts";
import { predict } from "../predict/predict.ts";
import { writeReplay } from "./replay-text.ts";
import type { Reproduced } from "./reproduce.ts";
import { witnessParts, type Standing } from "./witness.ts";

/**
 * What a run shows, as people are told: place, witness, and what the real kernel would print.
 * @param deadline as performance.now() counts; what would be printed in rarer cases is left out then
 * @param known identities of findings of which nobody asks again what the kernel prints
 */
export function findingOf(
  rule: RuleId,
  run: Reproduced,
  options: MachineOptions,
  deadline: number,
  known: ReadonlySet<string> = new Set(),
): Finding {
  const { machine, trap, trace, changes, source } = run.case;
  const { program } = machine;
  const site = trap.moduleSite >= 0 ? trap.moduleSite : trap.site;
  const place =
    placeOf(program, site) ??
    takenAt(program, trap, trace) ??
    creationPlace(program, trap, trace) ??
    waiterPlace(machine, trap);
  const { kernel } = program.target;
  const schedule = joinMoves(run.schedule);
  const finding: Finding = {
    rule,
    severity: "error",
    message: messageFor(rule, trap, machine.blocked().length),
    span: { file: place?.file ?? "", line: place?.line ?? 1, column: place?.column ?? 1 },
    function: place?.function ?? "",
    notes: [
      { message: trap.text },
      ...(trace.some((event) => event.type === "load" && event.again) ? [{ message: SECOND_LOAD }] : []),
      ...assumptionsOf(trace).map((message) => ({ message })),
    ],
    preemptions: run.preemptions,
    ...(trace.some((event) => event.type === "choice" && event.fails) ? { needsFault: true } : {}),
    ...(OUTLIVES.test(rule) ? originOf(program, trap, trace) : {}),
    witness: {
      replay: writeReplay({
        kernel,
        faults: options.faults === true,
        world: options.world ?? DEFAULT_WORLD,
        schedule,
      }),
      ...witnessParts(program, { trace, changes }, trap, source, standing(machine, trap)),
    },
  };
  const isAsked = !known.has(identity(finding));
  return { ...finding, predicted: isAsked ? predict(program, run.schedule, trap, options, deadline) : [] };
}

const SECOND_LOAD = "in the second load of the module: what the first one left behind is still there";

/** What the environment of a part did on the way, in the order in which it was needed. */
function assumptionsOf(trace: readonly TraceEvent[]): string[] {
  const said = trace.flatMap((event) =>
    event.type === "choice" && event.picked > 0 && event.why.startsWith(ASSUMING) ? [event.why] : [],
  );
  return [...new Set(said)];
}

/** At a standstill: who sleeps for ever, and who loops forever; whoever may still be let go on only waits. */
function standing(machine: Machine, trap: Trap): Standing {
  if (!isStandstill(trap)) return new Map();
  const [asleep, awake] = [machine.blocked(), machine.enabled()];
  if (awake.length === 0) return new Map(asleep.map((process) => [process, "waits forever"]));
  return new Map([
    ...asleep.map(
      (process) => [process, fateHere(machine, process) === "waits" ? "waits forever" : "waits"] as const,
    ),
    ...awake.map((process) => [process, "continues forever"] as const),
  ]);
}

/** Who is found outside the module belongs to the place that created, armed or queued it, or what led to it. */
function creationPlace(
  program: LinkedProgram,
  trap: Trap,
  trace: readonly TraceEvent[],
): SourceFrame | undefined {
  for (const { moduleSite } of spawnsOf(trap.process, trace)) {
    const place = placeOf(program, moduleSite);
    if (place) return place;
  }
  return undefined;
}

/** A lock that nobody gave back is the matter of the place that took it. */
function takenAt(program: LinkedProgram, trap: Trap, trace: readonly TraceEvent[]): SourceFrame | undefined {
  const taken = trace.findLast(
    (event) => event.type === "note" && event.event === "locked" && event.object === trap.address,
  );
  return trap.kind === "bad-call" && taken ? placeOf(program, taken.moduleSite) : undefined;
}

/** At a standstill that began in the kernel, as when unloading waits for a file to be left: where the module waits. */
function waiterPlace(machine: Machine, trap: Trap): SourceFrame | undefined {
  if (!isStandstill(trap)) return undefined;
  const places = machine.blocked().map((process) => placeOf(machine.program, machine.moduleSiteOf(process)));
  return places.find((place) => place !== undefined);
}

/** Rules about what is still there when the module is gone: where it stands then says little. */
const OUTLIVES = /-outlives-module$/;
/** Of them what was set going by a call that both know. */
const CALLBACK_OUTLIVES = /^(timer|work|tasklet)-outlives-module$/;

function originOf(program: LinkedProgram, trap: Trap, trace: readonly TraceEvent[]): Pick<Finding, "origin"> {
  const place = creationPlace(program, trap, trace);
  return place ? { origin: { file: place.file, line: place.line, column: place.column } } : {};
}

/** Two findings with the same identity are one. */
export function identity({ rule, span, origin = span }: Finding): string {
  return `${rule} ${origin.file}:${origin.line}:${origin.column}`;
}

/** One finding for each rule and place; what the others of its kind would print are further outcomes of it. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
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
    const least =
      first.preemptions === undefined
        ? {}
        : { preemptions: Math.min(first.preemptions, finding.preemptions ?? 0) };
    byIdentity.set(identity(finding), { ...first, ...least, predicted: [...known, ...more] });
  }
  return [...byIdentity.values()];
}

/**
 * Whether a run shows what was read: the same rule, broken at the same line or by the same function; of what outlives its module, at a
 * place where it is begun.
 */
export function shows(ran: Finding, read: Finding): boolean {
  const isRule = ran.rule === read.rule || FAILS_BEFORE.get(read.rule) === ran.rule;
  if (!isRule || ran.span.file !== read.span.file) return false;
  const begun = [read.span, ...read.notes.map(({ span }) => span)];
  const isBegun = begun.some((at) => at && at.file === ran.origin?.file && at.line === ran.origin.line);
  // a function sets several timers going, of which one was read to be left
  if (CALLBACK_OUTLIVES.test(ran.rule) && ran.origin) return isBegun;
  const isThere = ran.span.line === read.span.line || ran.function === read.function;
  return isThere || (OUTLIVES.test(ran.rule) && isBegun);
}

/**
 * Of what is read, how a run fails before it comes to that: the lock that is held around the stop is one that spins; or names it by its cause: the
 * handle that is an ERR_PTR was tested for NULL.
 */
const FAILS_BEFORE: ReadonlyMap<RuleId, RuleId> = new Map([
  ["kthread-stop-deadlock", "sleep-in-atomic"],
  ["kthread-err-ptr", "kthread-null-check"],
]);

/** Sorts: of two failures at one place, the use of freed memory says more than a count that is off. */
export function plainestFirst(a: Found, b: Found): number {
  return rank(a) - rank(b);
}

function rank({ failure }: Found): number {
  return isTrap(failure) && failure.kind === "use-after-free" ? 0 : 1;
}
