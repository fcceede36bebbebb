import { TAG, numberOf, type DebugEntry } from "./entry.ts";
import type { CompilationUnit } from "./unit.ts";

/** A byte of an object, as C writes it: `lock.owner`, and the type of the member that it belongs to. */
export interface Member {
  readonly path: string;
  readonly type: DebugEntry | undefined;
}

const TRANSPARENT: ReadonlySet<number> = new Set([
  TAG.typedef,
  TAG.constant,
  TAG.volatile,
  TAG.restrict,
  TAG.atomic,
]);
/** Types may refer to one another in a circle where the debug information is damaged. */
const DEEPEST = 32;

/** The types of one unit, by their offset in .debug_info. */
export class Types {
  readonly #unit: CompilationUnit;
  readonly #byOffset = new Map<number, DebugEntry>();

  constructor(unit: CompilationUnit, top: DebugEntry) {
    this.#unit = unit;
    const add = (entry: DebugEntry): void => {
      this.#byOffset.set(entry.at, entry);
      entry.children.forEach(add);
    };
    add(top);
  }

  /** The entry that another one refers to. */
  at(offset: number | undefined): DebugEntry | undefined {
    return offset === undefined ? undefined : this.#byOffset.get(offset);
  }

  /** What a typedef or a qualifier stands for. */
  resolve(type: DebugEntry | undefined, depth = 0): DebugEntry | undefined {
    if (!type || !TRANSPARENT.has(type.tag) || depth > DEEPEST) return type;
    return this.resolve(this.at(numberOf(type.attributes.type)), depth + 1);
  }

  /** What a copy of an inlined function is made from, or what a definition was declared as. */
  origin(entry: DebugEntry): DebugEntry | undefined {
    return this.at(numberOf(entry.attributes.origin));
  }

  /** The entry's own name, or that of its origin. */
  nameWithOrigin(entry: DebugEntry, depth = 0): string | undefined {
    const own = this.#unit.name(entry);
    const from = own === undefined && depth < 4 ? this.origin(entry) : undefined;
    return from ? this.nameWithOrigin(from, depth + 1) : own;
  }

  typeOf(entry: DebugEntry): DebugEntry | undefined {
    return this.at(numberOf(entry.attributes.type));
  }

  /** The struct or union that a pointer points to. */
  pointee(type: DebugEntry | undefined): DebugEntry | undefined {
    const pointer = this.resolve(type);
    const target = pointer?.tag === TAG.pointer ? this.resolve(this.typeOf(pointer)) : undefined;
    // What a unit only declares, its code cannot look into.
    return isAggregate(target) && !target.attributes.declaration ? target : undefined;
  }

  /** `struct device`; undefined for a type without a name. */
  nameOf(type: DebugEntry): string | undefined {
    const name = this.#unit.name(type);
    return name === undefined ? undefined : `${type.tag === TAG.union ? "union" : "struct"} ${name}`;
  }

  /** The members that a byte belongs to: one, or several of a union. Empty when it is none's: padding, or beyond the end. */
  membersAt(type: DebugEntry | undefined, offset: number, depth = 0): Member[] {
    const whole = this.resolve(type);
    if (!whole || depth > DEEPEST) return [];
    if (whole.tag === TAG.array) return this.#element(whole, offset, depth);
    if (!isAggregate(whole)) return offset === 0 ? [{ path: "", type: whole }] : [];
    return whole.children
      .filter((child) => child.tag === TAG.member)
      .flatMap((child) => {
        const from = offsetOf(child);
        const inner = this.typeOf(child);
        const size = this.sizeOf(inner);
        if (from === undefined || offset < from || (size !== undefined && offset >= from + size)) return [];
        const name = this.#unit.name(child) ?? "";
        return this.#within(inner, offset - from, depth).map(({ path, type: leaf }) => ({
          path: joinPath(name, path),
          type: leaf,
        }));
      });
  }

  /** The middle of a member that has no members is still that member's. */
  #within(type: DebugEntry | undefined, offset: number, depth: number): Member[] {
    const found = this.membersAt(type, offset, depth + 1);
    if (found.length > 0) return found;
    return isAggregate(this.resolve(type)) ? [] : [{ path: "", type }];
  }

  #element(array: DebugEntry, offset: number, depth: number): Member[] {
    const element = this.typeOf(array);
    const size = this.sizeOf(element);
    if (!size) return [];
    const index = Math.floor(offset / size);
    return this.#within(element, offset % size, depth).map(({ path, type }) => ({
      path: joinPath(`[${index}]`, path),
      type,
    }));
  }

  sizeOf(type: DebugEntry | undefined, depth = 0): number | undefined {
    const whole = this.resolve(type);
    if (!whole || depth > DEEPEST) return undefined;
    const size = numberOf(whole.attributes.size);
    if (size !== undefined) return size;
    if (whole.tag === TAG.pointer) return this.#unit.header.addressSize;
    if (whole.tag !== TAG.array) return undefined;
    const element = this.sizeOf(this.typeOf(whole), depth + 1);
    if (element === undefined) return undefined;
    return whole.children
      .filter((child) => child.tag === TAG.subrange)
      .reduce(
        (sum, { attributes: { count, upper } }) => sum * (numberOf(count) ?? (numberOf(upper) ?? -1) + 1),
        element,
      );
  }
}

export function isAggregate(type: DebugEntry | undefined): type is DebugEntry {
  return type !== undefined && (type.tag === TAG.structure || type.tag === TAG.union);
}

/** `lock` and `owner` are `lock.owner`; members without a name are passed over; `[3]` needs no point. */
export function joinPath(outer: string, inner: string): string {
  if (outer === "" || inner === "") return outer + inner;
  return inner.startsWith("[") ? outer + inner : `${outer}.${inner}`;
}

const DW_OP_PLUS_UCONST = 0x23;

/** Where a member begins, in bytes. DWARF 2 and 3 write it as an expression; a bit field may give bits alone. */
export function offsetOf({ attributes: { offset, dataBitOffset } }: DebugEntry): number | undefined {
  if (typeof offset?.value === "number") return offset.value;
  if (offset?.value instanceof Uint8Array) {
    const [op, ...digits] = offset.value;
    return op === DW_OP_PLUS_UCONST
      ? digits.reduce((sum, digit, index) => sum + (digit & 0x7f) * 128 ** index, 0)
      : undefined;
  }
  return dataBitOffset === undefined ? 0 : Math.floor((numberOf(dataBitOffset) ?? 0) / 8);
}
