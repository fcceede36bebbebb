import { numberOf, type DebugEntry } from "./entry.ts";
import { FORM } from "./forms.ts";
import type { DebugSections } from "./sections.ts";
import type { CompilationUnit } from "./unit.ts";

/** A list of ranges, or of locations, is not read further than this. */
const MOST_BYTES = 1 << 16;

export interface AddressRange {
  readonly from: bigint;
  /** The first address behind it. */
  readonly to: bigint;
}

/** The code of a unit, a function or a block. Undefined when the entry does not say. */
export function rangesOf(
  entry: DebugEntry,
  unit: CompilationUnit,
  sections: DebugSections,
): readonly AddressRange[] | undefined {
  const { low, high, ranges } = entry.attributes;
  const from = unit.address(low);
  if (ranges) return readRanges(numberOf(ranges) ?? 0, ranges.form, unit, sections);
  if (from === undefined || !high) return undefined;
  const to = unit.address(high) ?? from + BigInt(numberOf(high) ?? 0);
  return [{ from, to }];
}

export const covers = (ranges: readonly AddressRange[] | undefined, address: bigint): boolean =>
  ranges?.some(({ from, to }) => address >= from && address < to) ?? false;

function readRanges(
  at: number,
  form: number,
  unit: CompilationUnit,
  sections: DebugSections,
): AddressRange[] {
  const base = unit.address(unit.top.attributes.low) ?? 0n;
  if (unit.header.version < 5) return readOldRanges(at, base, unit, sections);
  const reader = sections.reader(
    ".debug_rnglists",
    listAt(at, form, "rangesBase", ".debug_rnglists", unit, sections),
    MOST_BYTES,
  );
  const size = unit.header.addressSize;
  const found: AddressRange[] = [];
  let start = base;
  while (reader.left > 0) {
    switch (reader.u8()) {
      case 0x00:
        return found;
      case 0x01:
        start = unit.addressAt(reader.uleb());
        break;
      case 0x02:
        found.push({ from: unit.addressAt(reader.uleb()), to: unit.addressAt(reader.uleb()) });
        break;
      case 0x03: {
        const from = unit.addressAt(reader.uleb());
        found.push({ from, to: from + BigInt(reader.uleb()) });
        break;
      }
      case 0x04:
        found.push({ from: start + BigInt(reader.uleb()), to: start + BigInt(reader.uleb()) });
        break;
      case 0x05:
        start = reader.address(size);
        break;
      case 0x06:
        found.push({ from: reader.address(size), to: reader.address(size) });
        break;
      case 0x07: {
        const from = reader.address(size);
        found.push({ from, to: from + BigInt(reader.uleb()) });
        break;
      }
      default:
        throw new RangeError("a range list of a kind that is not known");
    }
  }
  return found;
}

/** DW_FORM_*x gives an index into the unit's table of lists, any other form the list's own offset. */
export function listAt(
  at: number,
  form: number,
  base: "rangesBase" | "listsBase",
  section: string,
  unit: CompilationUnit,
  sections: DebugSections,
): number {
  if (form !== FORM.rnglistx && form !== FORM.loclistx) return at;
  const { wide } = unit.header;
  const table = numberOf(unit.top.attributes[base]) ?? (wide ? 20 : 12);
  return table + sections.reader(section, table + at * (wide ? 8 : 4), 8).offset(wide);
}

/** DWARF 4, 2.17.3: pairs of addresses; a pair that begins with all ones changes the base. */
function readOldRanges(
  at: number,
  base: bigint,
  unit: CompilationUnit,
  sections: DebugSections,
): AddressRange[] {
  const size = unit.header.addressSize;
  const reader = sections.reader(".debug_ranges", at, MOST_BYTES);
  const ones = (1n << BigInt(size * 8)) - 1n;
  const found: AddressRange[] = [];
  let start = base;
  while (reader.left >= 2 * size) {
    const [from, to] = [reader.address(size), reader.address(size)];
    if (from === 0n && to === 0n) break;
    if (from === ones) start = to;
    else found.push({ from: start + from, to: start + to });
  }
  return found;
}
