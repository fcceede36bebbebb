import { comparedConstants } from "./constants.ts";
import { CodeRewriter } from "./code-rewriter.ts";
import type { RawSite } from "./raw-site.ts";
import {
  functionTypes,
  I32,
  readTypes,
  tableFunctions,
  writeTypes,
  type FunctionType,
} from "./wasm/functions.ts";
import { Reader } from "./wasm/reader.ts";
import {
  bodyOf,
  functionNames,
  isNameSection,
  readSections,
  SECTION,
  type WasmSection,
  writeSections,
} from "./wasm/sections.ts";
import { Writer } from "./wasm/writer.ts";

/** Functions that wasm-ld makes itself and puts before those of the first object file. */
const LINKERS_OWN = /^(__wasm_call_ctors$|undefined_weak:)/;

export interface Instrumented {
  readonly wasm: Uint8Array;
  readonly sites: readonly RawSite[];
  readonly functionNames: ReadonlyMap<number, string>;
  readonly imports: readonly string[];
  /** Index of the module's first function. */
  readonly firstOfModule: number;
  /** Functions that a pointer may call. */
  readonly addressTaken: ReadonlySet<number>;
  /** See `Program.shapes`. */
  readonly shapes: readonly number[];
  /** See `Program.constants`. */
  readonly constants: Readonly<Record<number, readonly number[]>>;
}

/**
 * @param linked the program as wasm-ld left it
 * @param moduleFunctions how many of its functions are the module's: they are linked first, after the linker's own
 * @param stepServices whether services may be switched away at their memory accesses too
 */
export function instrument(linked: Uint8Array, moduleFunctions: number, stepServices: boolean): Instrumented {
  const sections = readSections(linked);
  const types = readTypes(bodyOf(sections, SECTION.type));
  const names = functionNames(sections);
  const { imports, body: importBody } = withSiteParameter(bodyOf(sections, SECTION.import), types);
  let firstOfModule = imports.length;
  while (LINKERS_OWN.test(names.get(firstOfModule) ?? "")) firstOfModule++;
  const isModule = (index: number): boolean =>
    index >= firstOfModule && index < firstOfModule + moduleFunctions;
  const table = tableFunctions(sections);
  const addressTaken = new Set(table.values());
  const shapes = shapesOf(table, sections, types, imports.length);
  const constants = constantsIn(table, bodyOf(sections, SECTION.code), imports.length, isModule);
  const rewriter = new CodeRewriter({ imports, names, addressTaken, isModule, stepServices });
  const body = rewriter.rewrite(bodyOf(sections, SECTION.code));
  const kept = sections.filter((section) => section.id !== SECTION.custom || isNameSection(section));
  const wasm = writeSections(
    kept.map((section) => {
      if (section.id === SECTION.type) return { id: section.id, body: writeTypes(types) };
      if (section.id === SECTION.import) return { id: section.id, body: importBody };
      if (section.id === SECTION.code) return { id: section.id, body };
      return section;
    }),
  );
  return {
    wasm,
    sites: rewriter.sites,
    functionNames: names,
    imports,
    firstOfModule,
    addressTaken,
    shapes,
    constants,
  };
}

/** Gives every imported function one more i32 parameter; adds the types that this needs to `types`. */
function withSiteParameter(body: Uint8Array, types: FunctionType[]): { imports: string[]; body: Uint8Array } {
  const reader = new Reader(body);
  const writer = new Writer();
  const imports: string[] = [];
  const extended = new Map<number, number>();
  const count = reader.u32();
  writer.u32(count);
  for (let i = 0; i < count; i++) {
    const start = reader.at;
    reader.name();
    const name = reader.name();
    if (reader.byte() !== 0) throw new Error(`wasm: ${name} is imported, and is not a function`);
    writer.raw(body.subarray(start, reader.at));
    const type = reader.u32();
    let withSite = extended.get(type);
    if (withSite === undefined) {
      const original = types[type];
      if (!original) throw new Error("wasm: an import has no type");
      withSite = types.push({ params: [...original.params, I32], results: original.results }) - 1;
      extended.set(type, withSite);
    }
    writer.u32(withSite);
    imports.push(name);
  }
  return { imports, body: writer.take() };
}

function constantsIn(
  table: ReadonlyMap<number, number>,
  code: Uint8Array,
  imported: number,
  isModule: (index: number) => boolean,
): Record<number, number[]> {
  const byFunction = comparedConstants(code, imported, new Set([...table.values()].filter(isModule)));
  const byIndex: Record<number, number[]> = {};
  for (const [index, target] of table) {
    const constants = byFunction.get(target);
    if (constants) byIndex[index] = constants;
  }
  return byIndex;
}

/** Imported functions have no shape here: nobody calls a hook through a pointer. */
function shapesOf(
  table: ReadonlyMap<number, number>,
  sections: readonly WasmSection[],
  types: readonly FunctionType[],
  imported: number,
): number[] {
  const defined = functionTypes(bodyOf(sections, SECTION.function));
  const shapes: number[] = [];
  for (const [index, target] of table) {
    const type = types[defined[target - imported] ?? -1];
    if (type) shapes[index] = 2 * type.params.length + type.results.length;
  }
  return Array.from(shapes, (shape) => shape ?? 0);
}
