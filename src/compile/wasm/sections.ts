import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

/** The WebAssembly binary format, as far as instrumenting needs it (spec: binary format, chapter 5). */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  global: 6,
  export: 7,
  element: 9,
  code: 10,
  data: 11,
} as const;

export interface WasmSection {
  readonly id: number;
  readonly body: Uint8Array;
}

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export function readSections(wasm: Uint8Array): WasmSection[] {
  const reader = new Reader(wasm, HEADER.length);
  const sections: WasmSection[] = [];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const size = reader.u32();
    sections.push({ id, body: wasm.subarray(reader.at, reader.at + size) });
    reader.at += size;
  }
  return sections;
}

export function writeSections(sections: readonly WasmSection[]): Uint8Array {
  const writer = new Writer();
  writer.raw(HEADER);
  for (const { id, body } of sections) writer.section(id, body);
  return writer.take();
}

export function bodyOf(sections: readonly WasmSection[], id: number): Uint8Array {
  const section = sections.find((candidate) => candidate.id === id);
  if (!section) throw new Error(`wasm: no section ${id}`);
  return section.body;
}

/** Does the section hold the names of functions? */
export function isNameSection(section: WasmSection): boolean {
  return new Reader(section.body).name() === "name";
}

/** Function names of the `name` section by function index. */
export function functionNames(sections: readonly WasmSection[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const section of sections) {
    if (!isNameSection(section)) continue;
    const { body } = section;
    const reader = new Reader(body);
    reader.name();
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
