import { isStandstill } from "./standstill.ts";
import type { Witness, WitnessStep } from "../core/finding.ts";
import type { LinkedProgram, SourceFrame } from "../compile/program.ts";
import { startText } from "../core/witness-words.ts";
import type { CallbackName } from "../machine/task-struct.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import { spawnsOf } from "./spawn-history.ts";
import { spawnedObject, draftSteps, quoteAt, type StepDraft } from "./witness-steps.ts";
import { placeOf, samePlace } from "./place.ts";
import { timelineOf, type Written } from "./timeline.ts";
import type { SourceOf } from "../core/span.ts";

/** More steps than this nobody reads: the last ones tell. */
const LONGEST = 30;

/** Processes of a standstill, and how they stand: for the last step of each. */
export type Standing = ReadonlyMap<number, string>;

/** The steps of a run that concern the finding, in order, as people read them, and what a picture shows beside them. */
export function witnessParts(
  program: LinkedProgram,
  { trace, changes }: Written,
  trap: Trap,
  source: SourceOf,
  standing: Standing,
): Pick<Witness, "steps" | "timeline"> {
  const all = draftSteps(program, trace, source);
  const drafts = all.filter(({ text }) => text !== "");
  for (const [process, how] of standing) {
    const where = drafts.findLast((draft) => draft.process === process);
    if (!where || process === trap.process) continue;
    where.keep = true;
    where.effects.push({ text: how });
  }
  const failure = lastStep(program, trap, trace, source);
  const end = drafts.at(-1);
  const isTold = end?.process === trap.process && samePlace(end.place, failure.place);
  if (isTold) drafts.pop();
  const last = isTold ? { ...failure, from: end.from } : failure;
  const about = objectsOf(trap, trace);
  const relevant = drafts.filter(
    (draft) => draft.keep || [...draft.objects].some((object) => about.has(object)),
  );
  const chosen = relevant.length > 0 ? relevant : drafts;
  const shown = [...chosen.slice(-LONGEST), last];
  const isAbout = (object: number): boolean => relevant.length === 0 || about.has(object);
  const steps = shown.map((draft, index) => finish(draft, index, isAbout));
  return { steps, timeline: timelineOf(program, { trace, changes }, trap, all, shown) };
}

/** Failures whose address may be that of a lock. */
const ABOUT_A_LOCK: ReadonlySet<Trap["kind"]> = new Set(["irq-lock-inversion", "bad-call"]);

/** The object that was touched; for a standstill, whatever is waited for; and the thread that it happened to. */
function objectsOf(trap: Trap, trace: readonly TraceEvent[]): Set<number> {
  const about = new Set<number>();
  if (trap.objectStart !== undefined) about.add(trap.objectStart);
  if (ABOUT_A_LOCK.has(trap.kind) && trap.address !== undefined) about.add(trap.address);
  const waits = isStandstill(trap);
  for (const event of trace) {
    if (event.type === "note" && event.event === "waits" && waits) about.add(event.object);
    if (event.type === "note" && event.event === "task-stop" && trap.objectStart === undefined)
      about.add(event.object);
  }
  for (const spawned of spawnsOf(trap.process, trace)) about.add(spawnedObject(spawned));
  return about;
}

/** What went wrong, where the module had last been. */
function lastStep(
  program: LinkedProgram,
  trap: Trap,
  trace: readonly TraceEvent[],
  source: SourceOf,
): StepDraft {
  const place = placeOf(program, trap.moduleSite >= 0 ? trap.moduleSite : trap.site);
  const who = trace.findLast((event) => event.process === trap.process)?.who ?? "";
  const callback = place ? undefined : trap.callback;
  const standsInKernel = !place && isStandstill(trap);
  const text =
    trap.kind === "leak"
      ? ""
      : callback
        ? TURNS[callback]
        : standsInKernel
          ? IN_KERNEL
          : textAt(program, trap, place, source);
  const effects = [{ text: trap.text }];
  const from = trace.length;
  return { process: trap.process, who, place, text, effects, objects: new Set(), keep: true, from };
}

/** Said of a task that comes to a standstill outside the module: unloading waits there for a file to be left, say. */
const IN_KERNEL = "in the kernel";

/** Where a function begins, its head is no expression. */
function textAt(
  program: LinkedProgram,
  trap: Trap,
  place: SourceFrame | undefined,
  source: SourceOf,
): string {
  const begins = place && program.sites[trap.site]?.kind === "entry";
  return begins ? startText(place.function) : (quoteAt(place, source) ?? "");
}

/** What happens to a callback, in the kernel, before the module's own function is called. */
const TURNS: Readonly<Record<CallbackName, string>> = {
  timer: "the timer fires",
  "delayed work": "the timer of the work fires",
  kworker: "a worker takes the work",
  tasklet: "the tasklet's turn",
  rcu: "the grace period is over",
  interrupt: "an interrupt comes",
  irq_work: "the irq_work runs",
  notifier: "something is told to the notifier",
  packet: "a packet comes by",
  user: "a process uses a file of the module",
};

function finish(draft: StepDraft, index: number, isAbout: (object: number) => boolean): WitnessStep {
  const { place, text, who } = draft;
  const effect = draft.effects
    .flatMap(({ text: what, object }) => (object === undefined || isAbout(object) ? [what] : []))
    .join(", ");
  return {
    n: index + 1,
    task: who,
    function: place?.function ?? "",
    ...(place ? { file: place.file, line: place.line, column: place.column } : {}),
    text,
    ...(effect === "" ? {} : { effect }),
  };
}
