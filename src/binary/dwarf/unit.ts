import { ATTRIBUTES, TAG, numberOf, type Attributes, type DebugEntry, type AttributeValue } from "./entry.ts";
import { ADDRX, STRX, readForm, type FormContext } from "./forms.ts";
import type { DebugSections } from "./sections.ts";

interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly fields: readonly { name: number; form: number; implicit: number | undefined }[];
}

/** Header of a compilation unit, DWARF 5, 7.5.1.1; types and partial units are passed over. */
interface Header extends FormContext {
  readonly next: number;
  readonly first: number;
  readonly abbreviations: number;
  readonly isCompile: boolean;
}

/** Where the units of .debug_info begin, one after the other. */
export function* unitHeaders(sections: DebugSections): Generator<Header> {
  const end = sections.size(".debug_info");
  for (let start = 0; start < end;) {
    const header = readHeader(sections, start);
    yield header;
    if (header.next <= start) return;
    start = header.next;
  }
}

function readHeader(sections: DebugSections, start: number): Header {
  const reader = sections.reader(".debug_info", start, 64);
  const length = reader.u32();
  const wide = length === 0xffffffff;
  const size = wide ? Number(reader.u64()) : length;
  const next = start + size + (wide ? 12 : 4);
  const version = reader.u16();
  const kind = version >= 5 ? reader.u8() : 1;
  const addressSize = version >= 5 ? reader.u8() : 0;
  const abbreviations = reader.offset(wide);
  return {
    start,
    next,
    version,
    wide,
    abbreviations,
    isCompile: kind === 1,
    addressSize: version >= 5 ? addressSize : reader.u8(),
    first: start + reader.at,
  };
}

/** The first compilation units, of which the linker put so many first. */
export function firstUnits(sections: DebugSections, most: number): CompilationUnit[] {
  const units: CompilationUnit[] = [];
  for (const header of unitHeaders(sections)) {
    if (units.length === most) break;
    if (header.isCompile) units.push(new CompilationUnit(sections, header));
  }
  return units;
}

/** One compilation unit. Its entries are read when asked for, and not kept here. */
export class CompilationUnit {
  readonly header: Header;
  readonly #sections: DebugSections;
  readonly #abbreviations: ReadonlyMap<number, Abbreviation>;
  /** The unit's own entry, without children. */
  readonly top: DebugEntry;

  constructor(sections: DebugSections, header: Header) {
    this.header = header;
    this.#sections = sections;
    this.#abbreviations = readAbbreviations(sections, header.abbreviations);
    this.top = this.#read(TOP_BYTES, true) ?? {
      at: header.first,
      tag: TAG.unit,
      attributes: {},
      children: [],
    };
  }

  /** The unit's entry with everything below it. */
  entries(): DebugEntry {
    return this.#read(Infinity, false) ?? this.top;
  }

  name(entry: DebugEntry): string | undefined {
    return this.text(entry.attributes.name);
  }

  /** A string, which may stand in place or in one of several tables. */
  text(given: AttributeValue | undefined): string | undefined {
    if (!given) return undefined;
    const { form, value } = given;
    if (typeof value !== "number" || !STRX.has(form)) return this.#sections.text(given);
    const { wide } = this.header;
    const base = numberOf(this.top.attributes.stringBase) ?? (wide ? 16 : 8);
    const at = base + value * (wide ? 8 : 4);
    return this.#sections.string(
      ".debug_str",
      this.#sections.reader(".debug_str_offsets", at, 8).offset(wide),
    );
  }

  /** An address, which may be an index into .debug_addr. */
  address(value: AttributeValue | undefined): bigint | undefined {
    if (typeof value?.value === "bigint") return value.value;
    if (typeof value?.value !== "number" || !ADDRX.has(value.form)) return undefined;
    return this.addressAt(value.value);
  }

  addressAt(index: number): bigint {
    const { addressSize } = this.header;
    const base = numberOf(this.top.attributes.addressBase) ?? 8;
    return this.#sections.reader(".debug_addr", base + index * addressSize, 8).address(addressSize);
  }

  /** Every entry of the unit as a tree; `shallow` stops after the first. */
  #read(most: number, shallow: boolean): DebugEntry | undefined {
    const { first, next } = this.header;
    const reader = this.#sections.reader(".debug_info", first, Math.min(next - first, most));
    const open: DebugEntry[] = [];
    let top: DebugEntry | undefined;
    while (reader.left > 0) {
      const at = first + reader.at;
      const code = reader.uleb();
      if (code === 0) {
        open.pop();
        if (open.length === 0) break;
        continue;
      }
      const kind = this.#abbreviations.get(code);
      if (!kind) throw new RangeError(`debug information has no abbreviation ${code}`);
      const attributes: Attributes = {};
      for (const { name, form, implicit } of kind.fields) {
        const value = readForm(reader, form, this.header, implicit);
        const field = ATTRIBUTES.get(name);
        if (field) attributes[field] = { form, value };
      }
      const entry: DebugEntry = { at, tag: kind.tag, attributes, children: [] };
      top ??= entry;
      open.at(-1)?.children.push(entry);
      if (shallow || (open.length === 0 && !kind.hasChildren)) break;
      if (kind.hasChildren) open.push(entry);
    }
    return top;
  }
}

/** No unit's own entry is longer: a producer's command line, where it stands in place. */
const TOP_BYTES = 16_384;

function readAbbreviations(sections: DebugSections, from: number): ReadonlyMap<number, Abbreviation> {
  const reader = sections.reader(".debug_abbrev", from, MOST_ABBREVIATIONS);
  const found = new Map<number, Abbreviation>();
  for (let code = reader.uleb(); code !== 0; code = reader.left > 0 ? reader.uleb() : 0) {
    const tag = reader.uleb();
    const hasChildren = reader.u8() === 1;
    const fields: { name: number; form: number; implicit: number | undefined }[] = [];
    for (;;) {
      const name = reader.uleb();
      const form = reader.uleb();
      const implicit = form === IMPLICIT_CONST ? reader.sleb() : undefined;
      if (name === 0 && form === 0) break;
      fields.push({ name, form, implicit });
    }
    found.set(code, { tag, hasChildren, fields });
  }
  return found;
}

const IMPLICIT_CONST = 0x21;
/** A unit of the kernel has a few kilobytes of them. */
const MOST_ABBREVIATIONS = 1 << 18;
