import { Reader } from "./reader.ts";
import { readSections, SECTION } from "./sections.ts";

/** A symbol of an object file (tool conventions: Linking.md, the symbol table). */
export interface ObjectSymbol {
  readonly name: string;
  readonly defined: boolean;
  /** Seen by its own unit alone. */
  readonly local: boolean;
  readonly isData: boolean;
  readonly weak: boolean;
}

const SYMBOL_TABLE = 8;
const KIND = { function: 0, data: 1, section: 3 };
const FLAG = { weak: 0x01, local: 0x02, undefined: 0x10, exported: 0x20, explicitName: 0x40 };

export function objectSymbols(object: Uint8Array): ObjectSymbol[] {
  const imports = importedFunctions(readSections(object).find(({ id }) => id === SECTION.import)?.body);
  const symbols: ObjectSymbol[] = [];
  eachSymbol(object, ({ kind, flags, name, index }) => {
    const defined = (flags & FLAG.undefined) === 0;
    const local = (flags & FLAG.local) !== 0;
    const [isData, weak] = [kind === KIND.data, (flags & FLAG.weak) !== 0];
    if (name !== undefined) symbols.push({ name, defined, local, isData, weak });
    else if (kind === KIND.function)
      symbols.push({ name: imports[index] ?? "", defined, local, isData, weak });
  });
  return symbols;
}

/** The object with weak definitions: whoever defines the same name as well has it. */
export function weaken(object: Uint8Array): Uint8Array {
  const weak = object.slice();
  eachSymbol(weak, ({ flags, body, flagsAt }) => {
    if ((flags & (FLAG.undefined | FLAG.local)) === 0) body[flagsAt]! |= FLAG.weak;
  });
  return weak;
}

/** The object with definitions that only its own unit sees, but for those that are kept. */
export function localize(object: Uint8Array, isKept: (name: string) => boolean): Uint8Array {
  const local = object.slice();
  eachSymbol(local, ({ flags, name, body, flagsAt }) => {
    if (flags & FLAG.undefined || name === undefined || isKept(name)) return;
    body[flagsAt] = (body[flagsAt]! & ~FLAG.weak) | FLAG.local;
  });
  return local;
}

/** The object with all exported that other units see: the linker keeps it, and what it leads to, whoever uses it. */
export function withRoots(object: Uint8Array): Uint8Array {
  const rooted = object.slice();
  eachSymbol(rooted, ({ flags, body, flagsAt }) => {
    if ((flags & (FLAG.undefined | FLAG.local)) === 0) body[flagsAt]! |= FLAG.exported;
  });
  return rooted;
}

interface Entry {
  readonly kind: number;
  readonly flags: number;
  /** Undefined for a section, and for an import that goes by the name in the import section. */
  readonly name: string | undefined;
  readonly index: number;
  readonly body: Uint8Array;
  /** Where the flags stand in `body`. */
  readonly flagsAt: number;
}

function eachSymbol(object: Uint8Array, action: (entry: Entry) => void): void {
  for (const { id, body } of readSections(object)) {
    const reader = new Reader(body);
    if (id !== SECTION.custom || reader.name() !== "linking") continue;
    reader.u32(); // version
    while (reader.at < body.length) {
      const type = reader.byte();
      const end = reader.u32() + reader.at;
      if (type === SYMBOL_TABLE) {
        for (let count = reader.u32(); count > 0; count--) {
          const entry = readEntry(reader);
          if (entry.kind !== KIND.section) action(entry);
        }
      }
      reader.at = end;
    }
  }
}

function readEntry(reader: Reader): Entry {
  const kind = reader.byte();
  const flagsAt = reader.at;
  const flags = reader.u32();
  const defined = (flags & FLAG.undefined) === 0;
  const rest = { kind, flags, flagsAt, body: reader.bytes };
  if (kind === KIND.data) {
    const name = reader.name();
    if (defined) for (let field = 0; field < 3; field++) reader.u32(); // segment, offset, size
    return { ...rest, name, index: -1 };
  }
  const index = reader.u32();
  const named = kind !== KIND.section && (defined || (flags & FLAG.explicitName) !== 0);
  return { ...rest, name: named ? reader.name() : undefined, index };
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
