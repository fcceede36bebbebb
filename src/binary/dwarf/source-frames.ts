import { numberOf, TAG, type DebugEntry } from "./entry.ts";
import { LineTable, type LinePlace } from "./line-table.ts";
import { covers, rangesOf } from "./ranges.ts";
import { DebugSections } from "./sections.ts";
import { Types } from "./types.ts";
import { firstUnits, type CompilationUnit } from "./unit.ts";

/** A function, and the place in it. */
export interface FunctionPlace extends LinePlace {
  readonly function: string;
}

/**
 * Tells the places of addresses in the first units of a WebAssembly file: the innermost function first, then those it is inlined
 * into. Nothing where no debug information covers the address. Addresses are offsets in the code section.
 * @throws RangeError where the debug information is cut short
 */
export function sourceFrames(wasm: Uint8Array, units: number): (address: number) => FunctionPlace[] {
  const sections = DebugSections.ofWasm(wasm);
  if (!sections) return () => [];
  const readers = firstUnits(sections, units).map((unit) => new UnitFrames(unit, sections));
  return (address) => {
    for (const reader of readers) {
      const found = reader.at(BigInt(address));
      if (found.length > 0) return found;
    }
    return [];
  };
}

/** The functions of one unit, and their lines. */
export class UnitFrames {
  readonly #unit: CompilationUnit;
  readonly #sections: DebugSections;
  readonly #top: DebugEntry;
  readonly #types: Types;
  readonly #lines: LineTable | undefined;

  constructor(unit: CompilationUnit, sections: DebugSections) {
    this.#unit = unit;
    this.#sections = sections;
    this.#top = unit.entries();
    this.#types = new Types(unit, this.#top);
    const { lines, folder } = this.#top.attributes;
    const table = numberOf(lines);
    if (table !== undefined) this.#lines = new LineTable(sections, table, unit.text(folder) ?? "");
  }

  /** @param name of the function, where sections of a module share addresses */
  at(address: bigint, name?: string): FunctionPlace[] {
    const [outermost, ...inlined] = this.#chain(this.#top, address, name);
    if (!outermost) return [];
    const { line } = (this.#types.origin(outermost) ?? outermost).attributes;
    const begin = rangesOf(outermost, this.#unit, this.#sections)?.[0]?.from ?? 0n;
    let place = this.#lines?.at(address, { address: begin, line: numberOf(line) ?? 0 });
    const frames: FunctionPlace[] = [];
    for (const entry of [...inlined.toReversed(), outermost]) {
      if (!place) break;
      frames.push({ function: this.#types.nameWithOrigin(entry) ?? "", ...place });
      place = this.#callOf(entry);
    }
    return frames;
  }

  /** The function that holds an address, and what is inlined there, from the outermost. */
  #chain(within: DebugEntry, address: bigint, name: string | undefined): DebugEntry[] {
    for (const entry of within.children) {
      if (entry.tag !== TAG.subprogram && entry.tag !== TAG.inlined && entry.tag !== TAG.block) continue;
      const ranges = rangesOf(entry, this.#unit, this.#sections);
      if (entry.tag === TAG.block && ranges === undefined) {
        const inner = this.#chain(entry, address, undefined);
        if (inner.length > 0) return inner;
      }
      if (!covers(ranges, address)) continue;
      if (name !== undefined && this.#types.nameWithOrigin(entry) !== name) continue;
      return [...(entry.tag === TAG.block ? [] : [entry]), ...this.#chain(entry, address, undefined)];
    }
    return [];
  }

  /** Where the copy of an inlined function is called. */
  #callOf({ attributes: { callFile, callLine, callColumn } }: DebugEntry): LinePlace | undefined {
    const line = numberOf(callLine);
    if (line === undefined) return undefined;
    return {
      file: this.#lines?.fileName(numberOf(callFile) ?? 0) ?? "",
      line,
      column: numberOf(callColumn) ?? 0,
    };
  }
}
