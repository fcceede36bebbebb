import { callsIn } from "../wasm/calls.ts";
import { allFunctionTypes, readTypes, rewriteBodies } from "../wasm/functions.ts";
import { OPCODE, skipImmediates } from "../wasm/instructions.ts";
import { Reader } from "../wasm/reader.ts";
import { bodyOf, readSections, SECTION, writeSections } from "../wasm/sections.ts";
import { VALUE, valueType, type ValueType } from "../wasm/value-types.ts";
import { Writer } from "../wasm/writer.ts";
import { emit, type Controls } from "./emit.ts";
import { lower, type BodyContext } from "./lower.ts";
import { mayBeSwitched } from "./may-switch.ts";
import { tidy } from "./tidy.ts";

export { MODE } from "./emit.ts";

/** Names by which the host finds the globals that it switches tasks with. */
export const CONTROLS: Readonly<Record<keyof Controls, string>> = {
  mode: "unoops_mode",
  frames: "unoops_frames",
  limit: "unoops_frames_end",
};

/**
 * Makes the calls of a program switchable: a task's wasm frames can be saved in linear memory while its calls return one after the
 * other (unwinding), and be put back by calling down into them again (rewinding), so that a snapshot of memory is a snapshot of every
 * task. Only what is read again is saved. The idea is that of Binaryen's Asyncify; docs/dependencies.md says why it is not used.
 * @param names all imports, by number
 * @param isSwitching imports at which a task may be switched away; the host sets the mode there
 */
export function makeSwitchable(
  wasm: Uint8Array,
  names: readonly string[],
  isSwitching: (name: string) => boolean,
): Uint8Array {
  const sections = readSections(wasm);
  const code = bodyOf(sections, SECTION.code);
  const { types: functions, imported } = allFunctionTypes(sections);
  const switching = names.flatMap((name, index) => (isSwitching(name) ? [index] : []));
  const switched = mayBeSwitched(callsIn(code), imported, switching);
  const { globals, body: globalSection, controls } = withControls(bodyOf(sections, SECTION.global));
  const around: BodyContext = {
    types: readTypes(bodyOf(sections, SECTION.type)),
    functions,
    imported,
    globals,
    switches: (index) => switched.has(index),
  };
  const rewritten = rewriteBodies(code, (reader, end, number, body) => {
    const type = functions[imported + number];
    if (!type || !switched.has(imported + number)) body.copy(reader.bytes, reader.at, end);
    else emit(tidy(lower(reader, end, type, around)), controls, body);
  });
  const replaced = new Map<number, Uint8Array>([
    [SECTION.global, globalSection],
    [SECTION.export, withExports(bodyOf(sections, SECTION.export), controls)],
    [SECTION.code, rewritten],
  ]);
  return writeSections(sections.map(({ id, body }) => ({ id, body: replaced.get(id) ?? body })));
}

/** The global section with the controls behind it. */
function withControls(body: Uint8Array): { globals: ValueType[]; body: Uint8Array; controls: Controls } {
  const reader = new Reader(body);
  const globals: ValueType[] = [];
  const count = reader.u32();
  const first = reader.at;
  for (let i = 0; i < count; i++) {
    globals.push(valueType(reader.byte()));
    reader.byte(); // whether it may be written
    for (let opcode = reader.byte(); opcode !== OPCODE.end; opcode = reader.byte())
      skipImmediates(reader, opcode);
  }
  const controls = { mode: count, frames: count + 1, limit: count + 2 };
  const writer = new Writer();
  writer.u32(count + Object.keys(controls).length);
  writer.raw(body.subarray(first));
  for (const _ of Object.keys(controls)) writer.raw([VALUE.i32, MUTABLE, OPCODE.i32const, 0, OPCODE.end]);
  return { globals, body: writer.take(), controls };
}

const MUTABLE = 1;

/** The export section with the controls behind it. */
function withExports(body: Uint8Array, controls: Controls): Uint8Array {
  const reader = new Reader(body);
  const count = reader.u32();
  const writer = new Writer();
  writer.u32(count + Object.keys(controls).length);
  writer.raw(body.subarray(reader.at));
  for (const key of ["mode", "frames", "limit"] as const) {
    writer.name(CONTROLS[key]);
    writer.byte(GLOBAL);
    writer.u32(controls[key]);
  }
  return writer.take();
}

/** Kind of an export that is a global. */
const GLOBAL = 3;
