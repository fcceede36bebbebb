import type { Expr, Stmt } from "./ast.ts";
import { LONGEST_CHAIN, UnreadableError, type Cursor } from "./cursor.ts";
import { isAttribute, isTypeWord } from "./type-words.ts";

/** How tightly each binary operator binds; higher is tighter. */
const BINDS: Record<string, number> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

const ASSIGNS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="]);

const PREFIXES = new Set(["!", "~", "-", "+", "&", "*", "++", "--", "&&"]);

/** How a `({ ... })` is read; handed in, since statements need expressions and expressions statements. */
export type ReadBlock = (cursor: Cursor) => Stmt;

/** Reads an expression, commas included; it ends where no operator follows. */
export function readExpression(cursor: Cursor, readBlock: ReadBlock): Expr {
  const first = readAssignment(cursor, readBlock);
  if (!cursor.is(",")) return first;
  const items = [first];
  while (cursor.accept(",")) items.push(readAssignment(cursor, readBlock));
  return { kind: "comma", items, start: first.start, end: cursor.lastEnd };
}

export function readAssignment(cursor: Cursor, readBlock: ReadBlock): Expr {
  cursor.dive();
  const expr = readAssigned(cursor, readBlock);
  cursor.rise();
  return expr;
}

function readAssigned(cursor: Cursor, readBlock: ReadBlock): Expr {
  const left = readConditional(cursor, readBlock);
  const op = cursor.text();
  if (!ASSIGNS.has(op) || cursor.peek()?.kind !== "punct") return left;
  cursor.next();
  const value = cursor.is("{") ? readList(cursor, readBlock) : readAssignment(cursor, readBlock);
  return { kind: "assign", op, target: left, value, start: left.start, end: value.end };
}

function readConditional(cursor: Cursor, readBlock: ReadBlock): Expr {
  const test = readBinary(cursor, readBlock, 1);
  if (!cursor.accept("?")) return test;
  const yes = cursor.is(":") ? test : readExpression(cursor, readBlock);
  cursor.expect(":");
  const no = readAssignment(cursor, readBlock);
  return { kind: "conditional", test, yes, no, start: test.start, end: no.end };
}

function readBinary(cursor: Cursor, readBlock: ReadBlock, least: number): Expr {
  let left = readUnary(cursor, readBlock);
  for (let length = 0; ; length++) {
    if (length > LONGEST_CHAIN)
      throw new UnreadableError("too many operators in one expression", cursor.offset);
    const token = cursor.peek();
    const binds = token?.kind === "punct" ? BINDS[token.text] : undefined;
    if (token === undefined || binds === undefined || binds < least) return left;
    cursor.next();
    const right = readBinary(cursor, readBlock, binds + 1);
    left = { kind: "binary", op: token.text, left, right, start: left.start, end: right.end };
  }
}

function readUnary(cursor: Cursor, readBlock: ReadBlock): Expr {
  const token = cursor.peek();
  if (!token) throw new UnreadableError("an expression is missing", cursor.offset);
  if (token.kind === "punct" && PREFIXES.has(token.text)) {
    cursor.next();
    cursor.dive();
    const operand = readUnary(cursor, readBlock);
    cursor.rise();
    return { kind: "unary", op: token.text, operand, postfix: false, start: token.start, end: operand.end };
  }
  if (token.text === "sizeof" || token.text === "__alignof__" || token.text === "_Alignof") {
    return readSizeof(cursor, readBlock);
  }
  if (token.text === "(") {
    const cast = readCast(cursor, readBlock);
    if (cast) return cast;
  }
  return readPostfix(cursor, readBlock, readPrimary(cursor, readBlock));
}

function readSizeof(cursor: Cursor, readBlock: ReadBlock): Expr {
  const token = cursor.next();
  if (cursor.is("(")) {
    const inner = cursor.enter();
    const text = inner.words(inner.at, inner.end);
    return { kind: "opaque", text: `sizeof(${text})`, start: token.start, end: cursor.lastEnd };
  }
  const operand = readUnary(cursor, readBlock);
  return { kind: "unary", op: "sizeof", operand, postfix: false, start: token.start, end: operand.end };
}

/** `(type) operand` or `(type) { ... }`; undefined when the parenthesis holds an expression. */
function readCast(cursor: Cursor, readBlock: ReadBlock): Expr | undefined {
  const close = cursor.closer();
  const from = cursor.at + 1;
  if (!looksLikeType(cursor, from, close)) return undefined;
  const after = close + 1 < cursor.end ? cursor.tokens[close + 1] : undefined;
  const certain = close - from > 1 || isTypeWord(cursor.tokens[from]?.text ?? "");
  if (!after || !startsOperand(after.text, after.kind, certain)) return undefined;
  const start = cursor.offset;
  const type = cursor.words(from, close);
  cursor.at = close + 1;
  cursor.dive();
  const operand = cursor.is("{")
    ? readPostfix(cursor, readBlock, readList(cursor, readBlock))
    : readUnary(cursor, readBlock);
  cursor.rise();
  return { kind: "cast", type, operand, start, end: operand.end };
}

/** Whether the tokens read as `struct x *`, `unsigned long`, `foo_t`, `foo *`, or as one plain name. */
function looksLikeType(cursor: Cursor, from: number, to: number): boolean {
  const first = cursor.tokens[from];
  if (first?.kind !== "name" || to <= from) return false;
  if (isTypeWord(first.text)) return true;
  let at = from + 1;
  while (at < to && (cursor.tokens[at]?.text === "*" || isAttribute(cursor.tokens[at]?.text ?? ""))) at++;
  return at === to;
}

/** Whether a token after `(name)` makes it a cast. `certain`: the name can only be a type. */
function startsOperand(text: string, kind: string, certain: boolean): boolean {
  if (kind === "name" || kind === "number" || kind === "string" || kind === "char") return true;
  if (text === "{" || text === "~" || text === "!") return true;
  return certain && (text === "(" || text === "-" || text === "&" || text === "*" || text === "+");
}

function readPrimary(cursor: Cursor, readBlock: ReadBlock): Expr {
  const token = cursor.peek();
  if (!token) throw new UnreadableError("an expression is missing", cursor.offset);
  const { start } = token;
  switch (token.kind) {
    case "name":
      if (/^(struct|union|enum|if|while|for|return|goto|else|do|switch)$/.test(token.text)) {
        throw new UnreadableError(`'${token.text}' where an expression should stand`, start);
      }
      cursor.next();
      if (cursor.peek()?.kind === "string") return readString(cursor, start);
      return { kind: "name", name: token.text, start, end: token.end };
    case "number":
      cursor.next();
      return { kind: "number", value: numberOf(token.text), start, end: token.end };
    case "char":
      cursor.next();
      return { kind: "number", value: charOf(token.text), start, end: token.end };
    case "string":
      return readString(cursor, start);
    case "punct":
      if (token.text === "(") return readParenthesis(cursor, readBlock);
      if (token.text === "{") return readList(cursor, readBlock);
      throw new UnreadableError(`'${token.text}' where an expression should stand`, start);
  }
}

function readParenthesis(cursor: Cursor, readBlock: ReadBlock): Expr {
  const { offset: start } = cursor;
  const inner = cursor.enter();
  if (inner.is("{")) return { kind: "block", body: readBlock(inner), start, end: cursor.lastEnd };
  const expr = readExpression(inner, readBlock);
  if (!inner.done) throw new UnreadableError(`'${inner.text()}' is not expected here`, inner.offset);
  return expr;
}

/** Adjacent strings, with macros such as `KERN_ERR` or `PRIu64` between them. */
function readString(cursor: Cursor, start: number): Expr {
  let text = "";
  for (;;) {
    const token = cursor.peek();
    if (token?.kind === "string") text += token.text.slice(1, -1);
    else if (token?.kind !== "name" || !/^[A-Z_a-z]\w*$/.test(token.text)) break;
    cursor.next();
  }
  return { kind: "string", text, start, end: cursor.lastEnd };
}

function readPostfix(cursor: Cursor, readBlock: ReadBlock, primary: Expr): Expr {
  let expr = primary;
  for (let length = 0; ; length++) {
    if (length > LONGEST_CHAIN)
      throw new UnreadableError("too many operators in one expression", cursor.offset);
    const { start } = expr;
    const text = cursor.peek()?.kind === "punct" ? cursor.text() : "";
    if (text === "(") {
      const args = readArguments(cursor.enter(), readBlock);
      expr = { kind: "call", callee: expr, args, start, end: cursor.lastEnd };
    } else if (text === "[") {
      const index = readExpression(cursor.enter(), readBlock);
      expr = { kind: "index", object: expr, index, start, end: cursor.lastEnd };
    } else if (text === "." || text === "->") {
      cursor.next();
      const field = cursor.next().text;
      expr = { kind: "member", object: expr, field, arrow: text === "->", start, end: cursor.lastEnd };
    } else if (text === "++" || text === "--") {
      cursor.next();
      expr = { kind: "unary", op: text, operand: expr, postfix: true, start, end: cursor.lastEnd };
    } else {
      return expr;
    }
  }
}

/** Arguments of a call; one that is a type, an operator or a statement becomes opaque. */
function readArguments(inner: Cursor, readBlock: ReadBlock): Expr[] {
  const args: Expr[] = [];
  while (!inner.done) {
    const from = inner.at;
    const to = endOfArgument(inner);
    const one = inner.part(from, to);
    args.push(readArgument(one, readBlock));
    inner.at = to + 1;
  }
  return args;
}

function readArgument(one: Cursor, readBlock: ReadBlock): Expr {
  const { at, offset: start } = one;
  const opaque = (): Expr => ({
    kind: "opaque",
    text: one.words(at, one.end),
    start,
    end: one.tokens[one.end - 1]?.end ?? start,
  });
  try {
    const expr = readAssignment(one, readBlock);
    return one.done ? expr : opaque();
  } catch (error) {
    if (error instanceof UnreadableError) return opaque();
    throw error;
  }
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
export function readList(cursor: Cursor, readBlock: ReadBlock): Expr {
  const { offset: start } = cursor;
  const inner = cursor.enter();
  const items: { field?: string; value: Expr }[] = [];
  while (!inner.done) {
    const to = endOfArgument(inner);
    const one = inner.part(inner.at, to);
    if (!one.done) items.push(readItem(one, readBlock));
    inner.at = to + 1;
  }
  return { kind: "list", items, start, end: cursor.lastEnd };
}

function readItem(one: Cursor, readBlock: ReadBlock): { field?: string; value: Expr } {
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
  const value = readArgument(one, readBlock);
  return field === undefined ? { value } : { field, value };
}

function numberOf(text: string): number {
  const value = Number(text.replace(/[uUlL]+$/, ""));
  if (!Number.isNaN(value)) return value;
  return Number.parseInt(text, /^0[0-7]+/.test(text) ? 8 : 10);
}

function charOf(text: string): number {
  const ESCAPES: Record<string, number> = { n: 10, t: 9, r: 13, "0": 0 };
  const [, first = "", second = ""] = text;
  return first === "\\" ? (ESCAPES[second] ?? second.charCodeAt(0)) : first.charCodeAt(0);
}
