import { ByteReader } from "./byte-reader.ts";
import { TAG, type DebugEntry } from "./entry.ts";
import { DebugSections } from "./sections.ts";
import { isAggregate, joinPath, offsetOf, Types } from "./types.ts";
import { firstUnits, type CompilationUnit } from "./unit.ts";

/** A number or a pointer that is kept in memory, somewhere in a variable or an object. */
export interface StoredValue {
  /** `in.a`, `[3]`; empty for a variable that is no more than that. */
  readonly path: string;
  /** From where the variable or the object begins. */
  readonly offset: number;
  /** 1, 2, 4 or 8. */
  readonly size: number;
  readonly isPointer?: boolean;
  /** Of a pointer to a struct: the number of its layout. */
  readonly to?: number;
}

/** Where the variables of a program are that was compiled without optimisation. */
export interface StoredValues {
  readonly globals: readonly {
    readonly name: string;
    readonly address: number;
    readonly values: readonly StoredValue[];
  }[];
  /** `at` is the function's place in the code section; offsets count from its frame. */
  readonly functions: readonly {
    readonly at: number;
    readonly name: string;
    readonly values: readonly StoredValue[];
  }[];
  /** Of the structs that are pointed to. */
  readonly layouts: readonly (readonly StoredValue[])[];
}

/** More of one variable nobody looks at. */
const MOST = 64;
const LONGEST_ARRAY = 16;

const DW_OP = { addr: 0x03, fbreg: 0x91, addrx: 0xa1 } as const;

/**
 * The variables of the first units of a WebAssembly file.
 * @param isOwn whether the members of a struct with this name are to be told; of others only pointers to them are
 */
export function storedValues(
  wasm: Uint8Array,
  units: number,
  isOwn: (name: string | undefined) => boolean,
): StoredValues {
  const reading: Reading = { globals: [], functions: [], layouts: [] };
  const sections = DebugSections.ofWasm(wasm);
  if (!sections) return reading;
  for (const unit of firstUnits(sections, units)) new UnitReader(unit, isOwn, reading).read();
  return reading;
}

interface Reading {
  readonly globals: { name: string; address: number; values: StoredValue[] }[];
  readonly functions: { at: number; name: string; values: StoredValue[] }[];
  readonly layouts: StoredValue[][];
}

class UnitReader {
  readonly #unit: CompilationUnit;
  readonly #isOwn: (name: string | undefined) => boolean;
  readonly #into: Reading;
  readonly #top: DebugEntry;
  readonly #types: Types;
  readonly #layouts = new Map<DebugEntry, number>();

  constructor(unit: CompilationUnit, isOwn: (name: string | undefined) => boolean, into: Reading) {
    this.#unit = unit;
    this.#isOwn = isOwn;
    this.#into = into;
    this.#top = unit.entries();
    this.#types = new Types(unit, this.#top);
  }

  read(): void {
    for (const entry of this.#top.children) {
      if (entry.tag === TAG.variable) this.#variable(entry, []);
      const at = entry.tag === TAG.subprogram ? this.#unit.address(entry.attributes.low) : undefined;
      if (at === undefined) continue;
      const values: StoredValue[] = [];
      this.#locals(entry, values);
      this.#into.functions.push({ at: Number(at), name: this.#unit.name(entry) ?? "", values });
    }
  }

  #locals(within: DebugEntry, values: StoredValue[]): void {
    for (const entry of within.children) {
      if (entry.tag === TAG.block) this.#locals(entry, values);
      else if (entry.tag === TAG.variable || entry.tag === TAG.parameter) this.#variable(entry, values);
    }
  }

  /** One with an address of its own is a global, wherever it is declared. Names that begin with two underscores are those of macros. */
  #variable(entry: DebugEntry, locals: StoredValue[]): void {
    const name = this.#unit.name(entry);
    const { location } = entry.attributes;
    if (name === undefined || name.startsWith("__") || !(location?.value instanceof Uint8Array)) return;
    const reader = new ByteReader(location.value, true);
    const op = reader.u8();
    const values: StoredValue[] = [];
    this.#gather(this.#types.typeOf(entry), "", 0, values);
    if (op === DW_OP.fbreg) {
      const from = reader.sleb();
      locals.push(
        ...values.map((value) => ({
          ...value,
          path: joinPath(name, value.path),
          offset: value.offset + from,
        })),
      );
    } else if (op === DW_OP.addr) {
      this.#into.globals.push({ name, address: reader.u32(), values });
    } else if (op === DW_OP.addrx) {
      this.#into.globals.push({ name, address: Number(this.#unit.addressAt(reader.uleb())), values });
    }
  }

  #gather(type: DebugEntry | undefined, path: string, offset: number, values: StoredValue[]): void {
    const whole = this.#types.resolve(type);
    const size = this.#types.sizeOf(whole);
    if (!whole || size === undefined || values.length >= MOST) return;
    if (whole.tag === TAG.pointer) {
      const to = this.#layoutOf(this.#types.pointee(whole));
      values.push({ path, offset, size, isPointer: true, ...(to === undefined ? {} : { to }) });
    } else if (whole.tag === TAG.array) this.#elements(whole, size, path, offset, values);
    else if (isAggregate(whole)) this.#members(whole, path, offset, values);
    else if ([1, 2, 4, 8].includes(size)) values.push({ path, offset, size });
  }

  /** Text is no list of numbers. */
  #elements(array: DebugEntry, size: number, path: string, offset: number, values: StoredValue[]): void {
    const element = this.#types.typeOf(array);
    const step = this.#types.sizeOf(element) ?? 0;
    if (step <= 1) return;
    for (let i = 0; i < Math.min(size / step, LONGEST_ARRAY); i++)
      this.#gather(element, joinPath(path, `[${i}]`), offset + i * step, values);
  }

  /** Of a union the first member; bit fields share their words, and are not told. */
  #members(whole: DebugEntry, path: string, offset: number, values: StoredValue[]): void {
    if (!this.#isOwn(this.#unit.name(whole))) return;
    const members = whole.children.filter(({ tag }) => tag === TAG.member);
    for (const member of whole.tag === TAG.union ? members.slice(0, 1) : members) {
      const from = member.attributes.dataBitOffset ? undefined : offsetOf(member);
      if (from === undefined) continue;
      const name = joinPath(path, this.#unit.name(member) ?? "");
      this.#gather(this.#types.typeOf(member), name, offset + from, values);
    }
  }

  /** A struct may point to itself. */
  #layoutOf(struct: DebugEntry | undefined): number | undefined {
    if (!struct || !this.#isOwn(this.#unit.name(struct))) return undefined;
    const known = this.#layouts.get(struct);
    if (known !== undefined) return known;
    const values: StoredValue[] = [];
    const number = this.#into.layouts.push(values) - 1;
    this.#layouts.set(struct, number);
    this.#gather(struct, "", 0, values);
    return number;
  }
}
