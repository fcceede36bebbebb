import { UnreadableError, type Cursor } from "./cursor.ts";
import { readDeclaration } from "./declaration.ts";
import { readBlock } from "./statement.ts";

type Fields = Map<string, string>;

/** The structs that a declaration defines, nested ones with a name too; up to where it does not read. */
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
  while (!cursor.done && !cursor.is("=")) {
    const word = cursor.text();
    const named = cursor.isName(1) ? 1 : 0;
    if ((word === "struct" || word === "union") && cursor.is("{", 1 + named)) {
      const name = named ? cursor.text(1) : "";
      cursor.at += 1 + named;
      const fields: Fields = new Map();
      readFields(cursor.enter(), fields, found);
      if (name) found.push([name, fields]);
    } else if (cursor.is("(") || cursor.is("[") || cursor.is("{")) {
      cursor.at = Math.max(cursor.at + 1, (cursor.matches[cursor.at] ?? -1) + 1);
    } else {
      cursor.next();
    }
  }
}

/** Adds `name -> type` for each field; those of nameless inner structs count as the outer one's. */
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
        for (const [name, type] of nested) fields.set(name, type);
        continue;
      }
      inner.at = from;
      for (const [name, type] of nested) if (!fields.has(name)) fields.set(name, type);
    }
    try {
      const stmt = readDeclaration(inner, readBlock);
      if (stmt.kind !== "decl") continue;
      for (const { name, type } of stmt.declarators) fields.set(name, type);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      skipField(inner, from);
    }
  }
}

/** A field that does not read (a bit field's macro, `DECLARE_BITMAP(...)`): on to the next one. */
function skipField(inner: Cursor, from: number): void {
  inner.at = Math.max(inner.at, from + 1);
  while (!inner.done && !inner.accept(";")) inner.next();
}
