import { Reader } from "./reader.ts";
import { bodyOf, SECTION, type WasmSection } from "./sections.ts";
import { Writer } from "./writer.ts";

/** Types of parameters and results as the format numbers them, such as I32. */
export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export const I32 = 0x7f;
const FUNCTION_TYPE = 0x60;

export function readTypes(body: Uint8Array): FunctionType[] {
  const reader = new Reader(body);
  const bytes = (): number[] => Array.from({ length: reader.u32() }, () => reader.byte());
  return Array.from({ length: reader.u32() }, () => {
    reader.byte(); // FUNCTION_TYPE
    return { params: bytes(), results: bytes() };
  });
}

export function writeTypes(types: readonly FunctionType[]): Uint8Array {
  const writer = new Writer();
  writer.u32(types.length);
  for (const { params, results } of types) {
    writer.byte(FUNCTION_TYPE);
    writer.u32(params.length);
    writer.raw(params);
    writer.u32(results.length);
    writer.raw(results);
  }
  return writer.take();
}

/** Type indices of the functions that are defined. */
export function functionTypes(body: Uint8Array): number[] {
  const reader = new Reader(body);
  return Array.from({ length: reader.u32() }, () => reader.u32());
}

/** Types of all functions, the imported ones first. Nothing but functions is imported: the rewriter sees to it. */
export function allFunctionTypes(sections: readonly WasmSection[]): {
  types: FunctionType[];
  imported: number;
} {
  const known = readTypes(bodyOf(sections, SECTION.type));
  const imports = new Reader(bodyOf(sections, SECTION.import));
  const imported = Array.from({ length: imports.u32() }, () => {
    imports.name();
    imports.name();
    imports.byte();
    return imports.u32();
  });
  const indices = [...imported, ...functionTypes(bodyOf(sections, SECTION.function))];
  const types = indices.map((index) => {
    const type = known[index];
    if (!type) throw new Error("wasm: a function has no type");
    return type;
  });
  return { types, imported: imported.length };
}

/** Functions in the table, by table index: those that a pointer may call, such as thread functions, init and exit. */
export function tableFunctions(sections: readonly WasmSection[]): Map<number, number> {
  const section = sections.find(({ id }) => id === SECTION.element);
  const taken = new Map<number, number>();
  if (!section) return taken;
  const reader = new Reader(section.body);
  for (let segments = reader.u32(); segments > 0; segments--) {
    if (reader.u32() !== 0) throw new Error("wasm: an element segment of an unknown kind");
    reader.byte(); // the offset: i32.const, end
    const offset = reader.s32();
    reader.byte();
    const count = reader.u32();
    for (let i = 0; i < count; i++) taken.set(offset + i, reader.u32());
  }
  return taken;
}

/** Kind of an export that is a function; the others are tables, memories and globals. */
const FUNCTION = 0;

/** Functions that are exported, by name. */
export function exportedFunctions(sections: readonly WasmSection[]): Map<string, number> {
  const reader = new Reader(bodyOf(sections, SECTION.export));
  const found = new Map<string, number>();
  for (let count = reader.u32(); count > 0; count--) {
    const name = reader.name();
    const kind = reader.byte();
    const index = reader.u32();
    if (kind === FUNCTION) found.set(name, index);
  }
  return found;
}

/** Moves past the locals that a body declares, to its first instruction. */
export function skipLocals(reader: Reader): void {
  for (let groups = reader.u32(); groups > 0; groups--) {
    reader.u32();
    reader.byte();
  }
}

/** A code section in which every body was rewritten. `rewrite` begins where a body does, is told its end and number, and writes `body`. */
export function rewriteBodies(
  code: Uint8Array,
  rewrite: (reader: Reader, end: number, number: number, body: Writer) => void,
): Uint8Array {
  const reader = new Reader(code);
  const out = new Writer();
  const body = new Writer();
  const count = reader.u32();
  out.u32(count);
  for (let number = 0; number < count; number++) {
    const end = reader.u32() + reader.at;
    rewrite(reader, end, number, body);
    out.sized(body);
    reader.at = end;
  }
  return out.take();
}
