/** Types of values as the format numbers them. */
export const VALUE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;

export type ValueType = (typeof VALUE)[keyof typeof VALUE];

export function valueType(byte: number): ValueType {
  for (const type of Object.values(VALUE)) if (type === byte) return type;
  throw new Error(`wasm: a value of an unexpected type 0x${byte.toString(16)}`);
}

/** The type that loads and numeric instructions leave on the stack, by ranges of opcodes (spec: binary format, 5.4). */
const RESULTS: readonly (readonly [from: number, to: number, type: ValueType])[] = [
  [0x28, 0x28, VALUE.i32],
  [0x29, 0x29, VALUE.i64],
  [0x2a, 0x2a, VALUE.f32],
  [0x2b, 0x2b, VALUE.f64],
  [0x2c, 0x2f, VALUE.i32],
  [0x30, 0x35, VALUE.i64],
  [0x45, 0x78, VALUE.i32], // comparisons of all types, then i32.clz ... i32.rotr
  [0x79, 0x8a, VALUE.i64],
  [0x8b, 0x98, VALUE.f32],
  [0x99, 0xa6, VALUE.f64],
  [0xa7, 0xab, VALUE.i32], // conversions
  [0xac, 0xb1, VALUE.i64],
  [0xb2, 0xb6, VALUE.f32],
  [0xb7, 0xbb, VALUE.f64],
  [0xbc, 0xbc, VALUE.i32], // reinterpretations
  [0xbd, 0xbd, VALUE.i64],
  [0xbe, 0xbe, VALUE.f32],
  [0xbf, 0xbf, VALUE.f64],
  [0xc0, 0xc1, VALUE.i32], // sign extensions
  [0xc2, 0xc4, VALUE.i64],
];

const BY_OPCODE: ReadonlyMap<number, ValueType> = new Map(
  RESULTS.flatMap(([from, to, type]) =>
    Array.from({ length: to - from + 1 }, (_, i) => [from + i, type] as const),
  ),
);

/** What a load or a numeric instruction leaves. */
export function resultType(opcode: number): ValueType {
  const type = BY_OPCODE.get(opcode);
  if (type === undefined) throw new Error(`wasm: opcode 0x${opcode.toString(16)} leaves no value`);
  return type;
}
