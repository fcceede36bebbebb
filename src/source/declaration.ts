import type { Declarator, Expr, Stmt } from "./ast.ts";
import { readList } from "./arguments.ts";
import { UnreadableError, type Cursor } from "./cursor.ts";
import { readAssignment, type ReadBlock, within } from "./expression.ts";
import { isAttribute, isTypeWord, readType, skipAttributes } from "./type-words.ts";

/** Whether a statement that begins with a name declares something. */
export function startsDeclaration(cursor: Cursor): boolean {
  const word = cursor.text();
  if (isAttribute(word) || word === "typedef") return true;
  if (isTypeWord(word)) {
    if (cursor.is("(", 1)) return /^_*typeof_*$/.test(word) || cursor.is("*", 2); // `int (*fn)(void *)`
    return cursor.isName(1) || cursor.is("*", 1) || cursor.is("{", 1);
  }
  if (cursor.isName(1)) return true;
  let ahead = 1;
  while (cursor.is("*", ahead) || cursor.is("const", ahead)) ahead++;
  if (ahead === 1 || !cursor.isName(ahead)) return false;
  const after = cursor.text(ahead + 1);
  return after === "=" || after === ";" || after === "," || after === "[";
}

/** `type a = x, *b, c[2];` A declaration without names (`struct x { ... };`) has no declarators. */
export function readDeclaration(cursor: Cursor, readBlock: ReadBlock): Stmt {
  const { offset: start } = cursor;
  cursor.accept("typedef");
  const type = readType(cursor);
  if (type === undefined) {
    throw new UnreadableError(`'${cursor.text()}' where a type should stand`, cursor.offset);
  }
  const declarators: Declarator[] = [];
  while (!cursor.done && !cursor.is(";")) {
    const declarator = readDeclarator(cursor, type, readBlock);
    if (declarator) declarators.push(declarator);
    if (!cursor.accept(",")) break;
  }
  endStatement(cursor);
  return { kind: "decl", declarators, start, end: cursor.lastEnd };
}

function readDeclarator(cursor: Cursor, type: string, readBlock: ReadBlock): Declarator | undefined {
  const { offset: start } = cursor;
  let pointer = false;
  let array = false;
  let name: string | undefined;
  for (;;) {
    skipAttributes(cursor);
    if (cursor.accept("*")) pointer = true;
    else if (cursor.is("const") || cursor.is("volatile") || cursor.is("restrict")) cursor.next();
    else break;
  }
  if (cursor.is("(")) {
    const inner = cursor.enter();
    pointer = true;
    while (!inner.done && !(inner.isName() && !isAttribute(inner.text()))) inner.next();
    name = inner.done ? undefined : inner.text();
  } else if (cursor.isName()) {
    name = cursor.next().text;
  }
  for (;;) {
    skipAttributes(cursor);
    if (cursor.is("[")) array = true;
    else if (!cursor.is("(")) break;
    cursor.enter();
  }
  if (cursor.accept(":")) readAssignment(cursor, readBlock);
  skipAttributes(cursor);
  if (name !== undefined) skipUnlisted(cursor);
  let init: Expr | undefined;
  if (cursor.accept("="))
    init = cursor.is("{") ? readList(cursor, within(readBlock)) : readAssignment(cursor, readBlock);
  return name === undefined ? undefined : { name, type, pointer, array, init, start, end: cursor.lastEnd };
}

/** Attribute macros nobody listed, such as `__counted_by(count)`. */
function skipUnlisted(cursor: Cursor): void {
  while (cursor.isName()) {
    cursor.next();
    if (cursor.is("(")) cursor.enter();
  }
}

/** A semicolon, or what a macro's author left out: the end of the block. */
export function endStatement(cursor: Cursor): void {
  if (cursor.done || cursor.accept(";")) return;
  throw new UnreadableError(`expected ';', found '${cursor.text()}'`, cursor.offset);
}
