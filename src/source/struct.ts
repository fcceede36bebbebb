import type { Declarator } from "./ast.ts";
import { UnreadableError, type Cursor } from "./cursor.ts";
import { readDeclaration } from "./declaration.ts";
import { readBlock } from "./statement.ts";

/** A field: the words of its type, and the whole of its declaration without bit-field width, tokens a space apart. */
export interface Field {
  readonly type: string;
  readonly text: string;
}

type Fields = Map<string, Field>;

/** The structs that a declaration defines, nested ones with a name too, and a nameless one by that of its type; up to where it does not read. */
export function structFields(cursor: Cursor): [string, Fields][] {
  const found: [string, Fields][] = [];
  try {
    readStructs(cursor, found);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  return found;
}

function readStructs(cursor: Cursor, found: [string, Fields][]): void {
  const isType = cursor.is("typedef");
  while (!cursor.done && !cursor.is("=")) {
    const word = cursor.text();
    const named = cursor.isName(1) ? 1 : 0;
    if ((word === "struct" || word === "union") && cursor.is("{", 1 + named)) {
      const name = named ? cursor.text(1) : "";
      cursor.at += 1 + named;
      const fields: Fields = new Map();
      readFields(cursor.enter(), fields, found);
      if (name) found.push([name, fields]);
      else if (isType && cursor.isName()) found.push([cursor.text(), fields]);
    } else if (cursor.is("(") || cursor.is("[") || cursor.is("{")) {
      cursor.at = Math.max(cursor.at + 1, (cursor.matches[cursor.at] ?? -1) + 1);
    } else {
      cursor.next();
    }
  }
}

/** Adds each field; those of nameless inner structs count as the outer one's. */
function readFields(inner: Cursor, fields: Fields, found: [string, Fields][]): void {
  while (!inner.done) {
    const from = inner.at;
    const named = inner.isName(1) ? 1 : 0;
    if ((inner.is("struct") || inner.is("union")) && inner.is("{", 1 + named)) {
      const tag = named ? inner.text(1) : "";
      inner.at += 1 + named;
      const nested: Fields = new Map();
      inner.dive();
      readFields(inner.enter(), nested, found);
      inner.rise();
      if (tag) found.push([tag, nested]);
      if (inner.accept(";")) {
        for (const [name, field] of nested) fields.set(name, field);
        continue;
      }
      inner.at = from;
      for (const [name, field] of nested) if (!fields.has(name)) fields.set(name, field);
    }
    try {
      const stmt = readDeclaration(inner, readBlock);
      if (stmt.kind !== "decl") continue;
      for (const declarator of stmt.declarators)
        fields.set(declarator.name, { type: declarator.type, text: textOf(inner, from, declarator) });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      skipField(inner, from);
    }
  }
}

/** `struct task_struct * threads [ 4 ]`: the type's words, and the declarator's own up to a width or an attribute. */
function textOf({ tokens, at }: Cursor, from: number, { type, start, end }: Declarator): string {
  const words = tokens
    .slice(from, at)
    .filter((token) => token.start >= start && token.end <= end)
    .map(({ text }) => text);
  const cut = words.findIndex((word) => word === ":" || word.startsWith("__"));
  return [type, ...words.slice(0, cut < 0 ? words.length : cut)].join(" ");
}

/** A field that does not read (a bit field's macro, `DECLARE_BITMAP(...)`): on to the next one. */
function skipField(inner: Cursor, from: number): void {
  inner.at = Math.max(inner.at, from + 1);
  while (!inner.done && !inner.accept(";")) inner.next();
}
