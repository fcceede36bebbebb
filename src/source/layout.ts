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
  body: Body,
  files: readonly SourceFile[],
  around: readonly string[],
): Layout | undefined {
  const placing = new Placing(body);
  for (const member of membersOf(body.text)) {
    const inner = innerBody(member);
    const isPlaced = inner
      ? placing.put(layoutOfBody(inner.body, files, around), countOf(inner.after, files))
      : placeMember(placing, member, files, around);
    if (!isPlaced) return undefined;
  }
  return placing.layout();
}

/** Puts members one behind the other, or at one place. */
class Placing {
  readonly #integers: Integer[] = [];
  readonly #isUnion: boolean;
  readonly #isPacked: boolean;
  /** Where the next member may begin. */
  #bits = 0;
  #largest = 0;
  #alignment = 1;

  constructor({ isUnion, isPacked }: Body) {
    this.#isUnion = isUnion;
    this.#isPacked = isPacked;
  }

  /** @returns false where one of them is not known */
  put(layout: Layout | undefined, count: number | undefined): boolean {
    if (!layout || count === undefined) return false;
    const to = this.#isPacked ? 1 : layout.alignment;
    const at = this.#isUnion ? 0 : Math.ceil(Math.ceil(this.#bits / 8) / to) * to;
    for (const part of layout.integers) this.#integers.push({ ...part, offset: at + part.offset });
    this.#end((at + layout.size * count) * 8, layout.alignment);
    return true;
  }

  /** A bit field lies in a word of its type, and one of no bits ends that. */
  putBits(name: string, size: number | undefined, width: number | undefined): boolean {
    if (size === undefined || width === undefined || this.#isPacked || this.#isUnion) return false;
    const unit = size * 8;
    if (width === 0 || (this.#bits % unit) + width > unit) this.#bits = Math.ceil(this.#bits / unit) * unit;
    const bits = { shift: this.#bits % unit, width };
    if (name !== "" && width > 0)
      this.#integers.push({ name, offset: Math.floor(this.#bits / unit) * size, size, bits });
    this.#end(this.#bits + width, size);
    return true;
  }

  layout(): Layout {
    const alignment = this.#alignment;
    const size = Math.ceil(Math.ceil(this.#largest / 8) / alignment) * alignment;
    return { size, alignment, integers: this.#integers };
  }

  #end(at: number, alignment: number): void {
    this.#bits = this.#isUnion ? 0 : at;
    this.#largest = Math.max(this.#largest, at);
    if (!this.#isPacked) this.#alignment = Math.max(this.#alignment, alignment);
  }
}

const ATTRIBUTES = /\b__user\b|__attribute__\s*\(\(.*?\)\)|\b__(packed|aligned)\b(\([^)]*\))?/g;

/** The type of `const unsigned long *a, b[2]`, and what it is the type of. */
const MEMBER =
  /^((?:(?:const|volatile|struct|union|enum|unsigned|signed|long|short)\s+)*\w+(?:\s+(?:int|long|char|short|__user|const)\b)*)\s*([^]*)$/;

const DECLARATOR = /^\s*(\**)\s*(?:const\s+)?(\w*)\s*((?:\[[^\]]*\]\s*)*)(?::\s*(\w+))?\s*$/;

/** `u32 op : 4, unit : 12`, `struct range all[2]`, `void *to`; false for one whose size is not known. */
function placeMember(
  placing: Placing,
  member: string,
  files: readonly SourceFile[],
  around: readonly string[],
): boolean {
  const [, type, declarators] = MEMBER.exec(member.replace(ATTRIBUTES, "")) ?? [];
  if (type === undefined || declarators === undefined) return false;
  const words = type
    .replace(/\b(const|volatile)\b/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return declarators.split(",").every((declarator) => {
    const [whole, stars = "", name = "", array = "", width] = DECLARATOR.exec(declarator) ?? [];
    if (whole === undefined) return false;
    const size = stars === "" ? sizeOf(words) : POINTER;
    if (width !== undefined) return placing.putBits(name, size, numberIn(width, files));
    if (name === "") return false;
    const integer = { name, offset: 0, ...(stars === "" ? {} : { isPointer: true }) };
    const layout =
      size === undefined
        ? layoutOf(words, files, around)
        : { size, alignment: size, integers: [{ ...integer, size }] };
    return placing.put(layout, countOf(array, files));
  });
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
    const one = numberIn(written.trim(), files);
    if (one === undefined) return undefined;
    count *= one;
  }
  return count;
}

function numberIn(word: string, files: readonly SourceFile[]): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : constantIn(word, files);
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
