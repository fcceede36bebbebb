import { skipLocals } from "./wasm/functions.ts";
import { OPCODE, skipImmediates } from "./wasm/instructions.ts";
import { Reader } from "./wasm/reader.ts";

/** More commands than this are not tried. */
const MOST = 12;

/** What is known of a value: it is a constant, or a constant more than something that is not known. */
type Known = { readonly constant: number } | { readonly more: number } | undefined;

/**
 * The constants that each of these functions compares something with: what the cases of its switch statements are, in the code that
 * clang makes at -O0.
 * @param code body of the code section
 * @param first index of the first function that is defined
 * @param wanted function indices
 */
export function comparedConstants(
  code: Uint8Array,
  first: number,
  wanted: ReadonlySet<number>,
): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const reader = new Reader(code);
  const count = reader.u32();
  for (let i = 0; i < count; i++) {
    const end = reader.u32() + reader.at;
    if (wanted.has(first + i)) {
      const constants = constantsOf(new Reader(code, reader.at), end);
      if (constants.length > 0) found.set(first + i, constants.slice(0, MOST));
    }
    reader.at = end;
  }
  return found;
}

function constantsOf(reader: Reader, end: number): number[] {
  const found = new Set<number>();
  const locals = new Map<number, Known>();
  let stack: Known[] = [];
  skipLocals(reader);
  while (reader.at < end) {
    const opcode = reader.byte();
    if (opcode === OPCODE.i32const) stack.push({ constant: reader.s32() });
    else if (opcode === OPCODE.localGet) stack.push(locals.get(reader.u32()));
    else if (opcode === OPCODE.localSet) locals.set(reader.u32(), stack.pop());
    else if (opcode === I32_EQ || opcode === I32_NE) {
      for (const value of [stack.pop(), stack.pop()])
        if (value && "constant" in value) found.add(value.constant >>> 0);
      stack.push(undefined);
    } else if (opcode === OPCODE.i32add) stack.push(sum(stack.pop(), stack.pop()));
    else if (opcode === OPCODE.brTable) {
      const from = stack.pop();
      const base = from && "more" in from ? -from.more : 0;
      const targets = Array.from({ length: reader.u32() }, () => reader.u32());
      const otherwise = reader.u32();
      for (const [i, target] of targets.entries()) if (target !== otherwise) found.add((base + i) >>> 0);
    } else {
      // whatever else it is, what lies on the stack is not followed through it
      skipImmediates(reader, opcode);
      stack = [];
    }
  }
  return [...found];
}

const I32_EQ = 0x46;
const I32_NE = 0x47;

function sum(a: Known, b: Known): Known {
  const constant = [a, b].find((value) => value && "constant" in value);
  return constant && "constant" in constant ? { more: constant.constant } : undefined;
}
