/** Reads `length` bytes at `offset` of a file. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

/** A section of an ELF file; fields follow the System V ABI, chapter 4. */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly entry: number;
}

export interface ElfSections {
  readonly wide: boolean;
  readonly little: boolean;
  /** `e_machine`, such as 62 for x86_64. */
  readonly machine: number;
  /** A module before it is linked: addresses count from the start of their section. */
  readonly relocatable: boolean;
  readonly sections: readonly ElfSection[];
}

const MAGIC = 0x7f454c46;
const ET_REL = 1;

export function isElf(start: Uint8Array): boolean {
  return start.length >= 16 && view(start).getUint32(0) === MAGIC;
}

export const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** The section table of an ELF file. Undefined when it is none; a RangeError where it is damaged. */
export function readSections(read: ReadAt): ElfSections | undefined {
  const start = read(0, 64);
  if (!isElf(start)) return undefined;
  const wide = start[4] === 2;
  const little = start[5] === 1;
  const header = view(start);
  const table = wide ? Number(header.getBigUint64(40, little)) : header.getUint32(32, little);
  const size = header.getUint16(wide ? 58 : 46, little);
  const count = header.getUint16(wide ? 60 : 48, little);
  const names = header.getUint16(wide ? 62 : 50, little);
  const data = view(read(table, size * count));
  const raw = Array.from(
    { length: Math.min(count, Math.floor(data.byteLength / Math.max(size, 1))) },
    (_, index) => readSection(data, index * size, little, wide),
  );
  const strings = raw[names];
  const text = strings ? read(strings.offset, strings.size) : new Uint8Array();
  return {
    wide,
    little,
    machine: header.getUint16(18, little),
    relocatable: header.getUint16(16, little) === ET_REL,
    sections: raw.map(({ nameAt, ...section }) => ({ ...section, name: stringAt(text, nameAt) })),
  };
}

function readSection(
  data: DataView,
  at: number,
  little: boolean,
  wide: boolean,
): Omit<ElfSection, "name"> & { nameAt: number } {
  const word = (offset: number): number => data.getUint32(at + offset, little);
  const long = (offset: number): number => Number(data.getBigUint64(at + offset, little));
  return wide
    ? {
        nameAt: word(0),
        type: word(4),
        flags: long(8),
        offset: long(24),
        size: long(32),
        link: word(40),
        info: word(44),
        entry: long(56),
      }
    : {
        nameAt: word(0),
        type: word(4),
        flags: word(8),
        offset: word(16),
        size: word(20),
        link: word(24),
        info: word(28),
        entry: word(36),
      };
}

export function stringAt(bytes: Uint8Array, from: number): string {
  const end = bytes.indexOf(0, from);
  return String.fromCharCode(...bytes.subarray(from, Math.min(end < 0 ? bytes.length : end, from + 512)));
}
