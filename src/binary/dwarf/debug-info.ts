import type { ReadAt } from "../elf-sections.ts";
import { TAG, type DebugEntry } from "./entry.ts";
import { registerAt, type InRegister } from "./locations.ts";
import { covers, rangesOf } from "./ranges.ts";
import { DebugSections } from "./sections.ts";
import { UnitFrames, type FunctionPlace } from "./source-frames.ts";
import { Types } from "./types.ts";
import { CompilationUnit, unitHeaders } from "./unit.ts";

/** A parameter or a variable of a function, and of what is inlined there. */
export interface Variable {
  readonly name: string;
  readonly type: DebugEntry | undefined;
  readonly isParameter: boolean;
  /** Where its value is at an address. */
  at(address: bigint): InRegister | undefined;
}

/** What the debug information says of one function. */
export interface FunctionInfo {
  readonly types: Types;
  readonly variables: readonly Variable[];
}

/**
 * Struct layouts and variables from the debug information (DWARF 2 to 5) of a vmlinux or a module. One unit is in
 * memory at a time.
 */
export class DebugInfo {
  readonly #sections: DebugSections;

  /** Undefined when the file has none that can be read: none at all, or compressed. */
  static open(read: ReadAt): DebugInfo | undefined {
    const sections = DebugSections.open(read);
    return sections && new DebugInfo(sections);
  }

  private constructor(sections: DebugSections) {
    this.#sections = sections;
  }

  /** The function's own copy at `address`, with its variables. Undefined when it has no debug information. */
  functionAt(name: string, address: bigint): FunctionInfo | undefined {
    for (const header of unitHeaders(this.#sections)) {
      if (!header.isCompile) continue;
      const unit = new CompilationUnit(this.#sections, header);
      if (!this.#mayHold(unit, address)) continue;
      const top = unit.entries();
      const types = new Types(unit, top);
      const found = this.#findFunction(top, types, unit, name, address);
      if (found) return { types, variables: this.#variables(found, types, unit, address) };
    }
    return undefined;
  }

  /**
   * The source places of addresses, each in a function of that name: the innermost of several inlined ones first, and none where the
   * debug information does not cover the address. All are looked for in one pass over the units.
   * @throws RangeError where the debug information is cut short
   */
  places(wanted: readonly { readonly name: string; readonly address: bigint }[]): FunctionPlace[][] {
    const found: FunctionPlace[][] = wanted.map(() => []);
    for (const header of unitHeaders(this.#sections)) {
      if (found.every((places) => places.length > 0)) break;
      if (!header.isCompile) continue;
      const unit = new CompilationUnit(this.#sections, header);
      const here = [...wanted.entries()].filter(
        ([i, { address }]) => found[i]?.length === 0 && this.#mayHold(unit, address),
      );
      if (here.length === 0) continue;
      const frames = new UnitFrames(unit, this.#sections);
      for (const [i, { name, address }] of here) found[i] = frames.at(address, nameInSource(name));
    }
    return found;
  }

  /** Units that say where their code lies are passed over when it lies elsewhere. */
  #mayHold(unit: CompilationUnit, address: bigint): boolean {
    if (this.#sections.elf.relocatable) return true;
    const ranges = rangesOf(unit.top, unit, this.#sections);
    return ranges === undefined || covers(ranges, address);
  }

  /** In a module, functions of several sections share addresses: there the name decides too. */
  #findFunction(
    top: DebugEntry,
    types: Types,
    unit: CompilationUnit,
    name: string,
    address: bigint,
  ): DebugEntry | undefined {
    return top.children.find((entry) => {
      if (entry.tag !== TAG.subprogram) return false;
      if (!covers(rangesOf(entry, unit, this.#sections), address)) return false;
      return types.nameWithOrigin(entry) === nameInSource(name);
    });
  }

  #variables(within: DebugEntry, types: Types, unit: CompilationUnit, address: bigint): Variable[] {
    return within.children.flatMap((entry) => {
      if (entry.tag === TAG.parameter || entry.tag === TAG.variable) {
        const name = types.nameWithOrigin(entry);
        if (name === undefined) return [];
        const source = types.origin(entry) ?? entry;
        return [
          {
            name,
            type: types.typeOf(entry) ?? types.typeOf(source),
            isParameter: entry.tag === TAG.parameter && within.tag === TAG.subprogram,
            at: (place: bigint) => registerAt(entry, place, unit, this.#sections),
          },
        ];
      }
      if (entry.tag !== TAG.block && entry.tag !== TAG.inlined) return [];
      const ranges = rangesOf(entry, unit, this.#sections);
      return ranges === undefined || covers(ranges, address)
        ? this.#variables(entry, types, unit, address)
        : [];
    });
  }
}

/** `foo` of `foo.isra.0` and `foo.cold`: copies and parts that the compiler made. */
function nameInSource(symbol: string): string {
  return symbol.replace(/\..*/, "");
}
