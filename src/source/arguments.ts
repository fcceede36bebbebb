import type { Expr } from "./ast.ts";
import { UnreadableError, type Cursor } from "./cursor.ts";

/** Reads an expression without commas; handed in, since expressions hold arguments and arguments are expressions. */
type ReadOne = (one: Cursor) => Expr;

/** Arguments of a call; one that is a type, an operator or a statement becomes opaque. */
export function readArguments(inner: Cursor, readOne: ReadOne): Expr[] {
  const args: Expr[] = [];
  while (!inner.done) {
    const from = inner.at;
    const to = endOfArgument(inner);
    const one = inner.part(from, to);
    args.push(readArgument(one, readOne));
    inner.at = to + 1;
  }
  return args;
}

function readArgument(one: Cursor, readOne: ReadOne): Expr {
  const { at, offset: start } = one;
  const opaque = (): Expr => ({
    kind: "opaque",
    text: one.words(at, one.end),
    start,
    end: one.tokens[one.end - 1]?.end ?? start,
  });
  try {
    const expr = readOne(one);
    return one.done ? expr : opaque();
  } catch (error) {
    if (error instanceof UnreadableError) return opaque();
    throw error;
  }
}

/** The words of each argument, where they need not read as C. */
export function argumentWords(inner: Cursor): string[] {
  const args: string[] = [];
  while (!inner.done) {
    const to = endOfArgument(inner);
    args.push(inner.words(inner.at, to));
    inner.at = to + 1;
  }
  return args;
}

function endOfArgument(cursor: Cursor): number {
  for (let at = cursor.at; at < cursor.end; at++) {
    if (cursor.tokens[at]?.text === ",") return at;
    const match = cursor.matches[at] ?? -1;
    if (match > at) at = match;
  }
  return cursor.end;
}

/** `{ .field = value, [index] = value, value }` */
export function readList(cursor: Cursor, readOne: ReadOne): Expr {
  const { offset: start } = cursor;
  const inner = cursor.enter();
  const items: { field?: string; value: Expr }[] = [];
  while (!inner.done) {
    const to = endOfArgument(inner);
    const one = inner.part(inner.at, to);
    if (!one.done) items.push(readItem(one, readOne));
    inner.at = to + 1;
  }
  return { kind: "list", items, start, end: cursor.lastEnd };
}

function readItem(one: Cursor, readOne: ReadOne): { field?: string; value: Expr } {
  let field: string | undefined;
  while (one.is(".") || one.is("[")) {
    if (one.is("[")) {
      one.enter();
    } else {
      one.next();
      field = one.next().text;
    }
  }
  one.accept("=");
  const value = readArgument(one, readOne);
  return field === undefined ? { value } : { field, value };
}
