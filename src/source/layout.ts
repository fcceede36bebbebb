import type { SourceFile } from "./source-file.ts";

/** An integer in a struct: the name of the field, of an inner struct's too, where it lies and how large it is, in bytes. */
export interface Integer {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

export interface Layout {
  readonly size: number;
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

/**
 * How a struct of the module's own lies in memory; undefined where it has something other than integers, arrays of them and structs of
 * these, or is packed.
 * @param type its name, `struct NAME` or that of a type
 * @param around structs that it was come to from: in what was not compiled one may hold itself
 */
export function layoutOf(
  type: string,
  files: readonly SourceFile[],
  around: readonly string[] = [],
): Layout | undefined {
  const name = type.replace(/^struct /, "");
  if (around.includes(name)) return undefined;
  const file = files.find(({ structs }) => structs.has(name));
  const body = file && bodyOf(name, file);
  if (!file || body === undefined || /\bunion\b|:\s*\d/.test(body)) return undefined;
  const integers: Integer[] = [];
  let size = 0;
  let alignment = 1;
  for (const [field, { type: fieldType, text }] of file.structs.get(name) ?? []) {
    if (/[*(]/.test(text)) return undefined;
    const words = fieldType.replace(/\b(const|volatile)\b/g, "").trim();
    const inner = sizeOf(words) === undefined ? layoutOf(words, files, [...around, name]) : undefined;
    const one = sizeOf(words) ?? inner?.size;
    const count = countOf(text, files);
    if (one === undefined || count === undefined) return undefined;
    const aligned = inner ? Math.max(1, ...inner.integers.map((part) => part.size)) : one;
    size = Math.ceil(size / aligned) * aligned;
    alignment = Math.max(alignment, aligned);
    if (inner) for (const part of inner.integers) integers.push({ ...part, offset: size + part.offset });
    else integers.push({ name: field, offset: size, size: one });
    size += one * count;
  }
  return { size: Math.ceil(size / alignment) * alignment, integers };
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

/** What stands between the braces of a struct; undefined where it is packed. */
function bodyOf(name: string, { code }: SourceFile): string | undefined {
  const named = new RegExp(`\\bstruct\\s+${name}\\s*\\{([^{}]*)\\}([^;]*);`).exec(code);
  const typed = named
    ? null
    : new RegExp(`\\btypedef\\s+struct\\s*\\w*\\s*\\{([^{}]*)\\}([^;{}]*\\b${name}\\b[^;]*);`).exec(code);
  const [, body, after = ""] = named ?? typed ?? [];
  return /packed/.test(after) ? undefined : body;
}
