import type { Program } from "../compile/program.ts";
import type { LanePlace, Moment, Timeline, VariableChange } from "../core/timeline.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import type { Draft } from "./witness-steps.ts";
import { Lanes } from "./lanes.ts";
import { Outermost } from "./outermost.ts";
import { ObjectLifetimes } from "./object-lifetimes.ts";

/** Numbers above are more often addresses or flags. */
const HIGH = 0x100000;

/** Numbers below are more often numbers than addresses. */
const LOW = 0x10000;

/**
 * What a picture of a witness shows beside its steps. What happens between two steps that are shown belongs to the first of them.
 * @param all every step of the run, also those that are not shown
 * @param shown those of the witness; the last one is the failure
 */
export function timelineOf(
  program: Program,
  trace: readonly TraceEvent[],
  trap: Trap,
  all: readonly Draft[],
  shown: readonly Draft[],
): Timeline {
  const lanes = new Lanes();
  const outermost = new Outermost(program);
  const lives = new ObjectLifetimes(program);
  const places = new Map<number, LanePlace>();
  const moments: Moment[] = [];
  const drafts = [...all];
  /** Lanes whose function has returned, and that were not called again: they stand there for one more step. */
  const left = new Set<number>();
  let changes: Change[] = [];
  let at = 0;
  for (const [index, draft] of shown.entries()) {
    const end = shown[index + 1]?.from ?? trace.length;
    for (; at < end; at++) {
      const event = trace[at]!;
      lanes.take(event);
      const turn = outermost.take(event);
      lives.take(event, index + 1, turn);
      const lane = lanes.of(event.process, event.who);
      if (event.type === "spawn" && event.task !== 0) lives.named(event.task, event.name);
      if (event.type === "set") {
        changes.push({ ...event, lane });
        lives.named(event.to, event.name);
      }
      if (turn === "ends") left.add(lane);
      else if (event.type === "enter" || event.type === "call") left.delete(lane);
      while (drafts[0] && drafts[0].from <= at) standsAt(places, lanes, drafts.shift()!);
    }
    standsAt(places, lanes, draft);
    moments.push({
      lane: lanes.of(draft.process, draft.who),
      places: [...places.values()],
      changes: told(changes, (name, value) => valueText(program, lives, name, value)),
    });
    for (const lane of left) places.delete(lane);
    changes = [];
  }
  return { lanes: lanes.all, moments, objects: lives.of(trap, shown.length) };
}

type Change = Extract<TraceEvent, { type: "set" }> & { readonly lane: number };

function standsAt(places: Map<number, LanePlace>, lanes: Lanes, { place, process, who }: Draft): void {
  if (!place) return;
  const lane = lanes.of(process, who);
  places.set(lane, { lane, file: place.file, line: place.line });
}

/** What is left of the changes of one moment: a word that is written twice is told once, and one that came back not at all. */
function told(changes: readonly Change[], text: (name: string, value: number) => string): VariableChange[] {
  const first = new Map<string, Change>();
  const last = new Map<string, Change>();
  for (const change of changes) {
    if (!first.has(change.name)) first.set(change.name, change);
    last.set(change.name, change);
  }
  return [...last.values()].flatMap(({ name, lane, to }) => {
    const from = first.get(name)?.from ?? to;
    return from === to ? [] : [{ lane, name, from: text(name, from), to: text(name, to) }];
  });
}

function valueText(program: Program, lives: ObjectLifetimes, name: string, value: number): string {
  const object = lives.nameOf(value, name);
  if (object !== undefined) return object;
  const variable =
    value >= LOW &&
    program.data.find(({ address, object }) => address === value && program.moduleObjects.includes(object));
  if (variable) return `&${variable.name}`;
  return value >= HIGH ? `0x${value.toString(16)}` : String(value);
}
