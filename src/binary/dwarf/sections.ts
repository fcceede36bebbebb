import { readSections, view, type ElfSections, type ReadAt, type ElfSection } from "../elf-sections.ts";
import { wasmSections } from "../wasm-sections.ts";
import { ByteReader } from "./byte-reader.ts";
import type { AttributeValue } from "./entry.ts";
import { FORM } from "./forms.ts";

const SHT_SYMTAB = 2;
const SHT_RELA = 4;
const SHF_COMPRESSED = 0x800;

/**
 * Width of the relocations that compilers put into debug sections, by `e_machine` and type. Machines whose entries
 * hold their addends in place (REL) need none applied: sections of a module start at 0.
 */
const RELOCATIONS: Readonly<Record<number, Readonly<Record<number, 4 | 8>>>> = {
  62: { 1: 8, 10: 4 }, // x86_64: R_X86_64_64, R_X86_64_32
  183: { 257: 8, 258: 4 }, // aarch64: R_AARCH64_ABS64, R_AARCH64_ABS32
  22: { 22: 8, 4: 4 }, // s390: R_390_64, R_390_32
  21: { 38: 8, 1: 4 }, // ppc64: R_PPC64_ADDR64, R_PPC64_ADDR32
};

interface Relocation {
  readonly at: number;
  readonly width: 4 | 8;
  readonly value: bigint;
}

/** The debug sections of an ELF or a WebAssembly file, read in pieces: a vmlinux has a gigabyte of them. */
export class DebugSections {
  readonly elf: ElfSections;
  readonly #read: ReadAt;
  readonly #relocations = new Map<string, readonly Relocation[]>();

  /** Undefined when the file is no ELF file, or has no debug information, or has it compressed. */
  static open(read: ReadAt): DebugSections | undefined {
    const elf = readSections(read);
    const info = elf?.sections.find(({ name }) => name === ".debug_info");
    return elf && info && !(info.flags & SHF_COMPRESSED) ? new DebugSections(elf, read) : undefined;
  }

  /** Those of a linked WebAssembly file. */
  static ofWasm(bytes: Uint8Array): DebugSections | undefined {
    const sections = wasmSections(bytes);
    if (!sections.some(({ name }) => name === ".debug_info")) return undefined;
    const elf = { wide: false, little: true, machine: 0, relocatable: false, sections };
    return new DebugSections(elf, (offset, length) => bytes.subarray(offset, offset + length));
  }

  private constructor(elf: ElfSections, read: ReadAt) {
    this.elf = elf;
    this.#read = read;
  }

  size(name: string): number {
    return this.#section(name)?.size ?? 0;
  }

  /** Bytes of a section, fewer at its end, as they are once the file is linked. */
  slice(name: string, from: number, length: number): Uint8Array {
    const section = this.#section(name);
    if (!section || from < 0 || from > section.size) throw new RangeError(`${name} has no offset ${from}`);
    const bytes = this.#read(section.offset + from, Math.min(length, section.size - from));
    return this.elf.relocatable ? this.#relocated(section, bytes, from) : bytes;
  }

  reader(name: string, from: number, length: number): ByteReader {
    return new ByteReader(this.slice(name, from, length), this.elf.little);
  }

  /** A string that stands in place, or in the table of its form. */
  text({ form, value }: AttributeValue): string | undefined {
    if (typeof value === "string") return value;
    if (typeof value !== "number") return undefined;
    return this.string(form === FORM.lineStrp ? ".debug_line_str" : ".debug_str", value);
  }

  /** The string that begins at an offset; names are cut at 4096 characters. */
  string(name: string, from: number): string {
    for (let length = 64; ; length *= 8) {
      const bytes = this.slice(name, from, length);
      const end = bytes.indexOf(0);
      if (end >= 0 || bytes.length < length || length > 4096)
        return String.fromCharCode(...bytes.subarray(0, end < 0 ? 0 : end));
    }
  }

  #section(name: string): ElfSection | undefined {
    return this.elf.sections.find((section) => section.name === name);
  }

  #relocated(section: ElfSection, bytes: Uint8Array, from: number): Uint8Array {
    const all = this.#relocationsOf(section);
    if (all.length === 0) return bytes;
    const copy = bytes.slice();
    const data = view(copy);
    for (let index = firstAfter(all, from); index < all.length; index++) {
      const { at, width, value } = all[index] ?? { at: Infinity, width: 4, value: 0n };
      if (at - from + width > copy.length) break;
      if (width === 8) data.setBigUint64(at - from, BigInt.asUintN(64, value), this.elf.little);
      else data.setUint32(at - from, Number(BigInt.asUintN(32, value)), this.elf.little);
    }
    return copy;
  }

  #relocationsOf(section: ElfSection): readonly Relocation[] {
    const known = this.#relocations.get(section.name);
    if (known) return known;
    const found = this.#readRelocations(section);
    this.#relocations.set(section.name, found);
    return found;
  }

  #readRelocations(section: ElfSection): readonly Relocation[] {
    const widths = RELOCATIONS[this.elf.machine];
    const index = this.elf.sections.indexOf(section);
    const table = this.elf.sections.find(({ type, info }) => type === SHT_RELA && info === index);
    const symbols = this.elf.sections.find(({ type }) => type === SHT_SYMTAB);
    if (!widths || !table || !symbols || !this.elf.wide) return [];
    const { little } = this.elf;
    const data = view(this.#read(table.offset, table.size));
    const values = view(this.#read(symbols.offset, symbols.size));
    const found: Relocation[] = [];
    for (let at = 0; at + 24 <= data.byteLength; at += 24) {
      const info = data.getBigUint64(at + 8, little);
      const width = widths[Number(info & 0xffffffffn)];
      if (width === undefined) continue;
      const symbol = values.getBigUint64(Number(info >> 32n) * 24 + 8, little);
      found.push({
        at: Number(data.getBigUint64(at, little)),
        width,
        value: symbol + data.getBigInt64(at + 16, little),
      });
    }
    return found.toSorted((a, b) => a.at - b.at);
  }
}

function firstAfter(all: readonly Relocation[], at: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
