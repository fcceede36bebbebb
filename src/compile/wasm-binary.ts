/** Reading and writing the WebAssembly binary format, as far as instrumenting needs it (spec: binary format, chapter 5). */

export const SECTION = { custom: 0, type: 1, import: 2, function: 3, element: 9, code: 10 } as const;

export interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

/** A cursor over bytes; every read moves it. */
export class Reader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Error("wasm: ends in the middle of an instruction");
    return value;
  }

  /** Unsigned LEB128, 32 bits. */
  u32(): number {
    let result = 0;
    let shift = 0;
    let next: number;
    do {
      next = this.byte();
      result |= (next & 0x7f) << shift;
      shift += 7;
    } while (next & 0x80);
    return result >>> 0;
  }

  /** Signed LEB128 of up to 32 bits. */
  s32(): number {
    let result = 0;
    let shift = 0;
    let next: number;
    do {
      next = this.byte();
      result |= (next & 0x7f) << shift;
      shift += 7;
    } while (next & 0x80);
    return shift < 32 && next & 0x40 ? result | (-1 << shift) : result;
  }

  skipLeb(): void {
    while (this.byte() & 0x80);
  }

  name(): string {
    const length = this.u32();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

/** Bytes that grow. */
export class Writer {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  raw(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.bytes.set(values, this.length);
    this.length += values.length;
  }

  u32(value: number): void {
    let rest = value >>> 0;
    do {
      const low = rest & 0x7f;
      rest >>>= 7;
      this.byte(rest ? low | 0x80 : low);
    } while (rest);
  }

  s32(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  section(id: number, body: Uint8Array): void {
    this.byte(id);
    this.u32(body.length);
    this.raw(body);
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export function readSections(wasm: Uint8Array): Section[] {
  const reader = new Reader(wasm, HEADER.length);
  const sections: Section[] = [];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const size = reader.u32();
    sections.push({ id, body: wasm.subarray(reader.at, reader.at + size) });
    reader.at += size;
  }
  return sections;
}

export function writeSections(sections: readonly Section[]): Uint8Array {
  const writer = new Writer();
  writer.raw(HEADER);
  for (const { id, body } of sections) writer.section(id, body);
  return writer.take();
}

export function bodyOf(sections: readonly Section[], id: number): Uint8Array {
  const section = sections.find((candidate) => candidate.id === id);
  if (!section) throw new Error(`wasm: no section ${id}`);
  return section.body;
}

/** Number of functions with a body, in an object file or a linked program. */
export function countFunctions(wasm: Uint8Array): number {
  const section = readSections(wasm).find(({ id }) => id === SECTION.code);
  return section ? new Reader(section.body).u32() : 0;
}

/** Function names of the `name` section by function index. */
export function functionNames(sections: readonly Section[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { id, body } of sections) {
    if (id !== SECTION.custom) continue;
    const reader = new Reader(body);
    if (reader.name() !== "name") continue;
    while (reader.at < body.length) {
      const subsection = reader.byte();
      const end = reader.u32() + reader.at;
      if (subsection === 1) {
        for (let count = reader.u32(); count > 0; count--) {
          const index = reader.u32();
          names.set(index, reader.name());
        }
      }
      reader.at = end;
    }
  }
  return names;
}

/** Moves past the immediates of an instruction whose opcode has just been read. */
export function skipImmediates(reader: Reader, opcode: number): void {
  if (opcode >= 0x28 && opcode <= 0x3e) {
    reader.skipLeb();
    reader.skipLeb();
    return;
  }
  switch (opcode) {
    case 0x02: // block
    case 0x03: // loop
    case 0x04: // if
      reader.skipLeb();
      return;
    case 0x0c: // br
    case 0x0d: // br_if
    case 0x10: // call
    case 0x20: // local.get ... local.tee
    case 0x21:
    case 0x22:
    case 0x23: // global.get, global.set
    case 0x24:
    case 0x25: // table.get, table.set
    case 0x26:
    case 0x3f: // memory.size, memory.grow
    case 0x40:
    case 0x41: // i32.const, i64.const
    case 0x42:
    case 0xd0: // ref.null
    case 0xd2: // ref.func
      reader.skipLeb();
      return;
    case 0x0e: // br_table
      for (let count = reader.u32() + 1; count > 0; count--) reader.skipLeb();
      return;
    case 0x11: // call_indirect
      reader.skipLeb();
      reader.skipLeb();
      return;
    case 0x1c: // select with types
      reader.at += reader.u32();
      return;
    case 0x43: // f32.const
      reader.at += 4;
      return;
    case 0x44: // f64.const
      reader.at += 8;
      return;
    case 0xfc:
      skipPrefixed(reader, reader.u32());
      return;
    default:
      if (opcode <= 0x1b || (opcode >= 0x45 && opcode <= 0xc4) || opcode === 0xd1) return;
      throw new Error(`wasm: unexpected opcode 0x${opcode.toString(16)}`);
  }
}

/** 0xfc: saturating conversions (0 ... 7), bulk memory and table instructions (8 ... 17). */
function skipPrefixed(reader: Reader, opcode: number): void {
  const immediates = [8, 10, 12, 14].includes(opcode) ? 2 : opcode >= 9 ? 1 : 0;
  for (let count = 0; count < immediates; count++) reader.skipLeb();
}
