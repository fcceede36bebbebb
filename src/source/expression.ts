import { readArguments, readList } from "./arguments.ts";
import type { Expr, Stmt } from "./ast.ts";
import { LONGEST_CHAIN, UnreadableError, type Cursor } from "./cursor.ts";
import { looksLikeType, startsOperand } from "./cast.ts";
import { charOf, numberOf, readString } from "./literals.ts";
import { isTypeWord } from "./type-words.ts";

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

/** Reads one argument, or one value of a list. */
export function within(readBlock: ReadBlock): (one: Cursor) => Expr {
  return (one) => readAssignment(one, readBlock);
}

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
  const value = cursor.is("{") ? readList(cursor, within(readBlock)) : readAssignment(cursor, readBlock);
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
    ? readPostfix(cursor, readBlock, readList(cursor, within(readBlock)))
    : readUnary(cursor, readBlock);
  cursor.rise();
  return { kind: "cast", type, operand, start, end: operand.end };
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
      if (token.text === "{") return readList(cursor, within(readBlock));
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

function readPostfix(cursor: Cursor, readBlock: ReadBlock, primary: Expr): Expr {
  let expr = primary;
  for (let length = 0; ; length++) {
    if (length > LONGEST_CHAIN)
      throw new UnreadableError("too many operators in one expression", cursor.offset);
    const { start } = expr;
    const text = cursor.peek()?.kind === "punct" ? cursor.text() : "";
    if (text === "(") {
      const args = readArguments(cursor.enter(), within(readBlock));
      expr = { kind: "call", callee: expr, args, start, end: cursor.lastEnd };
    } else if (text === "[") {
      const index = readExpression(cursor.enter(), readBlock);
      expr = { kind: "index", object: expr, index, start, end: cursor.lastEnd };
    } else if (text === "." || text === "->") {
      cursor.next();
      if (!cursor.isName()) throw new UnreadableError("a field without a name", cursor.offset);
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
