import type { WitnessStep } from "../core/finding.ts";
import type { Program, SourceFrame } from "../compile/program.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import { signalName } from "./signal-names.ts";
import { expressionAt } from "./source-text.ts";

/** Reads a source file of the module, for quoting calls; undefined when it cannot be had. */
export type SourceOf = (file: string) => string | undefined;

/** A step while it is still being gathered from the trace. */
interface Draft {
  readonly process: number;
  readonly who: string;
  place: SourceFrame | undefined;
  text: string;
  readonly effects: string[];
  /** Objects that the step did something to. */
  readonly objects: Set<number>;
  /** Shown whatever it is about. */
  keep: boolean;
}

/** More steps than this nobody reads: the last ones tell. */
const LONGEST = 30;

/** The steps of a run that concern the finding, in order, as people read them. */
export function witnessSteps(
  program: Program,
  trace: readonly TraceEvent[],
  trap: Trap,
  source: SourceOf,
): WitnessStep[] {
  const drafts = new Drafting(program, source).of(trace).filter(({ text }) => text !== "");
  const last = lastStep(program, trap, trace, source);
  const end = drafts.at(-1);
  if (end?.process === trap.process && samePlace(end.place, last.place)) drafts.pop();
  const about = objectsOf(trap, trace);
  const relevant = drafts.filter(
    (draft) => draft.keep || [...draft.objects].some((object) => about.has(object)),
  );
  const chosen = relevant.length > 0 ? relevant : drafts;
  return [...chosen.slice(-LONGEST), last].map(finish);
}

/** The user's own line: the innermost frames may be inlined functions of our headers. */
export function placeOf(program: Program, site: number): SourceFrame | undefined {
  return program.sites[site]?.frames.findLast(({ file }) => !file.startsWith("kernel/include/"));
}

/** The object that was touched; for a standstill, whatever is waited for; and the thread that it happened to. */
function objectsOf(trap: Trap, trace: readonly TraceEvent[]): Set<number> {
  const about = new Set<number>();
  if (trap.objectStart !== undefined) about.add(trap.objectStart);
  const waits = trap.kind === "deadlock" || trap.kind === "livelock";
  for (const event of trace) {
    if (event.type === "note" && event.event === "waits" && waits) about.add(event.object);
    if (event.type === "note" && event.event === "task-stop" && trap.objectStart === undefined)
      about.add(event.object);
    if (event.type === "spawn" && event.child === trap.process && event.task !== 0) about.add(event.task);
  }
  return about;
}

class Drafting {
  private readonly program: Program;
  private readonly source: SourceOf;
  private readonly drafts: Draft[] = [];
  /** The step that each process is in. */
  private readonly open = new Map<number, Draft>();
  /** Processes whose thread function is about to be entered. */
  private readonly starting = new Set<number>();
  private readonly threadFunction = new Map<number, string>();
  private readonly leaving = new Map<number, SourceFrame | undefined>();

  constructor(program: Program, source: SourceOf) {
    this.program = program;
    this.source = source;
  }

  of(trace: readonly TraceEvent[]): Draft[] {
    for (const event of trace) this.take(event);
    return this.drafts;
  }

  private take(event: TraceEvent): void {
    const now = this.open.get(event.process);
    switch (event.type) {
      case "call":
        this.call(event, event.site);
        return;
      case "enter":
        this.enter(event, event.site);
        return;
      case "leave":
        this.leaving.set(event.process, placeOf(this.program, event.site));
        return;
      case "choice":
        if (event.picked > 0 && now) {
          now.effects.push(event.why);
          now.keep = true;
        }
        return;
      case "spawn":
        if (event.task !== 0) now?.objects.add(event.task);
        return;
      case "alloc":
        now?.objects.add(event.object);
        return;
      case "free": {
        const draft = now ?? this.begin(event, undefined, `${event.kind} is freed`);
        draft.objects.add(event.object);
        if (event.kind !== "cred" && event.kind !== "kthread") draft.effects.push(`${event.kind} freed`);
        return;
      }
      case "unload":
        this.begin(event, undefined, "the module is gone").keep = true;
        return;
      case "note":
        this.note(event, now);
        return;
      case "print":
      case "warn":
      case "broken":
    }
  }

  private begin(event: TraceEvent, place: SourceFrame | undefined, text: string): Draft {
    const { process, who } = event;
    const draft: Draft = { process, who, place, text, effects: [], objects: new Set(), keep: false };
    this.drafts.push(draft);
    this.open.set(process, draft);
    return draft;
  }

  /** kthread_run() is two calls into the kernel and one line of the source. */
  private call(event: TraceEvent, site: number): void {
    const place = placeOf(this.program, site);
    const now = this.drafts.at(-1);
    if (now?.process === event.process && now.who === event.who && samePlace(now.place, place)) return;
    const callee = this.program.sites[site]?.callee ?? "";
    const text = QUIET.test(callee) ? "" : (quoteAt(place, this.source) ?? `${callee}()`);
    this.begin(event, place, text);
  }

  private enter(event: TraceEvent, site: number): void {
    if (!this.starting.delete(event.process)) return;
    const place = placeOf(this.program, site);
    const draft = this.open.get(event.process);
    if (!place || !draft) return;
    this.threadFunction.set(event.process, place.function);
    draft.text = `${place.function}() starts`;
    draft.place = place;
  }

  private note(event: Extract<TraceEvent, { type: "note" }>, now: Draft | undefined): void {
    switch (event.event) {
      case "task-runs":
        this.starting.add(event.process);
        this.begin(event, undefined, "starts").objects.add(event.object);
        return;
      case "task-returns": {
        const name = this.threadFunction.get(event.process);
        const text = `${name === undefined ? "" : `${name}() `}returns ${event.value}`;
        this.begin(event, this.leaving.get(event.process), text).objects.add(event.object);
        return;
      }
      case "task-signal":
        if (event.who === "user space")
          this.begin(event, undefined, `kill -${signalName(event.value)}`).keep = true;
        this.open.get(event.process)?.objects.add(event.object);
        return;
      case "task-usage": {
        const draft = now ?? this.begin(event, undefined, "");
        if (draft.text === "") draft.text = "delayed_put_task_struct()";
        draft.objects.add(event.object);
        draft.effects.push(`usage ${event.value}`);
        return;
      }
      case "task-wake":
        now?.objects.add(event.object);
        if (event.value === 0) now?.effects.push("it runs: nobody to wake");
        return;
      default:
        now?.objects.add(event.object);
    }
  }
}

/** Calls that say nothing about an interleaving. */
const QUIET = /^(_?printk|m_|memset|memcpy|str)/;

function samePlace(a: SourceFrame | undefined, b: SourceFrame | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column
  );
}

function quoteAt(place: SourceFrame | undefined, source: SourceOf): string | undefined {
  return place && expressionAt(source(place.file), place.line, place.column);
}

/** What went wrong, where the module had last been. */
function lastStep(program: Program, trap: Trap, trace: readonly TraceEvent[], source: SourceOf): Draft {
  const place = placeOf(program, trap.moduleSite >= 0 ? trap.moduleSite : trap.site);
  const who = trace.findLast((event) => event.process === trap.process)?.who ?? "";
  const text = trap.kind === "leak" ? "" : (quoteAt(place, source) ?? "");
  return { process: trap.process, who, place, text, effects: [trap.text], objects: new Set(), keep: true };
}

function finish(draft: Draft, index: number): WitnessStep {
  const { place, text, who } = draft;
  const effect = draft.effects.join(", ");
  return {
    n: index + 1,
    task: who,
    function: place?.function ?? "",
    ...(place ? { file: place.file, line: place.line } : {}),
    text,
    ...(effect === "" ? {} : { effect }),
  };
}
