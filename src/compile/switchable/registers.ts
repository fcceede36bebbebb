import type { ValueType } from "../wasm/value-types.ts";
import type { WasmBody, WasmInstruction } from "./code.ts";
import type { Liveness } from "./liveness.ts";
import { LocalSet } from "./local-set.ts";

/** Where each variable of a body lies: those that are never needed at the same time share a place. */
export interface Registers {
  /** By variable; the parameters keep their places. */
  readonly placeOf: readonly number[];
  /** Types of the places, the parameters first. */
  readonly types: readonly ValueType[];
}

export function assignRegisters(body: WasmBody, liveness: Liveness): Registers {
  const apart = interference(body, liveness);
  const partners = copies(body.code);
  const types: ValueType[] = body.locals.slice(0, body.params);
  const occupants: LocalSet[] = [];
  const placeOf: number[] = [];
  const put = (local: number, place: number): void => {
    placeOf[local] = place;
    (occupants[place] ??= new LocalSet(body.locals.length)).addAll(apart[local]!);
  };
  const fits = (local: number, place: number): boolean =>
    types[place] === body.locals[local] && !occupants[place]?.has(local);
  for (let local = 0; local < body.locals.length; local++) {
    if (local < body.params) {
      put(local, local);
      continue;
    }
    const wished = (partners.get(local) ?? []).flatMap((partner) => placeOf[partner] ?? []);
    let place = wished.find((candidate) => fits(local, candidate));
    place ??= types.findIndex((_, candidate) => fits(local, candidate));
    if (place < 0) place = types.push(body.locals[local]!) - 1;
    put(local, place);
  }
  return { placeOf, types };
}

/** For each variable, those that hold another value while it is needed. */
function interference(body: WasmBody, liveness: Liveness): LocalSet[] {
  const size = body.locals.length;
  const apart = body.locals.map(() => new LocalSet(size));
  const separate = (local: number, live: LocalSet, but?: number): void => {
    for (const other of live.list()) {
      if (other === local || other === but) continue;
      apart[local]!.add(other);
      apart[other]!.add(local);
    }
  };
  const live = liveness.visit((instruction, place, after) => {
    if (instruction.kind === "set") separate(instruction.local, after, copiedBy(body.code, place));
    else if (instruction.kind === "tee") separate(instruction.local, after);
    else if (instruction.kind === "site" && instruction.result !== undefined)
      separate(instruction.result, after);
  });
  // at the beginning each has a value of its own: an argument, or 0
  const first = live.copy();
  for (let param = 0; param < body.params; param++) first.add(param);
  for (const local of first.list()) separate(local, first);
  return apart;
}

/** The variable whose value the write at this place only copies. */
function copiedBy(code: readonly WasmInstruction[], place: number): number | undefined {
  const value = code[place - 1];
  return value?.kind === "get" ? value.local : undefined;
}

/** Variables that are copied to each other. */
function copies(code: readonly WasmInstruction[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const note = (a: number, b: number): void => void found.set(a, [...(found.get(a) ?? []), b]);
  for (const [place, instruction] of code.entries()) {
    const source = instruction.kind === "set" ? copiedBy(code, place) : undefined;
    if (instruction.kind !== "set" || source === undefined) continue;
    note(instruction.local, source);
    note(source, instruction.local);
  }
  return found;
}
