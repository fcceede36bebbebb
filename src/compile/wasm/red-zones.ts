import { Reader } from "./reader.ts";
import { readSections, SECTION, type WasmSection, writeSections } from "./sections.ts";
import { Writer } from "./writer.ts";

/** Bytes that nobody owns behind each variable of a module's, constants included. */
export const RED_ZONE = 64;

const SEGMENT_INFO = 5;
/** Strings that are alike may be one: then nobody knows whose bytes lie behind one. */
const MERGED_STRINGS = 1;
/** Where a string literal or a constant lies. What has a section of its own by name is a table, with the entries side by side. */
const CONSTANT = /^\.rodata\./;
/** The same for any variable. */
const VARIABLE = /^\.(rodata|data|bss)\./;
/** How a segment's place is given: none, i32.const, or that with the number of a memory before it. */
const PLACE = { passive: 1, ofMemory: 2 };
const END = 0x0b;
/** Relocations without an addend (tool conventions: Linking.md): indices of functions, types, globals, events and tables. */
const WITHOUT_ADDEND = new Set([0, 1, 2, 6, 7, 10, 12, 13, 18, 19, 20, 24, 26]);

/** The object with room behind each of its variables, constants and string literals, which are then not shared either. */
export function withRedZones(object: Uint8Array): Uint8Array {
  const sections = readSections(object);
  const names = segmentNames(sections);
  if (!names.some((name) => VARIABLE.test(name))) return object;
  const at = sections.findIndex(({ id }) => id === SECTION.data);
  const data = sections[at];
  if (!data) return object;
  const { body, moved } = widened(data.body, names);
  return writeSections(
    sections.map((section, index) => {
      if (index === at) return { id: section.id, body };
      if (section.id !== SECTION.custom) return section;
      const name = new Reader(section.body).name();
      if (name === "linking") return { id: section.id, body: withoutMerging(section.body) };
      return name === "reloc.DATA" ? { id: section.id, body: relocated(section.body, moved) } : section;
    }),
  );
}

/** A data section with the room, and where each byte of the old one went. */
function widened(
  old: Uint8Array,
  names: readonly string[],
): { body: Uint8Array; moved: (offset: number) => number } {
  const reader = new Reader(old);
  const writer = new Writer();
  const zone = new Uint8Array(RED_ZONE);
  const starts: { from: number; to: number }[] = [];
  let written = 0;
  const put = (bytes: Uint8Array): void => {
    writer.raw(bytes);
    written += bytes.length;
  };
  const putNumber = (value: number): void => {
    const number = new Writer();
    number.u32(value);
    put(number.take());
  };
  const count = reader.u32();
  putNumber(count);
  for (let segment = 0; segment < count; segment++) {
    const start = reader.at;
    const mode = reader.u32();
    if (mode === PLACE.ofMemory) reader.u32();
    if (mode !== PLACE.passive) while (reader.byte() !== END) reader.skipLeb();
    put(old.subarray(start, reader.at));
    const size = reader.u32();
    const room = VARIABLE.test(names[segment] ?? "") ? RED_ZONE : 0;
    putNumber(size + room);
    starts.push({ from: reader.at, to: written });
    put(old.subarray(reader.at, reader.at + size));
    put(zone.subarray(0, room));
    reader.at += size;
  }
  const moved = (offset: number): number => {
    const { from, to } = starts.findLast((one) => one.from <= offset) ?? { from: 0, to: 0 };
    return offset - from + to;
  };
  return { body: writer.take(), moved };
}

function relocated(section: Uint8Array, moved: (offset: number) => number): Uint8Array {
  const reader = new Reader(section);
  const writer = new Writer();
  writer.name(reader.name());
  writer.u32(reader.u32()); // which section they are of
  const count = reader.u32();
  writer.u32(count);
  for (let entry = 0; entry < count; entry++) {
    const type = reader.byte();
    writer.byte(type);
    writer.u32(moved(reader.u32()));
    writer.u32(reader.u32());
    if (WITHOUT_ADDEND.has(type)) continue;
    const start = reader.at;
    reader.skipLeb();
    writer.raw(section.subarray(start, reader.at));
  }
  return writer.take();
}

/** Calls back with the place of each segment's flags, which take a byte. */
function eachSegment(linking: Uint8Array, action: (name: string, flagsAt: number) => void): void {
  const reader = new Reader(linking);
  reader.name();
  reader.u32(); // version
  while (reader.at < linking.length) {
    const type = reader.byte();
    const end = reader.u32() + reader.at;
    if (type === SEGMENT_INFO)
      for (let count = reader.u32(); count > 0; count--) {
        const name = reader.name();
        reader.u32(); // alignment
        action(name, reader.at);
        reader.u32();
      }
    reader.at = end;
  }
}

function segmentNames(sections: readonly WasmSection[]): string[] {
  const names: string[] = [];
  for (const { id, body } of sections)
    if (id === SECTION.custom && new Reader(body).name() === "linking")
      eachSegment(body, (name) => names.push(name));
  return names;
}

function withoutMerging(linking: Uint8Array): Uint8Array {
  const apart = linking.slice();
  eachSegment(linking, (name, flagsAt) => {
    if (CONSTANT.test(name)) apart[flagsAt]! &= ~MERGED_STRINGS;
  });
  return apart;
}
