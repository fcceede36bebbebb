import type { SourceFile } from "../source/index.ts";

/** A struct that a typedef gives a name: `typedef struct TAG { ... } NAME;`, or one without a tag, whose tag is the name then. */
interface NamedStruct {
  readonly name: string;
  readonly tag: string;
}

/** A typedef of a struct as it stands in a file. */
interface Typedef {
  readonly names: readonly NamedStruct[];
  /** Offset behind `struct`, where a tag is missing. */
  readonly nameless: number | undefined;
  /** Where the names stand. */
  readonly from: number;
  readonly to: number;
}

/**
 * What a driver calls `FOO` a slice calls `struct FOO`: then it knows the fields, and whose objects are made and handed out.
 * @param isOurs names that the model defines, which stay
 * @returns the texts of the files that have such a name, by file
 */
export function withoutTypedefs(
  files: readonly SourceFile[],
  isOurs: (name: string) => boolean,
): Map<SourceFile, string> {
  const typedefs = new Map(files.map((file) => [file, typedefsIn(file.code)]));
  const tags = new Map<string, string>();
  for (const { names } of [...typedefs.values()].flat())
    for (const { name, tag } of names) if (!isOurs(name) && !tags.has(name)) tags.set(name, tag);
  const texts = new Map<SourceFile, string>();
  if (tags.size === 0) return texts;
  for (const file of files) {
    const text = spelledOut(file, typedefs.get(file) ?? [], tags);
    if (text !== file.text) texts.set(file, text);
  }
  return texts;
}

function typedefsIn(code: string): Typedef[] {
  return [...code.matchAll(/\btypedef\s+(?:struct|union)\b/g)].flatMap((match): Typedef[] => {
    const start = match.index + match[0].length;
    const head = /^(?:\s+(\w+))?\s*/.exec(code.slice(start, start + 200));
    const body = start + (head?.[0].length ?? 0);
    const from = code[body] === "{" ? closing(code, body) + 1 : body;
    const to = code.indexOf(";", from);
    if (to < 0 || to - from > 200) return [];
    const plain = code
      .slice(from, to)
      .replace(/\b__\w+(\s*\([^)]*\))*/g, " ")
      .split(",")
      .map((text) => text.trim())
      .filter((text) => /^\w+$/.test(text));
    const tag = head?.[1] ?? plain[0];
    if (tag === undefined) return [];
    return [
      {
        names: plain.map((name) => ({ name, tag })),
        nameless: head?.[1] === undefined ? start : undefined,
        from,
        to,
      },
    ];
  });
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === "{") depth++;
    if (code[at] === "}" && --depth === 0) return at;
  }
  return code.length;
}

/** Strings, members and tags, which are no types, and words. */
const WORDS = /"(?:[^"\\\n]|\\.)*"|(?:\b(?:struct|union|enum)\s+|->\s*|\.\s*)\w+|\b[A-Za-z_]\w*\b/g;

function spelledOut(
  { code, text }: SourceFile,
  typedefs: readonly Typedef[],
  tags: ReadonlyMap<string, string>,
): string {
  const edits: { readonly at: number; readonly length: number; readonly by: string }[] = [];
  for (const { nameless, names } of typedefs) {
    const [first] = names;
    if (nameless !== undefined && first && tags.has(first.name))
      edits.push({ at: nameless, length: 0, by: ` ${first.tag}` });
  }
  for (const { 0: word, index } of code.matchAll(WORDS)) {
    const tag = tags.get(word);
    if (tag === undefined || typedefs.some(({ from, to }) => index >= from && index < to)) continue;
    edits.push({ at: index, length: word.length, by: `struct ${tag}` });
  }
  const parts: string[] = [];
  let from = 0;
  for (const { at, length, by } of edits.toSorted((one, other) => one.at - other.at)) {
    parts.push(text.slice(from, at), by);
    from = at + length;
  }
  return [...parts, text.slice(from)].join("");
}
