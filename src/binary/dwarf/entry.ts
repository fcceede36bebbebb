/** DW_TAG_* of entries that are looked at. */
export const TAG = {
  array: 0x01,
  parameter: 0x05,
  block: 0x0b,
  member: 0x0d,
  pointer: 0x0f,
  unit: 0x11,
  structure: 0x13,
  typedef: 0x16,
  union: 0x17,
  inlined: 0x1d,
  subrange: 0x21,
  constant: 0x26,
  subprogram: 0x2e,
  variable: 0x34,
  volatile: 0x35,
  restrict: 0x37,
  atomic: 0x47,
} as const;

/** DW_AT_* that are looked at, and the field of `Entry` that each fills. */
export const ATTRIBUTES: ReadonlyMap<number, keyof Attributes> = new Map([
  [0x02, "location"],
  [0x03, "name"],
  [0x0b, "size"],
  [0x10, "lines"],
  [0x11, "low"],
  [0x12, "high"],
  [0x1b, "folder"],
  [0x2f, "upper"],
  [0x31, "origin"],
  [0x37, "count"],
  [0x38, "offset"],
  [0x3b, "line"],
  [0x3c, "declaration"],
  [0x47, "origin"],
  [0x49, "type"],
  [0x55, "ranges"],
  [0x57, "callColumn"],
  [0x58, "callFile"],
  [0x59, "callLine"],
  [0x6b, "dataBitOffset"],
  [0x72, "stringBase"],
  [0x73, "addressBase"],
  [0x74, "rangesBase"],
  [0x8c, "listsBase"],
] as const);

/** An attribute's value, and its form where that decides what it means. */
export interface AttributeValue {
  readonly form: number;
  readonly value: number | bigint | Uint8Array | string | undefined;
}

export interface Attributes {
  name?: AttributeValue;
  location?: AttributeValue;
  low?: AttributeValue;
  high?: AttributeValue;
  ranges?: AttributeValue;
  /** Offsets of other entries in .debug_info. */
  type?: AttributeValue;
  origin?: AttributeValue;
  /** Bytes of a type; members lie `offset` bytes from its start. */
  size?: AttributeValue;
  offset?: AttributeValue;
  dataBitOffset?: AttributeValue;
  /** Bounds of an array. */
  upper?: AttributeValue;
  count?: AttributeValue;
  declaration?: AttributeValue;
  /** Where a unit's line table begins in .debug_line. */
  lines?: AttributeValue;
  /** Of a unit, where the compiler ran. */
  folder?: AttributeValue;
  /** Where something is declared. */
  line?: AttributeValue;
  /** Where the copy of an inlined function is called. */
  callFile?: AttributeValue;
  callLine?: AttributeValue;
  callColumn?: AttributeValue;
  stringBase?: AttributeValue;
  addressBase?: AttributeValue;
  rangesBase?: AttributeValue;
  listsBase?: AttributeValue;
}

/** A debugging information entry. */
export interface DebugEntry {
  /** Its offset in .debug_info. */
  readonly at: number;
  readonly tag: number;
  readonly attributes: Attributes;
  readonly children: DebugEntry[];
}

export function numberOf(value: AttributeValue | undefined): number | undefined {
  return typeof value?.value === "number" ? value.value : undefined;
}
