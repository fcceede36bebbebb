import type { WitnessStep } from "../core/finding.ts";
import type { Program, SourceFrame } from "../compile/program.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import { expressionAt } from "./source-text.ts";

/** Reads a source file of the module, for quoting calls; undefined when it cannot be had. */
export type SourceOf = (file: string) => string | undefined;

interface Draft {
  readonly process: number;
  readonly who: string;
  readonly site: number;
  text: string;
  effects: string[];
  /** Objects that the step did something to. */
  readonly objects: Set<number>;
  /** Shown whatever it is about. */
  keep: boolean;
}

/** The steps of a run that concern the finding, in order, as people read them. */
export function witnessSteps(program: Program, trace: readonly TraceEvent[], trap: Trap, source: SourceOf): WitnessStep[] {
  const drafts = draftSteps(program, trace, source);
  const about = objectsOf(trap, trace);
  const relevant = drafts.filter((draft) => draft.keep || [...draft.objects].some((object) => about.has(object)));
  const chosen = about.size > 0 && relevant.length > 0 ? relevant : drafts;
  const steps = chosen.filter((draft) => draft.text !== "").slice(-LONGEST);
  return [...steps.map((draft, i) => finish(program, draft, i + 1)), lastStep(program, trap, trace, steps.length + 1, source)];
}

const LONGEST = 30;

/** The object that was touched; for a standstill, whatever is being waited for. */
function objectsOf(trap: Trap, trace: readonly TraceEvent[]): Set<number> {
  const about = new Set<number>();
  if (trap.objectStart !== undefined) about.add(trap.objectStart);
  for (const event of trace) {
    if (event.type === "note" && event.event === "waits" && trap.kind === "deadlock") about.add(event.object);
    if (event.type === "note" && event.event === "task-stop" && trap.objectStart === undefined) about.add(event.object);
    if (event.type === "spawn" && event.child === trap.process && event.task !== 0) about.add(event.task);
  }
  return about;
}

function draftSteps(program: Program, trace: readonly TraceEvent[], source: SourceOf): Draft[] {
  const drafts: Draft[] = [];
  const open = new Map<number, Draft>();
  const begin = (event: TraceEvent, site: number, text: string, keep = false): Draft => {
    const draft: Draft = { process: event.process, who: event.who, site, text, effects: [], objects: new Set(), keep };
    drafts.push(draft);
    open.set(event.process, draft);
    return draft;
  };
  for (const event of trace) {
    const now = open.get(event.process);
    switch (event.type) {
      case "call":
        begin(event, event.site, quote(program, event.site, source));
        break;
      case "choice":
        if (event.picked > 0 && now) now.effects.push(event.why);
        if (event.picked > 0 && now) now.keep = true;
        break;
      case "spawn":
        if (event.task !== 0) now?.objects.add(event.task);
        break;
      case "free":
        (now ?? begin(event, -1, `${event.kind} is freed`)).objects.add(event.object);
        open.get(event.process)?.effects.push(`${event.kind} freed`);
        break;
      case "alloc":
        now?.objects.add(event.object);
        break;
      case "unload":
        begin(event, -1, "the module is gone", true);
        break;
      case "note":
        noteStep(event, now, begin);
        break;
      case "enter":
      case "print":
      case "warn":
      case "broken":
      case "leave":
        break;
    }
  }
  return drafts;
}

type Note = Extract<TraceEvent, { type: "note" }>;

function noteStep(
  event: Note,
  now: Draft | undefined,
  begin: (event: TraceEvent, site: number, text: string, keep?: boolean) => Draft,
): void {
  switch (event.event) {
    case "task-runs":
      begin(event, -1, "starts to run").objects.add(event.object);
      return;
    case "task-returns":
      begin(event, -1, `returns ${event.value}`).objects.add(event.object);
      return;
    case "task-signal":
      begin(event, -1, `${event.who === "user space" ? "kill" : "signal"} ${event.value}`).objects.add(event.object);
      return;
    case "task-usage": {
      const draft = now ?? begin(event, -1, event.who === "rcu" ? "delayed_put_task_struct()" : "");
      if (draft.text === "") draft.text = "delayed_put_task_struct()";
      draft.objects.add(event.object);
      draft.effects.push(`usage ${event.value}`);
      return;
    }
    case "task-wake":
      now?.objects.add(event.object);
      if (event.value === 0) now?.effects.push("it is running: nothing to wake");
      return;
    default:
      now?.objects.add(event.object);
  }
}

function quote(program: Program, site: number, source: SourceOf): string {
  const place = placeOf(program, site);
  const callee = program.sites[site]?.callee ?? "";
  if (QUIET.test(callee)) return "";
  return (place && expressionAt(source(place.file), place.line, place.column)) ?? `${callee}()`;
}

/** Calls that say nothing about an interleaving. */
const QUIET = /^(_?printk|m_|memset|memcpy|str)/;

/** The user's own line: inlined functions of our headers stand in the innermost frames. */
export function placeOf(program: Program, site: number): SourceFrame | undefined {
  return program.sites[site]?.frames.at(-1);
}

function finish(program: Program, draft: Draft, n: number): WitnessStep {
  const place = placeOf(program, draft.site);
  const effect = draft.effects.at(-1);
  return {
    n,
    task: draft.who,
    function: place?.function ?? "",
    ...(place ? { file: place.file, line: place.line } : {}),
    text: draft.text,
    ...(effect === undefined ? {} : { effect }),
  };
}

function lastStep(program: Program, trap: Trap, trace: readonly TraceEvent[], n: number, source: SourceOf): WitnessStep {
  const site = trap.moduleSite >= 0 ? trap.moduleSite : trap.site;
  const place = placeOf(program, site);
  const who = trace.findLast((event) => event.process === trap.process)?.who ?? "";
  const quoted = place && expressionAt(source(place.file), place.line, place.column);
  return {
    n,
    task: who,
    function: trap.stack[0] ?? place?.function ?? "",
    ...(place ? { file: place.file, line: place.line } : {}),
    text: quoted ?? "",
    effect: trap.text,
  };
}
