import { moduleOfObject, type LinkedProgram } from "../compile/program.ts";
import type { LanePlace, Moment, Timeline, VariableChange } from "../core/timeline.ts";
import { ERR_PTRS } from "../machine/memory-map.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import type { StepDraft } from "./witness-steps.ts";
import { Lanes } from "./lanes.ts";
import { Outermost } from "./outermost.ts";
import type { ValueChange } from "./watched-machine.ts";
import { ObjectLifetimes } from "./object-lifetimes.ts";

/** Numbers above are more often addresses or flags. */
const HIGH = 0x100000;

/** What a run was written down as. */
export interface Written {
  readonly trace: readonly TraceEvent[];
  readonly changes: readonly ValueChange[];
}

/**
 * What a picture of a witness shows beside its steps. What happens between two steps that are shown belongs to the first of them.
 * @param all every step of the run, also those that are not shown
 * @param shown those of the witness; the last one is the failure
 */
export function timelineOf(
  program: LinkedProgram,
  { trace, changes: values }: Written,
  trap: Trap,
  all: readonly StepDraft[],
  shown: readonly StepDraft[],
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
  let seen = 0;
  /** Values that were found changed before an event belong to what was done before it. */
  const takeValues = (): void => {
    for (let value = values[seen]; value && value.at <= at; value = values[++seen])
      changes.push({ ...value, lane: lanes.of(value.process, value.who) });
  };
  for (const [index, draft] of shown.entries()) {
    const end = shown[index + 1]?.from ?? trace.length;
    // asked for at the step itself: on the way to the next one the process may end, and another get its number
    let acts: number | undefined;
    for (; at < end; at++) {
      const event = trace[at]!;
      takeValues();
      lanes.take(event);
      if (at === draft.from) acts = lanes.of(draft.process, draft.who);
      const turn = outermost.take(event);
      lives.take(event, index + 1, turn);
      const lane = lanes.of(event.process, event.who);
      if (event.type === "spawn" && event.task !== 0) lives.named(event.task, event.name);
      if (event.type === "set") lives.named(event.to, event.name);
      if (turn === "ends") left.add(lane);
      else if (event.type === "enter" || event.type === "call") left.delete(lane);
      while (drafts[0] && drafts[0].from <= at) standsAt(places, lanes, drafts.shift()!);
    }
    takeValues();
    acts ??= lanes.of(draft.process, draft.who);
    if (draft.place) places.set(acts, standing(acts, draft.place));
    moments.push({
      lane: acts,
      places: [...places.values()],
      changes: told(changes, (change, value) => valueText(program, lives, change, value)),
    });
    for (const lane of left) places.delete(lane);
    changes = [];
  }
  return { lanes: lanes.all, moments, objects: lives.of(trap, shown.length) };
}

type Change = ValueChange & { readonly lane: number };

function standsAt(places: Map<number, LanePlace>, lanes: Lanes, { place, process, who }: StepDraft): void {
  if (!place) return;
  const lane = lanes.of(process, who);
  places.set(lane, standing(lane, place));
}

function standing(lane: number, { file, line }: NonNullable<StepDraft["place"]>): LanePlace {
  return { lane, file, line };
}

/** What is left of the changes of one moment: a word that is written twice is told once, and one that came back not at all. */
function told(changes: readonly Change[], text: (change: Change, value: number) => string): VariableChange[] {
  const byName = new Map<string, { first: Change; last: Change }>();
  for (const change of changes) {
    // every thread has locals of its own
    const key = change.isLocal ? `${change.lane} ${change.name}` : change.name;
    byName.set(key, { first: byName.get(key)?.first ?? change, last: change });
  }
  return [...byName.values()].flatMap(({ first: { from }, last }) => {
    const { name, lane, isLocal, to } = last;
    if (from === to) return [];
    const textOf = (value: number | undefined): string => (value === undefined ? "" : text(last, value));
    return [{ lane, name, ...(isLocal ? { isLocal } : {}), from: textOf(from), to: textOf(to) }];
  });
}

function valueText(
  program: LinkedProgram,
  lives: ObjectLifetimes,
  { name, isPointer }: Change,
  value: number,
): string {
  if (!isPointer) return value >= HIGH ? `0x${value.toString(16)}` : String(value);
  const address = value >>> 0;
  if (address === 0) return "NULL";
  if (address >= ERR_PTRS) return `ERR_PTR(${value | 0})`;
  const object = lives.nameOf(address, name);
  if (object !== undefined) return object;
  const variable = program.data.find((one) => one.address === address);
  return variable && moduleOfObject(program.modules, variable.object) >= 0
    ? `&${variable.name}`
    : `0x${address.toString(16)}`;
}
