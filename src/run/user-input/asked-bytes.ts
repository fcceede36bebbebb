import {
  calleeName,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../../source/index.ts";
import { matched, partsOf, placeOf, resolved, type Place } from "./bytes.ts";
import { constantOf, isComparison, mirrored, told } from "./comparisons.ts";

/** A sum of a buffer's bytes: it is that of the byte at `at`, or `total`. */
export interface Sum {
  readonly op: "+" | "^";
  readonly at: number | undefined;
  readonly total?: number;
}

/** What a function asks of the bytes of one buffer. */
export interface Asked {
  readonly values: Map<number, number[]>;
  readonly sums: Sum[];
}

/** What a function asks of the bytes of its buffers, by the buffers' names. */
export function askedBy(fn: CFunction, files: readonly SourceFile[]): Map<string, Asked> {
  const reading = new Reading(files);
  if (fn.body) reading.read(fn.body);
  return reading.asked;
}

type Op = Sum["op"];

/** Characters that include/linux/ctype.h has a test for. */
const CLASSES: readonly (readonly [name: string, char: string])[] = [
  ["isdigit", "1"],
  ["isxdigit", "1"],
  ["isalnum", "1"],
  ["isalpha", "a"],
  ["islower", "a"],
  ["isupper", "A"],
  ["isspace", " "],
];

class Reading {
  readonly asked = new Map<string, Asked>();
  private readonly files: readonly SourceFile[];
  private readonly valueOf: (expr: Expr) => number | undefined;
  /** Variables that a number is put into which is made of bytes. */
  private readonly holds = new Map<string, Expr>();
  /** Variables that bytes are added up in. */
  private readonly sums = new Map<string, { readonly buffer: string; readonly op: Op }>();

  constructor(files: readonly SourceFile[]) {
    this.files = files;
    this.valueOf = (expr) => constantOf(expr, files);
  }

  read(body: Stmt): void {
    walkExpressions(body, (expr) => {
      if (expr.kind === "assign" && expr.target.kind === "name")
        this.keep(expr.target.name, expr.op, expr.value);
    });
    walkExpressions(body, (expr) => {
      if (isComparison(expr)) {
        this.compare(expr.left, expr.right, expr.op);
        this.compare(expr.right, expr.left, mirrored(expr.op));
      } else if (expr.kind === "call") this.call(expr);
    });
    this.cases(body, undefined);
    for (const { buffer, op } of this.sums.values())
      if (this.of(buffer).sums.length === 0) this.of(buffer).sums.push({ op, at: undefined, total: 0 });
  }

  private of(buffer: string): Asked {
    const asked = this.asked.get(buffer) ?? { values: new Map<number, number[]>(), sums: [] };
    this.asked.set(buffer, asked);
    return asked;
  }

  private ask({ buffer, index }: Place, values: readonly number[]): void {
    if (index === undefined) return;
    const { values: all } = this.of(buffer);
    all.set(index, [...(all.get(index) ?? []), ...values]);
  }

  private keep(name: string, operator: string, value: Expr): void {
    const { holds, valueOf } = this;
    const place = placeOf(value, valueOf);
    const op = operator === "+=" ? "+" : operator === "^=" ? "^" : undefined;
    if (place && op) this.sums.set(name, { buffer: place.buffer, op });
    else if (operator === "=" && partsOf(resolved(value, 0, holds, valueOf)[0], valueOf).length > 0)
      holds.set(name, value);
  }

  private compare(one: Expr, other: Expr, op: string): void {
    const value = this.valueOf(other);
    if (value !== undefined) this.compareWith(one, value, op);
    else if (/^[!=]=$/.test(op)) this.compareBytes(one, other);
  }

  private compareWith(one: Expr, value: number, op: string): void {
    const { holds, valueOf } = this;
    const [inner, before] = resolved(one, value, holds, valueOf);
    const sum = inner.kind === "name" ? this.sums.get(inner.name) : undefined;
    if (sum) this.of(sum.buffer).sums.push({ op: sum.op, at: undefined, total: value });
    for (const [place, shift] of partsOf(inner, valueOf))
      this.ask(place, shift === undefined ? told(op, before) : [Math.floor(before / 2 ** shift) & 255]);
  }

  /** A byte with what others of its buffer add up to. */
  private compareBytes(one: Expr, other: Expr): void {
    const { valueOf } = this;
    const place = placeOf(one, valueOf);
    if (!place) return;
    const adding = other.kind === "name" ? this.sums.get(other.name) : undefined;
    const isOwn = adding
      ? adding.buffer === place.buffer
      : partsOf(other, valueOf).some(([part]) => part.buffer === place.buffer);
    if (!isOwn) return;
    const ops: readonly Op[] = adding ? [adding.op] : ["+", "^"];
    for (const op of ops) this.of(place.buffer).sums.push({ op, at: place.index });
  }

  private call(call: Expr & { readonly kind: "call" }): void {
    const kind = CLASSES.find(([name]) => name === calleeName(call));
    const place = kind && call.args[0] && placeOf(call.args[0], this.valueOf);
    if (place && place.index !== undefined && !this.asked.get(place.buffer)?.values.has(place.index))
      this.ask(place, [kind[1].charCodeAt(0)]);
    for (const [at, value] of matched(call, this.files, this.valueOf)) this.ask(at, [value]);
  }

  private cases(stmt: Stmt, value: Expr | undefined): void {
    if (stmt.kind === "case" && stmt.value && value) this.compare(value, stmt.value, "==");
    for (const inner of innerStatements(stmt)) this.cases(inner, stmt.kind === "switch" ? stmt.value : value);
  }
}
