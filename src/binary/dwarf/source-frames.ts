import { numberOf, TAG, type Entry } from "./entry.ts";
import { LineTable, type LinePlace } from "./line-table.ts";
import { covers, rangesOf } from "./ranges.ts";
import { DebugSections } from "./sections.ts";
import { Types } from "./types.ts";
import { Unit, unitHeaders } from "./unit.ts";

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
  const readers: UnitFrames[] = [];
  for (const header of unitHeaders(sections)) {
    if (readers.length === units) break;
    if (header.isCompile) readers.push(new UnitFrames(new Unit(sections, header), sections));
  }
  return (address) => {
    for (const reader of readers) {
      const found = reader.at(address);
      if (found.length > 0) return found;
    }
    return [];
  };
}

class UnitFrames {
  readonly #unit: Unit;
  readonly #sections: DebugSections;
  readonly #top: Entry;
  readonly #types: Types;
  readonly #lines: LineTable | undefined;

  constructor(unit: Unit, sections: DebugSections) {
    this.#unit = unit;
    this.#sections = sections;
    this.#top = unit.entries();
    this.#types = new Types(unit, this.#top);
    const table = numberOf(this.#top.attributes.lines);
    this.#lines = table === undefined ? undefined : new LineTable(sections, table);
  }

  at(address: number): FunctionPlace[] {
    let place = this.#lines?.at(address);
    const frames: FunctionPlace[] = [];
    for (const entry of this.#chain(this.#top, BigInt(address)).toReversed()) {
      if (!place) break;
      frames.push({ function: this.#types.nameWithOrigin(entry) ?? "", ...place });
      place = this.#callOf(entry);
    }
    return frames;
  }

  /** The function that holds an address, and what is inlined there, from the outermost. */
  #chain(within: Entry, address: bigint): Entry[] {
    for (const entry of within.children) {
      if (entry.tag !== TAG.subprogram && entry.tag !== TAG.inlined && entry.tag !== TAG.block) continue;
      const ranges = rangesOf(entry, this.#unit, this.#sections);
      if (entry.tag === TAG.block && ranges === undefined) {
        const inner = this.#chain(entry, address);
        if (inner.length > 0) return inner;
      }
      if (!covers(ranges, address)) continue;
      return [...(entry.tag === TAG.block ? [] : [entry]), ...this.#chain(entry, address)];
    }
    return [];
  }

  /** Where the copy of an inlined function is called. */
  #callOf({ attributes: { callFile, callLine, callColumn } }: Entry): LinePlace | undefined {
    const line = numberOf(callLine);
    if (line === undefined) return undefined;
    return {
      file: this.#lines?.fileName(numberOf(callFile) ?? 0) ?? "",
      line,
      column: numberOf(callColumn) ?? 0,
    };
  }
}
