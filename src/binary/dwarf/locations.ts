import { numberOf, type DebugEntry } from "./entry.ts";
import { listAt } from "./ranges.ts";
import type { DebugSections } from "./sections.ts";
import type { CompilationUnit } from "./unit.ts";

/** A variable's value is that of a register, plus a number; registers are numbered as the machine's ABI does. */
export interface InRegister {
  readonly register: number;
  readonly plus: bigint;
}

const MOST_BYTES = 1 << 16;

/** The register that holds a variable at an address; undefined when none does, or the debug information does not tell. */
export function registerAt(
  entry: DebugEntry,
  address: bigint,
  unit: CompilationUnit,
  sections: DebugSections,
): InRegister | undefined {
  const { location } = entry.attributes;
  if (!location) return undefined;
  if (location.value instanceof Uint8Array) return inRegister(location.value);
  const at = numberOf(location);
  if (at === undefined) return undefined;
  const expression =
    unit.header.version < 5
      ? oldList(at, address, unit, sections)
      : list(
          listAt(at, location.form, "listsBase", ".debug_loclists", unit, sections),
          address,
          unit,
          sections,
        );
  return expression && inRegister(expression);
}

/** DW_OP_reg0 .. 31, DW_OP_regx, and DW_OP_breg0 .. 31 that DW_OP_stack_value makes the value itself. */
function inRegister(expression: Uint8Array): InRegister | undefined {
  const [op = 0, ...rest] = expression;
  if (op >= 0x50 && op <= 0x6f && rest.length === 0) return { register: op - 0x50, plus: 0n };
  if (op === 0x90 && rest.length === 1) return { register: rest[0] ?? 0, plus: 0n };
  if (op < 0x70 || op > 0x8f || rest.at(-1) !== 0x9f) return undefined;
  const [byte = 0, second] = rest;
  // One byte of SLEB128 is enough for what a compiler adds to a pointer it keeps.
  return second === 0x9f && byte < 0x80
    ? { register: op - 0x70, plus: BigInt(byte & 0x40 ? byte - 0x80 : byte) }
    : undefined;
}

/** DWARF 5, 7.7.3. */
function list(
  at: number,
  address: bigint,
  unit: CompilationUnit,
  sections: DebugSections,
): Uint8Array | undefined {
  const reader = sections.reader(".debug_loclists", at, MOST_BYTES);
  const size = unit.header.addressSize;
  let start = unit.address(unit.top.attributes.low) ?? 0n;
  let fallback: Uint8Array | undefined;
  const take = (from: bigint, to: bigint): Uint8Array | undefined => {
    const expression = reader.bytes(reader.uleb());
    return address >= from && address < to ? expression : undefined;
  };
  while (reader.left > 0) {
    let found: Uint8Array | undefined;
    switch (reader.u8()) {
      case 0x00:
        return fallback;
      case 0x01:
        start = unit.addressAt(reader.uleb());
        break;
      case 0x02:
        found = take(unit.addressAt(reader.uleb()), unit.addressAt(reader.uleb()));
        break;
      case 0x03: {
        const from = unit.addressAt(reader.uleb());
        found = take(from, from + BigInt(reader.uleb()));
        break;
      }
      case 0x04:
        found = take(start + BigInt(reader.uleb()), start + BigInt(reader.uleb()));
        break;
      case 0x05:
        fallback = reader.bytes(reader.uleb());
        break;
      case 0x06:
        start = reader.address(size);
        break;
      case 0x07:
        found = take(reader.address(size), reader.address(size));
        break;
      case 0x08: {
        const from = reader.address(size);
        found = take(from, from + BigInt(reader.uleb()));
        break;
      }
      case 0x09: // GNU's location views: two numbers, no place
        reader.uleb();
        reader.uleb();
        break;
      default:
        throw new RangeError("a location list of a kind that is not known");
    }
    if (found) return found;
  }
  return fallback;
}

/** DWARF 4, 2.6.2: pairs of addresses, each with an expression behind it. */
function oldList(
  at: number,
  address: bigint,
  unit: CompilationUnit,
  sections: DebugSections,
): Uint8Array | undefined {
  const size = unit.header.addressSize;
  const reader = sections.reader(".debug_loc", at, MOST_BYTES);
  const ones = (1n << BigInt(size * 8)) - 1n;
  let start = unit.address(unit.top.attributes.low) ?? 0n;
  while (reader.left >= 2 * size) {
    const [from, to] = [reader.address(size), reader.address(size)];
    if (from === 0n && to === 0n) return undefined;
    if (from === ones) {
      start = to;
      continue;
    }
    const expression = reader.bytes(reader.u16());
    if (address >= start + from && address < start + to) return expression;
  }
  return undefined;
}
