import {
  readSections,
  stringAt,
  view,
  type ElfSections,
  type ReadAt,
  type ElfSection,
} from "./elf-sections.ts";

/** A function of an ELF file. */
interface ElfFunction {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
}

export interface ElfFile {
  readonly functions: ReadonlyMap<string, ElfFunction>;
  /** NT_GNU_BUILD_ID in hexadecimal. */
  readonly buildId?: string;
}

const SHT_SYMTAB = 2;
const SHT_NOTE = 7;
const STT_FUNC = 2;
const NT_GNU_BUILD_ID = 3;

/** The functions of a vmlinux or a module, and its build id. Undefined when the file is no ELF file. */
export function readElf(read: ReadAt): ElfFile | undefined {
  const elf = readSections(read);
  if (!elf) return undefined;
  const functions = new Map<string, ElfFunction>();
  for (const section of elf.sections) {
    const names = elf.sections[section.link];
    if (section.type === SHT_SYMTAB && names) readSymbols(read, section, names, elf, functions);
  }
  const buildId = elf.sections
    .filter((section) => section.type === SHT_NOTE)
    .map((note) => readBuildId(view(read(note.offset, note.size)), elf.little))
    .find((id) => id !== undefined);
  return { functions, ...(buildId !== undefined && { buildId }) };
}

function readSymbols(
  read: ReadAt,
  section: ElfSection,
  strings: ElfSection,
  { little, wide }: ElfSections,
  into: Map<string, ElfFunction>,
): void {
  const data = view(read(section.offset, section.size));
  const names = read(strings.offset, strings.size);
  const step = section.entry || (wide ? 24 : 16);
  for (let at = 0; at + step <= data.byteLength; at += step) {
    if ((data.getUint8(at + (wide ? 4 : 12)) & 0xf) !== STT_FUNC) continue;
    const address = wide ? data.getBigUint64(at + 8, little) : BigInt(data.getUint32(at + 4, little));
    const size = wide ? Number(data.getBigUint64(at + 16, little)) : data.getUint32(at + 8, little);
    const name = stringAt(names, data.getUint32(at, little));
    if (!into.has(name)) into.set(name, { name, address, size });
  }
}

function readBuildId(data: DataView, little: boolean): string | undefined {
  for (let at = 0; at + 12 <= data.byteLength;) {
    const nameSize = data.getUint32(at, little);
    const size = data.getUint32(at + 4, little);
    const body = at + 12 + ((nameSize + 3) & ~3);
    if (body + size > data.byteLength) return undefined;
    if (data.getUint32(at + 8, little) === NT_GNU_BUILD_ID && nameSize === 4)
      return Array.from({ length: size }, (_, index) =>
        data
          .getUint8(body + index)
          .toString(16)
          .padStart(2, "0"),
      ).join("");
    at = body + ((size + 3) & ~3);
  }
  return undefined;
}
