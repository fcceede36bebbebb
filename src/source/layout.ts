import type { SourceFile } from "./source-file.ts";

/** An integer in a struct: the name of the field, of an inner struct's too, where it lies and how large it is, in bytes. */
export interface Integer {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Of a bit field: which bits of those bytes it has, the lowest first. */
  readonly bits?: { readonly shift: number; readonly width: number };
  /** It is an address. */
  readonly isPointer?: boolean;
}

export interface Layout {
  readonly size: number;
  readonly alignment: number;
  readonly integers: readonly Integer[];
}

/** Sizes and alignments of integers, in bytes, where pointers and longs have 32 bits: those of the model kernel. */
const SIZES: readonly (readonly [words: RegExp, size: number])[] = [
  [/^(__)?[us](8)$|^u?int8_t$|^((un)?signed )?char$|^(bool|_Bool|u_char)$/, 1],
  [/^(__)?([us]|le|be)(16)$|^u?int16_t$|^((un)?signed )?short( int)?$|^ushort$/, 2],
  [/^(__)?([us]|le|be)(64)$|^u?int64_t$|^((un)?signed )?long long( int)?$|^loff_t$/, 8],
  [/^(__)?([us]|le|be)(32)$|^u?int32_t$|^((un)?signed )?(int|long)( int)?$|^(un)?signed$/, 4],
  [/^(size_t|ssize_t|uint|ulong|pid_t|gfp_t|enum \w+)$/, 4],
];

const POINTER = 4;

/**
 * How a struct or union of the module's own lies in memory; undefined where it has something other than integers, pointers to data, arrays of
 * them, bit fields, and structs and unions of these.
 * @param type its name, `struct NAME` or that of a type
 * @param around structs that it was come to from: in what was not compiled one may hold itself
 */
export function layoutOf(
  type: string,
  files: readonly SourceFile[],
  around: readonly string[] = [],
): Layout | undefined {
  const name = type.replace(/^(struct|union) /, "");
  if (around.includes(name)) return undefined;
  for (const file of files) {
    const found = bodyOf(name, file);
    if (found) return layoutOfBody(found, files, [...around, name]);
  }
  return undefined;
}

interface Body {
  readonly text: string;
  readonly isUnion: boolean;
  readonly isPacked: boolean;
}

function layoutOfBody(
  { text, isUnion, isPacked }: Body,
  files: readonly SourceFile[],
  around: readonly string[],
): Layout | undefined {
  const integers: Integer[] = [];
  let bits = 0;
  let largest = 0;
  let alignment = 1;
  const begin = (aligned: number): number => {
    if (isUnion) return 0;
    const to = isPacked ? 1 : aligned;
    return Math.ceil(Math.ceil(bits / 8) / to) * to;
  };
  const end = (at: number, aligned: number): void => {
    bits = isUnion ? 0 : at;
    largest = Math.max(largest, at);
    if (!isPacked) alignment = Math.max(alignment, aligned);
  };
  for (const member of membersOf(text)) {
    const inner = innerBody(member);
    if (inner) {
      const layout = layoutOfBody(inner.body, files, around);
      const count = countOf(inner.after, files);
      if (!layout || count === undefined) return undefined;
      const at = begin(layout.alignment);
      for (const part of layout.integers) integers.push({ ...part, offset: at + part.offset });
      end((at + layout.size * count) * 8, layout.alignment);
      continue;
    }
    const read =
      /^((?:(?:const|volatile|struct|union|enum|unsigned|signed|long|short)\s+)*\w+(?:\s+(?:int|long|char|short|__user|const)\b)*)\s*([^]*)$/.exec(
        member.replace(/\b__user\b|__attribute__\s*\(\(.*?\)\)|\b__(packed|aligned)\b(\([^)]*\))?/g, ""),
      );
    if (!read) return undefined;
    const words = read[1]!
      .replace(/\b(const|volatile)\b/g, "")
      .replace(/\s+/g, " ")
      .trim();
    for (const declarator of read[2]!.split(",")) {
      const one = /^\s*(\**)\s*(?:const\s+)?(\w*)\s*((?:\[[^\]]*\]\s*)*)(?::\s*(\w+))?\s*$/.exec(declarator);
      if (!one) return undefined;
      const [, stars = "", name = "", array = "", width] = one;
      const size = stars === "" ? sizeOf(words) : POINTER;
      if (width !== undefined) {
        const wide = /^\d+$/.test(width) ? Number(width) : constantIn(width, files);
        if (size === undefined || wide === undefined || isPacked || isUnion) return undefined;
        const unit = size * 8;
        if (wide === 0 || (bits % unit) + wide > unit) bits = Math.ceil(bits / unit) * unit;
        if (name !== "" && wide > 0)
          integers.push({
            name,
            offset: Math.floor(bits / unit) * size,
            size,
            bits: { shift: bits % unit, width: wide },
          });
        end(bits + wide, size);
        continue;
      }
      const layout = size === undefined ? layoutOf(words, files, around) : undefined;
      const whole = size ?? layout?.size;
      const count = countOf(array, files);
      if (whole === undefined || count === undefined || name === "") return undefined;
      const aligned = layout?.alignment ?? whole;
      const at = begin(aligned);
      if (layout) for (const part of layout.integers) integers.push({ ...part, offset: at + part.offset });
      else integers.push({ name, offset: at, size: whole, ...(stars === "" ? {} : { isPointer: true }) });
      end((at + whole * count) * 8, aligned);
    }
  }
  return { size: Math.ceil(Math.ceil(largest / 8) / alignment) * alignment, alignment, integers };
}

/** What stands between the semicolons of a body, inner bodies whole. */
function membersOf(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, char] of [...text].entries()) {
    if (char === "{") depth++;
    else if (char === "}") depth--;
    else if (char === ";" && depth === 0) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return found.map((member) => member.replace(/\s+/g, " ").trim()).filter((member) => member !== "");
}

/** `union { ... } name[2]` among the members of a struct. */
function innerBody(member: string): { readonly body: Body; readonly after: string } | undefined {
  const [, kind, text, after] = /^(struct|union)\s*\w*\s*\{(.*)\}([^{}]*)$/.exec(member) ?? [];
  if (kind === undefined || text === undefined || after === undefined) return undefined;
  return { body: { text, isUnion: kind === "union", isPacked: isPacked(after) }, after };
}

function isPacked(after: string): boolean {
  return /packed/.test(after);
}

function sizeOf(words: string): number | undefined {
  return SIZES.find(([form]) => form.test(words))?.[1];
}

/** The elements of `u8 data [ 4 ] [ MOST ]`, or 1; undefined where a number of them is not known. */
function countOf(text: string, files: readonly SourceFile[]): number | undefined {
  let count = 1;
  for (const [, written = ""] of text.matchAll(/\[([^\]]*)\]/g)) {
    const word = written.trim();
    const one = /^\d+$/.test(word) ? Number(word) : constantIn(word, files);
    if (one === undefined) return undefined;
    count *= one;
  }
  return count;
}

/** The value of a macro of any of the files. */
export function constantIn(name: string, files: readonly SourceFile[]): number | undefined {
  for (const file of files) {
    const value = file.constant(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What stands between the braces of a struct or union that has a name, or a type's. */
function bodyOf(name: string, { code }: SourceFile): Body | undefined {
  const begins = new RegExp(
    `\\b(struct|union)\\s+${name}\\s*\\{|\\btypedef\\s+(struct|union)\\b[^;{]*\\{`,
    "g",
  );
  for (const { 0: head, 1: named, 2: typed, index } of code.matchAll(begins)) {
    const from = index + head.length;
    const to = closingBrace(code, from);
    const after = code.slice(to + 1, code.indexOf(";", to));
    const isIt = named !== undefined || new RegExp(`\\b${name}\\b`).test(after);
    if (isIt)
      return {
        text: code.slice(from, to),
        isUnion: (named ?? typed) === "union",
        isPacked: isPacked(head + after),
      };
  }
  return undefined;
}

function closingBrace(code: string, from: number): number {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "{") depth++;
    else if (code[at] === "}" && --depth === 0) return at;
  }
  return code.length;
}
