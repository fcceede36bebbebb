import { storedValues, type StoredValue, type StoredValues } from "../binary/index.ts";
import { skipLocals } from "./wasm/functions.ts";
import { OPCODE } from "./wasm/instructions.ts";
import { bodyOf, readSections, SECTION } from "./wasm/sections.ts";
import { Reader } from "./wasm/reader.ts";

export type { StoredValue };

/** Where the module's variables are, so that a picture of a run can show what they hold. */
export interface ProgramValues {
  readonly globals: StoredValues["globals"];
  readonly layouts: StoredValues["layouts"];
  /** The module's functions, by index; offsets count from the frame. */
  readonly locals: Readonly<Record<number, readonly StoredValue[]>>;
  /** By how much each function lowers the stack pointer, by index: its frame lies there. */
  readonly frames: readonly number[];
}

/**
 * @param linked the program as wasm-ld left it, with debug information
 * @param imported how many functions are imported: they have the first numbers
 * @param units how many object files are the module's: they are linked first
 * @param texts the module's own files
 */
export function valuesOf(
  linked: Uint8Array,
  imported: number,
  units: number,
  texts: Iterable<string | Uint8Array>,
): ProgramValues {
  const own = new Set<string>();
  for (const text of texts) {
    if (typeof text !== "string") continue;
    for (const [, name = ""] of text.matchAll(/\b(?:struct|union)\s+(\w+)\s*\{/g)) own.add(name);
  }
  const { globals, functions, layouts } = storedValues(
    linked,
    units,
    (name) => name === undefined || own.has(name),
  );
  const bodies = bodiesIn(bodyOf(readSections(linked), SECTION.code));
  const locals: Record<number, readonly StoredValue[]> = {};
  for (const { at, values } of functions) {
    const index = bodies.findIndex(({ from, to }) => at >= from && at < to);
    const told = values.filter(({ path }) => !isOurs(path));
    if (index >= 0 && told.length > 0) locals[imported + index] = told;
  }
  const frames = [...Array.from({ length: imported }, () => 0), ...bodies.map(({ frame }) => frame)];
  return { globals: globals.filter(({ name }) => !isOurs(name)), layouts, locals, frames };
}

/** What the environment of a part has for itself. */
function isOurs(name: string): boolean {
  return name.startsWith("unoops_");
}

/** Functions of the code section, and how large their frames are. */
function bodiesIn(code: Uint8Array): { from: number; to: number; frame: number }[] {
  const reader = new Reader(code);
  return Array.from({ length: reader.u32() }, () => {
    const size = reader.u32();
    const from = reader.at;
    const frame = frameIn(new Reader(code.subarray(from, from + size)));
    reader.at = from + size;
    return { from, to: from + size, frame };
  });
}

/**
 * A function that needs a frame begins with `__stack_pointer - N`, and stores it when it calls anybody
 * (LLVM, WebAssemblyFrameLowering::emitPrologue; the stack pointer is global 0).
 */
function frameIn(body: Reader): number {
  skipLocals(body);
  if (body.byte() !== OPCODE.globalGet || body.u32() !== 0) return 0;
  let frame = 0;
  for (;;) {
    const op = body.byte();
    if (op === OPCODE.i32const) frame = body.s32();
    else if (op === OPCODE.localGet || op === OPCODE.localSet || op === OPCODE.localTee) body.u32();
    else if (op === OPCODE.globalSet) return body.u32() === 0 ? frame : 0;
    else if (op !== OPCODE.i32sub) return 0;
  }
}
