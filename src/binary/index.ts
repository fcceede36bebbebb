/** The room's door: ELF files and their debug information, read from bytes. */
export { DebugInfo } from "./dwarf/debug-info.ts";
export { sourceFrames, type FunctionPlace } from "./dwarf/source-frames.ts";
export { storedValues, type StoredValue, type StoredValues } from "./dwarf/stored-values.ts";
export { isElf, type ReadAt } from "./elf-sections.ts";
export { readElf, type ElfFile } from "./elf.ts";
