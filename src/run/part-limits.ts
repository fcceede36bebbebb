import { AROUND_PART, type LinkedProgram, type SourceFrame } from "../compile/program.ts";
import type { RuleId } from "../core/rules.ts";
import type { Exploration } from "../explore/explore.ts";
import type { Failure } from "../explore/system.ts";
import type { Machine } from "../machine/machine.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { isTrap, type Trap } from "../machine/trap.ts";
import { awaitedLock, takenAt, type FailingRun } from "./classify.ts";
import { atPlace, placeOf } from "./place.ts";
import { spawnsOf } from "./spawn-history.ts";

/** Why a part of a driver cannot be called safe. */
export function partLimits({ part }: LinkedProgram, isStrict: boolean, hasThread: boolean): string[] {
  if (!part) return [];
  return [
    ...part.lost.map((call) => `${call} is not in the part: how this thread ends cannot be told`),
    ...(isStrict ? ["only a part of the driver can be run, and --strict takes nothing for granted"] : []),
    ...(hasThread ? [] : [NO_THREAD_IN_PART]),
  ];
}

/** Said of a part that other files of its module, or nothing that is known, begin. */
export const NO_THREAD_IN_PART = "no run of this part creates a thread";

/** What a verdict about a part of a driver is about. */
export function partCoverage({ part }: LinkedProgram): string[] {
  if (!part) return [];
  const { kept, functions, isOutline } = part;
  const [what, shows] = isOutline
    ? ["the outline of the part", "--outline --show-slice prints"]
    : ["the part", "--show-slice prints"];
  return [
    `only ${what} that kernel threads live in was run: ${kept.length} of ${functions} functions, in part (${shows} it)`,
    ...(isOutline
      ? [
          "threads took every way that flags, counters and waits could leave them; whether each wait ends was not looked at",
        ]
      : []),
    "the rest of the driver and the kernel around it may do anything that this part can observe; operations of the driver run one after the other",
  ];
}

/**
 * What lies outside of a part and would have kept a run of it from failing; undefined where the failure is a finding. Empty where
 * `partLimits()` says it.
 */
export function outsidePart(rule: RuleId, { machine, trap, trace }: FailingRun): string[] | undefined {
  const { part } = machine.program;
  if (!part) return undefined;
  if (rule === "sleep-in-atomic" && !locksWhereItSleeps(machine.program, { trap, trace }))
    return [atPlace(placeAt(machine.program, trap), "whether a lock is held here, a part does not tell")];
  if (ENDS_BADLY.test(rule)) {
    if (part.lost.length > 0) return [];
    const open = openEnd(machine.program, { trap, trace });
    if (open !== undefined) return [open];
    if (part.unloads !== true && OUTLIVES.test(rule)) return [NOT_SAID];
  }
  if (awaitsElsewhere(machine, trap)) return [standstill(machine.program, trap)];
  const kept = trap.kind === "deadlock" ? keptLock(machine, trace) : undefined;
  return (
    kept && [
      atPlace(
        kept,
        "the function that takes this lock returns with it: who gives it back, a part does not tell",
      ),
    ]
  );
}

const OUTLIVES = /-outlives-module$/;

const NOT_SAID =
  "no file that was read says that this module can be unloaded: whether a thread outlives it, a part does not tell";

const ENDED_ELSEWHERE =
  "the driver stops this thread in another operation, or waits for its end there; whether the kernel calls that one first, a part does not tell";

/** Whether what a verdict leaves open is known where the functions of the part are called. */
export function hangsOnCallers(said: string): boolean {
  return said === NOT_SAID || said.endsWith(ENDED_ELSEWHERE);
}

/** What is said of a thread that nobody ends. */
const ENDS_BADLY = /-outlives-module$|^kthread-(never-stops|never-ran|ref-leak)$/;

/** Whether the function that sleeps took a lock itself and did not give it back: elsewhere, what gives it back may not be in the part. */
function locksWhereItSleeps(
  program: LinkedProgram,
  { trap, trace }: Pick<FailingRun, "trap" | "trace">,
): boolean {
  const held = new Map<number, number>();
  for (const event of trace) {
    if (event.type !== "note" || event.process !== trap.process) continue;
    if (event.event === "locked") held.set(event.object, event.moduleSite);
    if (event.event === "unlocked") held.delete(event.object);
  }
  const sleeper = placeOf(program, trap.moduleSite)?.function;
  return [...held.values()].some((site) => placeOf(program, site)?.function === sleeper);
}

/** Of a thread that is left behind: that the driver stops it, in an operation of its own. */
function openEnd(
  program: LinkedProgram,
  { trap, trace }: Pick<FailingRun, "trap" | "trace">,
): string | undefined {
  const [spawn] = spawnsOf(trap.process, trace);
  const site = spawn?.moduleSite ?? -1;
  const frames = program.sites[site]?.frames ?? [];
  if (!frames.some((frame) => program.part?.open.includes(frame.function))) return undefined;
  return atPlace(placeOf(program, site), ENDED_ELSEWHERE);
}

/** A standstill in which a task waits for a completion or a semaphore: an interrupt, or a function of another file, may give it. */
function awaitsElsewhere(machine: Machine, { kind }: Trap): boolean {
  const { sites } = machine.program;
  return (
    kind === "deadlock" &&
    machine.blocked().some((process) => AWAITED.test(sites[machine.moduleSiteOf(process)]?.callee ?? ""))
  );
}

/**
 * At a standstill, where a lock was taken that somebody waits for, if the operation which took it has returned since: one that gives it
 * back may be called next, as `commit` is after `start`.
 */
function keptLock(machine: Machine, trace: readonly TraceEvent[]): SourceFrame | undefined {
  const { program } = machine;
  for (const process of machine.blocked()) {
    const word = awaitedLock(trace, process);
    if (word === undefined) continue;
    const at = takenAt(trace, word);
    const taken = trace[at];
    if (!taken) continue;
    const hasReturned = trace
      .slice(at + 1)
      .filter((event) => event.process === taken.process)
      .some(({ who, moduleSite }) => who !== taken.who || placeOf(program, moduleSite)?.file === AROUND_PART);
    if (hasReturned) return placeOf(program, taken.moduleSite);
  }
  return undefined;
}

const AWAITED = /^(wait_for_completion|down(_interruptible|_killable|_timeout)?$)/;

/** Where a part waits for what is not in it: what comes after that no run has shown. */
export function standstills(program: LinkedProgram, { others }: Exploration): string[] {
  return others
    .filter(isTrap)
    .filter(({ kind }) => STANDSTILL.has(kind))
    .map((trap) => standstill(program, trap));
}

function standstill(program: LinkedProgram, trap: Trap): string {
  return atPlace(placeAt(program, trap), "what ends this wait is not in the part");
}

/** What was not looked for, and ended a run where it happened. */
export function notFollowed(program: LinkedProgram, failures: readonly Failure[]): string[] {
  return failures
    .filter(isTrap)
    .filter(({ kind }) => !STANDSTILL.has(kind))
    .map((trap) =>
      atPlace(
        placeAt(program, trap),
        `no ${trap.kind.replaceAll("-", " ")} happens here: only threads were watched`,
      ),
    );
}

/**
 * Threads of a part that no run of it has seen the end of, since each ended before at something that was not looked for: that nothing
 * failed says nothing of them. A module that stays, and stops no thread, has shown all that there is once it is loaded.
 */
export function cutShort(
  { program, kthreads, initResults }: Machine,
  failures: readonly Failure[],
): string[] {
  const { part } = program;
  const [first] = failures.filter(isTrap).filter(({ kind }) => !STANDSTILL.has(kind) && kind !== "leak");
  if (!part || !first) return [];
  const isLoaded = initResults.some((results) => [...results].some((result) => result >= 0));
  if (part.unloads !== true && !part.stops && isLoaded) return [];
  return kthreads.neverEnded().flatMap((site) => {
    const place = placeOf(program, site);
    const why = atPlace(placeAt(program, first), first.kind.replaceAll("-", " "));
    return place
      ? [
          atPlace(
            place,
            `no run comes to the end of the thread that is created here: each ends before (${why})`,
          ),
        ]
      : [];
  });
}

const STANDSTILL: ReadonlySet<Trap["kind"]> = new Set(["deadlock", "livelock", "spins"]);

function placeAt(program: LinkedProgram, { moduleSite, site }: Trap): SourceFrame | undefined {
  return placeOf(program, moduleSite) ?? placeOf(program, site);
}
