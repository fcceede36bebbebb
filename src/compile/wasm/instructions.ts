import type { Reader } from "./reader.ts";

/** Opcodes that somebody here asks for by name. */
export const OPCODE = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32load: 0x28,
  i32store: 0x36,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32const: 0x41,
  i64const: 0x42,
  f32const: 0x43,
  f64const: 0x44,
  i32eqz: 0x45,
  i32eq: 0x46,
  i32gtu: 0x4b,
  i32leu: 0x4d,
  i64eqz: 0x50,
  i32add: 0x6a,
  i32sub: 0x6b,
  prefix: 0xfc,
} as const;

export function isLoad(opcode: number): boolean {
  return opcode >= 0x28 && opcode <= 0x35;
}

export function isStore(opcode: number): boolean {
  return opcode >= 0x36 && opcode <= 0x3e;
}

/** Comparisons, arithmetic and conversions: one or two values in, one out. */
export function isNumeric(opcode: number): boolean {
  return opcode >= 0x45 && opcode <= 0xc4;
}

/** Numeric instructions that take one value: eqz, clz ... popcnt, floating point abs ... sqrt, conversions, extensions. */
const UNARY: readonly (readonly [number, number])[] = [
  [0x45, 0x45],
  [0x50, 0x50],
  [0x67, 0x69],
  [0x79, 0x7b],
  [0x8b, 0x91],
  [0x99, 0x9f],
  [0xa7, 0xc4],
];

export function isUnary(opcode: number): boolean {
  return UNARY.some(([from, to]) => opcode >= from && opcode <= to);
}

/** i32 and i64: eq, ne, and what orders, signed and not. */
export function isComparison(opcode: number): boolean {
  return (opcode >= 0x46 && opcode <= 0x4f) || (opcode >= 0x51 && opcode <= 0x5a);
}

/** i32.wrap_i64, i64.extend_i32_s and _u: numbers stay what they are where they fit. */
export function isConversion(opcode: number): boolean {
  return opcode === 0xa7 || opcode === 0xac || opcode === 0xad;
}

/** i32 and i64: div_s, div_u, rem_s, rem_u. */
const DIVISIONS = new Set([0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82]);

export function isDivision(opcode: number): boolean {
  return DIVISIONS.has(opcode);
}

/** Moves past the immediates of an instruction whose opcode has just been read. */
export function skipImmediates(reader: Reader, opcode: number): void {
  if (isLoad(opcode) || isStore(opcode)) {
    reader.skipLeb();
    reader.skipLeb();
    return;
  }
  switch (opcode) {
    case OPCODE.block:
    case OPCODE.loop:
    case OPCODE.if:
      reader.skipLeb();
      return;
    case OPCODE.br:
    case OPCODE.brIf:
    case OPCODE.call:
    case OPCODE.localGet:
    case OPCODE.localSet:
    case OPCODE.localTee:
    case OPCODE.globalGet:
    case OPCODE.globalSet:
    case 0x25: // table.get, table.set
    case 0x26:
    case OPCODE.memorySize:
    case OPCODE.memoryGrow:
    case OPCODE.i32const:
    case OPCODE.i64const:
    case 0xd0: // ref.null
    case 0xd2: // ref.func
      reader.skipLeb();
      return;
    case OPCODE.brTable:
      for (let count = reader.u32() + 1; count > 0; count--) reader.skipLeb();
      return;
    case OPCODE.callIndirect:
      reader.skipLeb();
      reader.skipLeb();
      return;
    case OPCODE.selectTyped:
      reader.at += reader.u32();
      return;
    case OPCODE.f32const:
      reader.at += 4;
      return;
    case OPCODE.f64const:
      reader.at += 8;
      return;
    case OPCODE.prefix:
      skipPrefixed(reader, reader.u32());
      return;
    default:
      if (opcode <= OPCODE.select || isNumeric(opcode) || opcode === 0xd1) return;
      throw new Error(`wasm: unexpected opcode 0x${opcode.toString(16)}`);
  }
}

/** 0xfc: saturating conversions (0 ... 7), bulk memory and table instructions (8 ... 17). */
function skipPrefixed(reader: Reader, opcode: number): void {
  const immediates = [8, 10, 12, 14].includes(opcode) ? 2 : opcode >= 9 ? 1 : 0;
  for (let count = 0; count < immediates; count++) reader.skipLeb();
}
