/** Reads `length` bytes at `offset` of a file. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

/** A function of an ELF file. */
export interface ElfFunction {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
}

export interface ElfFile {
  readonly functions: ReadonlyMap<string, ElfFunction>;
  /** NT_GNU_BUILD_ID in hexadecimal. */
  readonly buildId?: string;
}

const MAGIC = 0x7f454c46;
const SHT_SYMTAB = 2;
const SHT_NOTE = 7;
const STT_FUNC = 2;
const NT_GNU_BUILD_ID = 3;

export function isElf(start: Uint8Array): boolean {
  return start.length >= 16 && new DataView(start.buffer, start.byteOffset).getUint32(0) === MAGIC;
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly entry: number;
}

/**
 * The functions of a vmlinux or a module, and its build id; debug information is not looked at. Undefined when the
 * file is no ELF file. Fields follow the System V ABI, chapter 4.
 */
export function readElf(read: ReadAt): ElfFile | undefined {
  const start = read(0, 64);
  if (!isElf(start)) return undefined;
  const wide = start[4] === 2;
  const little = start[5] === 1;
  const header = new DataView(start.buffer, start.byteOffset, start.length);
  const at = fields(header, little, wide);
  const sections = readSections(read, at, little, wide);
  const functions = new Map<string, ElfFunction>();
  for (const section of sections) {
    const names = sections[section.link];
    if (section.type === SHT_SYMTAB && names) readSymbols(read, section, names, little, wide, functions);
  }
  const notes = sections.filter((section) => section.type === SHT_NOTE);
  const buildId = notes
    .map((note) => readBuildId(view(read(note.offset, note.size)), little))
    .find((id) => id !== undefined);
  return { functions, ...(buildId !== undefined && { buildId }) };
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function fields(
  header: DataView,
  little: boolean,
  wide: boolean,
): { table: number; size: number; count: number } {
  return wide
    ? {
        table: Number(header.getBigUint64(40, little)),
        size: header.getUint16(58, little),
        count: header.getUint16(60, little),
      }
    : {
        table: header.getUint32(32, little),
        size: header.getUint16(46, little),
        count: header.getUint16(48, little),
      };
}

function readSections(
  read: ReadAt,
  { table, size, count }: { table: number; size: number; count: number },
  little: boolean,
  wide: boolean,
): Section[] {
  const data = view(read(table, size * count));
  return Array.from(
    { length: Math.min(count, Math.floor(data.byteLength / Math.max(size, 1))) },
    (_, index) => {
      const at = index * size;
      const type = data.getUint32(at + 4, little);
      return wide
        ? {
            type,
            offset: Number(data.getBigUint64(at + 24, little)),
            size: Number(data.getBigUint64(at + 32, little)),
            link: data.getUint32(at + 40, little),
            entry: Number(data.getBigUint64(at + 56, little)),
          }
        : {
            type,
            offset: data.getUint32(at + 16, little),
            size: data.getUint32(at + 20, little),
            link: data.getUint32(at + 24, little),
            entry: data.getUint32(at + 36, little),
          };
    },
  );
}

function readSymbols(
  read: ReadAt,
  section: Section,
  strings: Section,
  little: boolean,
  wide: boolean,
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

function stringAt(bytes: Uint8Array, from: number): string {
  const end = bytes.indexOf(0, from);
  return String.fromCharCode(...bytes.subarray(from, Math.min(end < 0 ? bytes.length : end, from + 512)));
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
