import type { LinkedProgram, SourceFrame } from "../compile/program.ts";
import { PRINTS } from "../kernel-api/index.ts";
import { goneText, killText, NOBODY_TO_WAKE, startText } from "../core/witness-words.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { moduleNamed, placeOf, samePlace } from "./place.ts";
import type { SourceOf } from "../core/span.ts";
import { expressionAt } from "./source-text.ts";

/** What a step changed; of which object, where it is about one. */
interface Effect {
  readonly text: string;
  readonly object?: number;
}

/** A step while it is still being gathered from the trace. */
export interface StepDraft {
  readonly process: number;
  readonly who: string;
  place: SourceFrame | undefined;
  text: string;
  readonly effects: Effect[];
  /** Objects that the step did something to. */
  readonly objects: Set<number>;
  /** Shown whatever it is about. */
  keep: boolean;
  /** Where it begins in the trace. */
  readonly from: number;
}

/** Every step of a run, in order, whatever it is about; those that say nothing have no text. */
export function draftSteps(
  program: LinkedProgram,
  trace: readonly TraceEvent[],
  source: SourceOf,
): StepDraft[] {
  return new Drafting(program, source).of(trace);
}

/** Gathers the steps of a run from its trace. */
class Drafting {
  private readonly program: LinkedProgram;
  private readonly source: SourceOf;
  private readonly drafts: StepDraft[] = [];
  /** The step that each process is in. */
  private readonly open = new Map<number, StepDraft>();
  /** Processes whose thread function is about to be entered. */
  private readonly starting = new Set<number>();
  /** Callbacks that are to come, by their process. */
  private readonly called = new Map<number, number>();
  private readonly threadFunction = new Map<number, string>();
  private readonly leaving = new Map<number, SourceFrame | undefined>();
  /** Number of the event that is looked at. */
  private at = 0;

  constructor(program: LinkedProgram, source: SourceOf) {
    this.program = program;
    this.source = source;
  }

  of(trace: readonly TraceEvent[]): StepDraft[] {
    for (const [at, event] of trace.entries()) {
      this.at = at;
      this.take(event);
    }
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
        if (event.picked > 0 && event.why !== "" && now) {
          now.effects.push({ text: event.why });
          now.keep = true;
        }
        return;
      case "tell":
        this.begin(event, undefined, event.text).keep = true;
        return;
      case "spawn":
        now?.objects.add(spawnedObject(event));
        this.open.delete(event.child); // who had its number before is gone
        if (event.task === 0) this.called.set(event.child, spawnedObject(event));
        return;
      case "alloc":
        now?.objects.add(event.object);
        return;
      case "free": {
        const draft = now ?? this.begin(event, undefined, `${event.kind} is freed`);
        draft.objects.add(event.object);
        if (event.kind !== "cred" && event.kind !== "kthread")
          draft.effects.push({ text: `${event.kind} freed`, object: event.object });
        return;
      }
      case "unload":
        this.begin(event, undefined, goneText(moduleNamed(this.program, event.module))).keep = true;
        return;
      case "load":
        this.begin(
          event,
          undefined,
          `${moduleNamed(this.program, event.module)} is loaded${event.again ? " again" : ""}`,
        ).keep = true;
        return;
      case "note":
        this.note(event, now);
        return;
      case "print":
      case "warn":
      case "broken":
      case "cancel":
      case "set":
    }
  }

  private begin(event: TraceEvent, place: SourceFrame | undefined, text: string): StepDraft {
    const { process, who } = event;
    const draft: StepDraft = {
      process,
      who,
      place,
      text,
      effects: [],
      objects: new Set(),
      keep: false,
      from: this.at,
    };
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
    const text =
      PRINTS.has(callee) || QUIET.test(callee) ? "" : (quoteAt(place, this.source) ?? `${callee}()`);
    this.begin(event, place, text);
  }

  private enter(event: TraceEvent, site: number): void {
    const place = placeOf(this.program, site);
    const spawned = this.called.get(event.process);
    if (place && spawned !== undefined && this.called.delete(event.process))
      this.begin(event, place, startText(place.function)).objects.add(spawned);
    if (!this.starting.delete(event.process)) return;
    const draft = this.open.get(event.process);
    if (!place || !draft) return;
    this.threadFunction.set(event.process, place.function);
    draft.text = startText(place.function);
    draft.place = place;
  }

  private note(event: Extract<TraceEvent, { type: "note" }>, now: StepDraft | undefined): void {
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
        if (event.who === "user space") this.begin(event, undefined, killText(event.value)).keep = true;
        this.open.get(event.process)?.objects.add(event.object);
        return;
      case "task-usage": {
        const draft = now ?? this.begin(event, undefined, "");
        if (draft.text === "") draft.text = "delayed_put_task_struct()";
        draft.objects.add(event.object);
        draft.effects.push({ text: `usage ${event.value}`, object: event.object });
        return;
      }
      case "task-wake":
        now?.objects.add(event.object);
        if (event.value === 0) now?.effects.push({ text: NOBODY_TO_WAKE });
        return;
      default:
        now?.objects.add(event.object);
    }
  }
}

/** What stands for a new process among the objects of a step: its task_struct, or a number that no object has. */
export function spawnedObject({ task, child }: Extract<TraceEvent, { type: "spawn" }>): number {
  return task === 0 ? -1 - child : task;
}

/** Calls that say nothing about an interleaving. */
const QUIET = /^(unoops_|memset|memcpy|str)/;

/** The expression that the user wrote at a place. */
export function quoteAt(place: SourceFrame | undefined, source: SourceOf): string | undefined {
  return place && expressionAt(source(place.file), place.line, place.column);
}
