import {
  calleeName,
  constantIn,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../../source/index.ts";
import { elementsNamed, indexed, sizeOfArray } from "./array-sizes.ts";
import { ARITHMETIC, comesFrom, namesFrom, namesOf, type Origin } from "./origins.ts";

/** A place in the source where numbers of user space part ways. */
export interface Comparison {
  /** The variable or member that is compared. */
  readonly name: string;
  /** Values on both sides of where it changes. */
  readonly told: readonly number[];
  /** Of characters: `'s'`. */
  readonly isChar: boolean;
}

/** What functions compare with what comes from there; constants are those of all files, headers too. */
export function comparisons(
  origin: Origin,
  functions: readonly CFunction[],
  files: readonly SourceFile[],
): Comparison[] {
  const names = namesFrom(origin, functions);
  return functions.flatMap((fn) =>
    fn.body ? comparisonsIn(origin, fn, fn.body, names, files, (expr) => constantOf(expr, files)) : [],
  );
}

function comparisonsIn(
  origin: Origin,
  fn: CFunction,
  body: Stmt,
  names: ReadonlySet<string>,
  files: readonly SourceFile[],
  valueOf: (expr: Expr) => number | undefined,
): Comparison[] {
  const found: Comparison[] = [];
  const { text } = fn.file;
  const add = (other: Expr, constant: Expr, op: string): void => {
    const value = valueOf(constant);
    const isChar = origin.givesTexts && constant.kind === "number" && text[constant.start] === "'";
    if (value !== undefined) tell(other, value, op, isChar);
  };
  const tell = (other: Expr, value: number, op: string, isChar: boolean): void => {
    const along = namesOf(other);
    const [inner, before] = behindArithmetic(other, value, valueOf);
    if (isChar || comesFrom(origin, inner) || along.some((name) => names.has(name)))
      found.push({ name: along[0] ?? "", told: told(op, before), isChar });
  };
  walkExpressions(body, (expr, parents) => {
    if (!isComparison(expr) && !isTestOfBits(expr, parents.at(-1))) return;
    add(expr.left, expr.right, expr.op);
    add(expr.right, expr.left, mirrored(expr.op));
  });
  for (const [index, bound, op] of bounds(body, files)) tell(index, bound, op, false);
  for (const index of signedIndices(fn, body, files)) tell(index, 0, ">=", false);
  const walk = (stmt: Stmt, value: Expr | undefined): void => {
    if (stmt.kind === "case" && stmt.value && value) {
      add(value, stmt.value, "==");
      if (stmt.to) add(value, stmt.to, "==");
    }
    for (const inner of innerStatements(stmt)) walk(inner, stmt.kind === "switch" ? stmt.value : value);
  };
  walk(body, undefined);
  return found;
}

/**
 * An array parts what is inside from what is past its end: `a[n]` is right up to its last element, and so is `a[i]` where `i < n` says
 * how far i goes.
 */
function bounds(body: Stmt, files: readonly SourceFile[]): [index: Expr, bound: number, op: string][] {
  const counters = new Map<string, number>();
  const found: [Expr, number, string][] = [];
  walkExpressions(body, (expr) => {
    const { index, elements } = indexed(expr, files) ?? {};
    if (!index || elements === undefined) return;
    found.push([index, elements, "<"]);
    if (index.kind === "name") counters.set(index.name, elements);
  });
  walkExpressions(body, (expr) => {
    if (expr.kind !== "binary" || !/^<=?$/.test(expr.op) || expr.left.kind !== "name") return;
    const elements = counters.get(expr.left.name);
    if (elements !== undefined) found.push([expr.right, expr.op === "<" ? elements : elements - 1, ">"]);
  });
  return found;
}

const SIGNED = /^(signed|int|long|short|s8|s16|s32|s64|__s\d+|int\d+_t|ssize_t|loff_t)\b/;

/** What indexes an array, and may be less than 0: a test of its upper end says nothing about that. */
function signedIndices({ locals, file }: CFunction, body: Stmt, files: readonly SourceFile[]): Expr[] {
  const found: Expr[] = [];
  const typeOf = ([innermost = "", ...around]: readonly string[]): string | undefined =>
    around.length > 0
      ? files.flatMap(({ structs }) =>
          [...structs.values()].flatMap((fields) => fields.get(innermost) ?? []),
        )[0]?.type
      : (locals.get(innermost)?.type ?? file.globals.get(innermost)?.type);
  walkExpressions(body, (expr) => {
    if (expr.kind !== "index") return;
    const type = typeOf(namesOf(expr.index));
    if (type !== undefined && SIGNED.test(type)) found.push(expr.index);
  });
  return found;
}

type Binary = Extract<Expr, { kind: "binary" }>;

/** `a < b`, `a == b` and their kin. */
export function isComparison(expr: Expr): expr is Binary {
  return expr.kind === "binary" && /^([<>]=?|[=!]=)$/.test(expr.op);
}

/** `flags & FAST` by itself: a mask of what is compared, shifted or kept tells nothing. */
function isTestOfBits(expr: Expr, around: Expr | undefined): expr is Binary {
  if (expr.kind !== "binary" || expr.op !== "&" || around?.kind === "assign") return false;
  return around?.kind !== "binary" || /^(&&|\|\|)$/.test(around.op);
}

/** What is compared, behind arithmetic with numbers, and what it is where that is `value`: `(status & MASK) >> 4`, `level / 10`, `n + 1`. */
export function behindArithmetic(
  expr: Expr,
  value: number,
  valueOf: (expr: Expr) => number | undefined,
): [inner: Expr, value: number] {
  if (expr.kind !== "binary" || !ARITHMETIC.test(expr.op)) return [expr, value];
  const operand = valueOf(expr.right);
  if (operand === undefined && expr.op !== "&") return [expr, value];
  return behindArithmetic(expr.left, undone(expr.op, value, operand ?? 0), valueOf);
}

/** What `x` is where `x OP operand` is a value; a mask and a remainder are there as they are. */
function undone(op: string, value: number, operand: number): number {
  switch (op) {
    case ">>":
      return value * 2 ** operand;
    case "/":
      return value * operand;
    case "*":
      return operand === 0 ? value : Math.ceil(value / operand);
    case "+":
      return value - operand;
    case "-":
      return value + operand;
    default:
      return value;
  }
}

export function told(op: string, value: number): number[] {
  if (op === "<" || op === ">=") return [value - 1, value];
  return op === ">" || op === "<=" ? [value, value + 1] : [value];
}

export function mirrored(op: string): string {
  return op.replace(/[<>]/, (sign) => (sign === "<" ? ">" : "<"));
}

/** What an expression is that says it by itself: `5`, `-1`, `FAST`, `BIT(3)`, `1 << 3`. */
export function constantOf(expr: Expr, files: readonly SourceFile[]): number | undefined {
  const valueOf = (part: Expr | undefined): number | undefined => part && constantOf(part, files);
  switch (expr.kind) {
    case "number":
      return expr.value;
    case "name":
      return constantIn(expr.name, files) ?? enumerator(expr.name, files) ?? flagOf(expr.name, files);
    case "unary": {
      const value = expr.op === "-" ? valueOf(expr.operand) : undefined;
      return value === undefined ? undefined : -value;
    }
    case "call": {
      const [arg] = expr.args;
      if (calleeName(expr) === "ARRAY_SIZE" && arg) return elementsNamed(namesOf(arg)[0] ?? "", files);
      const bit = calleeName(expr) === "BIT" ? valueOf(arg) : undefined;
      return bit === undefined ? undefined : 2 ** bit;
    }
    case "binary": {
      const [left, right] = [valueOf(expr.left), valueOf(expr.right)];
      if (left === undefined || right === undefined) return undefined;
      return calculated(expr.op, left, right);
    }
    case "opaque":
      return sizeOfArray(expr.text, files);
    default:
      return undefined;
  }
}

function calculated(op: string, left: number, right: number): number | undefined {
  switch (op) {
    case "<<":
      return left * 2 ** right;
    case "|":
      return left | right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    default:
      return undefined;
  }
}

/** The value of a macro that is one bit: `#define HURRY BIT(6)`, `#define HURRY (1 << 6)`. */
function flagOf(name: string, files: readonly SourceFile[]): number | undefined {
  for (const { defines, text } of files) {
    const macro = defines.get(name);
    const body = macro && !macro.parameters ? text.slice(macro.bodyStart, macro.bodyEnd) : "";
    const [, bit] = /^\s*\(*\s*(?:BIT\(|1[UL]*\s*<<)\s*(\d+)\s*\)*\s*$/.exec(body) ?? [];
    if (bit !== undefined) return 2 ** Number(bit);
  }
  return undefined;
}

/** The value of `name` in an `enum { a, b = 5, name }` of a file whose values are numbers. */
function enumerator(name: string, files: readonly SourceFile[]): number | undefined {
  for (const { code } of files) {
    for (const [, body = ""] of code.matchAll(/\benum\b[^;{}()]*\{([^{}]*)\}/g)) {
      let next: number | undefined = 0;
      for (const item of body.split(",")) {
        const [, one, written] = /^\s*(\w+)\s*(?:=\s*(\S+)\s*)?$/.exec(item) ?? [];
        if (written !== undefined) next = /^-?(0x[\da-f]+|\d+)$/i.test(written) ? Number(written) : undefined;
        if (one === name) return next;
        if (next !== undefined) next++;
      }
    }
  }
  return undefined;
}
