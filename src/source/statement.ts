import type { Expr, Stmt } from "./ast.ts";
import { UnreadableError, type Cursor } from "./cursor.ts";
import { endStatement, readDeclaration, startsDeclaration } from "./declaration.ts";
import { readAssignment, readExpression } from "./expression.ts";
import { isAttribute, skipAttributes } from "./type-words.ts";

/** Reads statements up to the end of the cursor, as one block. */
export function readBlock(cursor: Cursor): Stmt {
  const { offset: start } = cursor;
  const body: Stmt[] = [];
  while (!cursor.done) body.push(readStatement(cursor));
  return { kind: "block", body, start, end: cursor.lastEnd };
}

function readStatement(cursor: Cursor): Stmt {
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
  if (BRACKET.test(token.text) && cursor.isName(1)) {
    cursor.next();
    return { kind: "empty", start, end: cursor.lastEnd };
  }
  if (startsDeclaration(cursor)) return readDeclaration(cursor, readBlock);
  return macroStatement(cursor) ?? expressionStatement(cursor);
}

/** A macro that stands by itself, before what it guards: `HOTKEY_CONFIG_CRITICAL_START`. */
const BRACKET = /^[A-Z][A-Z0-9_]*_(START|BEGIN|END)$/;

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

function expressionStatement(cursor: Cursor): Stmt {
  // brackets around what comes first are of the statement: `(*f)(x);`
  const { offset: start } = cursor;
  const expr = readExpression(cursor, readBlock);
  endStatement(cursor);
  return { kind: "expr", expr, start, end: cursor.lastEnd };
}

const LOOPS = /for_each|foreach|_for_|^for_|_iterate_|FOR_EACH|^(?:RB|LIST|list)_FOREACH/;

/** Macros that run what follows exactly once, under a lock or in a scope. */
const SCOPES = /^scoped_|_scope$|^with_|^guard$/;

/** Those of them that need no braces: `scoped_guard(mutex, &lock) statement`. */
const SCOPED = /^scoped_/;

/** `NAME(...) statement` and `NAME(...)` without a semicolon: macros that are not expressions. */
function macroStatement(cursor: Cursor): Stmt | undefined {
  if (!cursor.is("(", 1)) return undefined;
  const after = cursor.closer(1) + 1;
  const follower = after < cursor.end ? cursor.tokens[after] : undefined;
  const opensBody = follower?.text === "{";
  const standsAlone = follower === undefined || follower.kind === "name" || follower.text === "}";
  const name = cursor.text();
  const loop = LOOPS.test(name) && follower?.text !== ";";
  const headsBody =
    opensBody || loop || (SCOPED.test(name) && follower !== undefined && !/^[;}]$/.test(follower.text));
  if (!headsBody && !standsAlone) return undefined;
  if (isAttribute(follower?.text ?? "")) return undefined;
  const { offset: start } = cursor;
  const call = readHead(cursor, after);
  if (!headsBody) return { kind: "expr", expr: call, start, end: cursor.lastEnd };
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
