import { ByteReader } from "./dwarf/byte-reader.ts";
import type { ElfSection } from "./elf-sections.ts";

const HEADER = 8;
const CUSTOM = 0;

/** The custom sections of a WebAssembly file (spec: binary format, 5.5.3), as those of an ELF file are told. */
export function wasmSections(bytes: Uint8Array): ElfSection[] {
  const reader = new ByteReader(bytes, true, HEADER);
  const found: ElfSection[] = [];
  while (reader.left > 0) {
    const id = reader.u8();
    const size = reader.uleb();
    const end = reader.at + size;
    if (id === CUSTOM) {
      const name = new TextDecoder().decode(reader.bytes(reader.uleb()));
      found.push({
        name,
        type: 0,
        flags: 0,
        offset: reader.at,
        size: end - reader.at,
        link: 0,
        info: 0,
        entry: 0,
      });
    }
    reader.at = end;
  }
  return found;
}
