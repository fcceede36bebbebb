import type { Declarator, Expr, Stmt } from "./ast.ts";
import { UnreadableError, type Cursor } from "./cursor.ts";
import { readAssignment, readExpression, readList } from "./expression.ts";
import { isAttribute, isTypeWord, readType, skipAttributes } from "./type-words.ts";

/** Reads statements up to the end of the cursor, as one block. */
export function readBlock(cursor: Cursor): Stmt {
  const { offset: start } = cursor;
  const body: Stmt[] = [];
  while (!cursor.done) body.push(readStatement(cursor));
  return { kind: "block", body, start, end: cursor.lastEnd };
}

export function readStatement(cursor: Cursor): Stmt {
  cursor.dive();
  const stmt = readOne(cursor);
  cursor.rise();
  return stmt;
}

function readOne(cursor: Cursor): Stmt {
  const { offset: start } = cursor;
  if (cursor.is("{")) {
    const inner = cursor.enter();
    return readBlock(inner);
  }
  if (cursor.accept(";")) return { kind: "empty", start, end: cursor.lastEnd };
  const token = cursor.peek();
  if (token?.kind !== "name") return expressionStatement(cursor);
  const keyword = KEYWORDS[token.text];
  if (keyword) {
    cursor.next();
    const stmt = keyword(cursor);
    return { ...stmt, start, end: cursor.lastEnd };
  }
  if (cursor.is(":", 1) && !cursor.is("::", 1)) {
    cursor.at += 2;
    skipAttributes(cursor);
    return { kind: "label", name: token.text, start, end: cursor.lastEnd };
  }
  if (startsDeclaration(cursor)) return readDeclaration(cursor);
  return macroStatement(cursor) ?? expressionStatement(cursor);
}

type Bare<S> = S extends unknown ? Omit<S, "start" | "end"> : never;

const KEYWORDS: Record<string, ((cursor: Cursor) => Bare<Stmt>) | undefined> = Object.assign(
  Object.create(null) as Record<string, (cursor: Cursor) => Bare<Stmt>>,
  {
    if: readIf,
    while: (cursor: Cursor): Bare<Stmt> => {
      const test = readCondition(cursor);
      return { kind: "while", test, body: readStatement(cursor) };
    },
    do: (cursor: Cursor): Bare<Stmt> => {
      const body = readStatement(cursor);
      cursor.expect("while");
      const test = readCondition(cursor);
      cursor.accept(";");
      return { kind: "do", body, test };
    },
    for: readFor,
    switch: (cursor: Cursor): Bare<Stmt> => {
      const value = readCondition(cursor);
      return { kind: "switch", value, body: readStatement(cursor) };
    },
    case: readCase,
    default: (cursor: Cursor): Bare<Stmt> => {
      cursor.expect(":");
      return { kind: "case", value: undefined, to: undefined };
    },
    return: (cursor: Cursor): Bare<Stmt> => {
      const value = cursor.is(";") || cursor.done ? undefined : readExpression(cursor, readBlock);
      endStatement(cursor);
      return { kind: "return", value };
    },
    break: (cursor: Cursor): Bare<Stmt> => {
      endStatement(cursor);
      return { kind: "break" };
    },
    continue: (cursor: Cursor): Bare<Stmt> => {
      endStatement(cursor);
      return { kind: "continue" };
    },
    goto: (cursor: Cursor): Bare<Stmt> => {
      const label = cursor.isName() ? cursor.next().text : undefined;
      while (!cursor.done && !cursor.is(";")) cursor.next();
      endStatement(cursor);
      return { kind: "goto", label };
    },
    asm: readAssembly,
    __asm__: readAssembly,
    __extension__: (cursor: Cursor): Bare<Stmt> => readStatement(cursor),
  },
);

function readIf(cursor: Cursor): Bare<Stmt> {
  const test = readCondition(cursor);
  const yes = readStatement(cursor);
  const no = cursor.accept("else") ? readStatement(cursor) : undefined;
  return { kind: "if", test, yes, no };
}

function readFor(cursor: Cursor): Bare<Stmt> {
  const head = cursor.enter();
  const init = readStatement(head);
  const test = head.is(";") ? undefined : readExpression(head, readBlock);
  head.expect(";");
  const step = head.done ? undefined : readExpression(head, readBlock);
  return { kind: "for", init, test, step, body: readStatement(cursor) };
}

function readCase(cursor: Cursor): Bare<Stmt> {
  const value = readAssignment(cursor, readBlock);
  const to = cursor.accept("...") ? readAssignment(cursor, readBlock) : undefined;
  cursor.expect(":");
  return { kind: "case", value, to };
}

function readAssembly(cursor: Cursor): Bare<Stmt> {
  while (!cursor.done && !cursor.is("(")) cursor.next();
  if (!cursor.done) cursor.enter();
  cursor.accept(";");
  return { kind: "empty" };
}

function readCondition(cursor: Cursor): Expr {
  if (!cursor.is("(")) return readAssignment(cursor, readBlock); // `if ACPI_FAILURE(x)`: a macro brings them
  const inner = cursor.enter();
  const expr = readExpression(inner, readBlock);
  if (!inner.done) throw new UnreadableError(`'${inner.text()}' is not expected here`, inner.offset);
  return expr;
}

/** A semicolon, or what a macro's author left out: the end of the block. */
function endStatement(cursor: Cursor): void {
  if (cursor.done || cursor.accept(";")) return;
  throw new UnreadableError(`expected ';', found '${cursor.text()}'`, cursor.offset);
}

function expressionStatement(cursor: Cursor): Stmt {
  const expr = readExpression(cursor, readBlock);
  endStatement(cursor);
  return { kind: "expr", expr, start: expr.start, end: cursor.lastEnd };
}

const LOOPS = /for_each|foreach|_for_|^for_|_iterate_|FOR_EACH|^(?:RB|LIST|list)_FOREACH/;

/** Macros that run what follows exactly once, under a lock or in a scope. */
const SCOPES = /^scoped_|_scope$|^with_|^guard$/;

/** `NAME(...) statement` and `NAME(...)` without a semicolon: macros that are not expressions. */
function macroStatement(cursor: Cursor): Stmt | undefined {
  if (!cursor.is("(", 1)) return undefined;
  const after = cursor.closer(1) + 1;
  const follower = after < cursor.end ? cursor.tokens[after] : undefined;
  const opensBody = follower?.text === "{";
  const standsAlone = follower === undefined || follower.kind === "name" || follower.text === "}";
  const name = cursor.text();
  const loop = LOOPS.test(name) && follower?.text !== ";";
  if (!opensBody && !standsAlone && !loop) return undefined;
  if (isAttribute(follower?.text ?? "")) return undefined;
  const { offset: start } = cursor;
  const call = readHead(cursor, after);
  if (!opensBody && !loop) return { kind: "expr", expr: call, start, end: cursor.lastEnd };
  const body = readStatement(cursor);
  return { kind: "macro", head: call, loop: loop || !SCOPES.test(name), body, start, end: cursor.lastEnd };
}

/** Reads just the call that ends before a token index. */
function readHead(cursor: Cursor, to: number): Expr {
  const head = cursor.part(cursor.at, to);
  const expr = readExpression(head, readBlock);
  cursor.at = to;
  return expr;
}

/** Whether a statement that begins with a name declares something. */
function startsDeclaration(cursor: Cursor): boolean {
  const word = cursor.text();
  if (isAttribute(word) || word === "typedef") return true;
  if (isTypeWord(word)) {
    if (cursor.is("(", 1)) return /^_*typeof_*$/.test(word);
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
export function readDeclaration(cursor: Cursor): Stmt {
  const { offset: start } = cursor;
  cursor.accept("typedef");
  const type = readType(cursor);
  if (type === undefined) {
    throw new UnreadableError(`'${cursor.text()}' where a type should stand`, cursor.offset);
  }
  const declarators: Declarator[] = [];
  while (!cursor.done && !cursor.is(";")) {
    const declarator = readDeclarator(cursor, type);
    if (declarator) declarators.push(declarator);
    if (!cursor.accept(",")) break;
  }
  endStatement(cursor);
  return { kind: "decl", declarators, start, end: cursor.lastEnd };
}

function readDeclarator(cursor: Cursor, type: string): Declarator | undefined {
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
  if (name !== undefined) while (cursor.isName()) cursor.next(); // attribute macros nobody listed
  let init: Expr | undefined;
  if (cursor.accept("="))
    init = cursor.is("{") ? readList(cursor, readBlock) : readAssignment(cursor, readBlock);
  return name === undefined ? undefined : { name, type, pointer, array, init, start, end: cursor.lastEnd };
}
