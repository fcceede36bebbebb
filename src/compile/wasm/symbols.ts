import { Reader } from "./reader.ts";
import { readSections, SECTION } from "./sections.ts";

/** Symbols of an object file (tool conventions: Linking.md, the symbol table). */
export interface ObjectSymbol {
  readonly name: string;
  readonly defined: boolean;
}

const SYMBOL_TABLE = 8;
const KIND = { function: 0, data: 1, section: 3 };
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;

export function objectSymbols(object: Uint8Array): ObjectSymbol[] {
  const sections = readSections(object);
  const imports = importedFunctions(sections.find(({ id }) => id === SECTION.import)?.body);
  const symbols: ObjectSymbol[] = [];
  for (const { id, body } of sections) {
    const reader = new Reader(body);
    if (id !== SECTION.custom || reader.name() !== "linking") continue;
    reader.u32(); // version
    while (reader.at < body.length) {
      const type = reader.byte();
      const end = reader.u32() + reader.at;
      if (type === SYMBOL_TABLE) {
        for (let count = reader.u32(); count > 0; count--) {
          const symbol = readSymbol(reader, imports);
          if (symbol) symbols.push(symbol);
        }
      }
      reader.at = end;
    }
  }
  return symbols;
}

/** Undefined when it has no name, as a section. */
function readSymbol(reader: Reader, imports: readonly string[]): ObjectSymbol | undefined {
  const kind = reader.byte();
  const flags = reader.u32();
  const defined = (flags & UNDEFINED) === 0;
  if (kind === KIND.section) {
    reader.u32();
    return undefined;
  }
  if (kind === KIND.data) {
    const name = reader.name();
    if (defined) for (let field = 0; field < 3; field++) reader.u32(); // segment, offset, size
    return { name, defined };
  }
  const index = reader.u32();
  if (defined || flags & EXPLICIT_NAME) return { name: reader.name(), defined };
  return kind === KIND.function ? { name: imports[index] ?? "", defined } : undefined;
}

function importedFunctions(body: Uint8Array | undefined): string[] {
  const names: string[] = [];
  if (!body) return names;
  const reader = new Reader(body);
  for (let count = reader.u32(); count > 0; count--) {
    reader.name();
    const name = reader.name();
    const kind = reader.byte();
    if (kind === IMPORT.function) {
      reader.u32();
      names.push(name);
    } else if (kind === IMPORT.table) {
      reader.byte();
      skipLimits(reader);
    } else if (kind === IMPORT.memory) skipLimits(reader);
    else if (kind === IMPORT.global) reader.at += 2;
    else throw new Error(`wasm: ${name} is imported, and of an unknown kind`);
  }
  return names;
}

const IMPORT = { function: 0, table: 1, memory: 2, global: 3 };

function skipLimits(reader: Reader): void {
  const flags = reader.u32();
  reader.u32();
  if (flags & 1) reader.u32();
}
