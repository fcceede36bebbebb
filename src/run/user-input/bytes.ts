import { calleeName, withoutCasts, type Expr, type SourceFile } from "../../source/index.ts";
import { behindArithmetic } from "./comparisons.ts";

/** A byte of a buffer that user space fills. */
export interface Place {
  readonly buffer: string;
  /** Undefined for one that is counted: the last. */
  readonly index: number | undefined;
}

/** What a variable was made of, behind arithmetic with numbers, and what that is where it is `value`. */
export function resolved(
  expr: Expr,
  value: number,
  holds: ReadonlyMap<string, Expr>,
  valueOf: (expr: Expr) => number | undefined,
): [inner: Expr, value: number] {
  let [inner, before] = behindArithmetic(expr, value, valueOf);
  for (let depth = 0; inner.kind === "name" && depth < 4; depth++) {
    const made = holds.get(inner.name);
    if (!made) break;
    [inner, before] = behindArithmetic(made, before, valueOf);
  }
  return [inner, before];
}

/** The bytes of a buffer that a number is put together of, and how far each is shifted; undefined for a byte that is all of it. */
export function partsOf(
  number: Expr,
  valueOf: (expr: Expr) => number | undefined,
): (readonly [place: Place, shift: number | undefined])[] {
  const expr = withoutCasts(number);
  const place = placeOf(expr, valueOf);
  if (place) return [[place, undefined]];
  if (expr.kind !== "binary") return [];
  if (/^[|+^&]$/.test(expr.op))
    return [...partsOf(expr.left, valueOf), ...partsOf(expr.right, valueOf)].map(([part, shift = 0]) => [
      part,
      shift,
    ]);
  const by = expr.op === "<<" ? valueOf(expr.right) : undefined;
  return by === undefined ? [] : partsOf(expr.left, valueOf).map(([part, shift = 0]) => [part, shift + by]);
}

/** `b[2]`, `*b`, `toupper(b[0])`, `b[n - 1]` */
export function placeOf(byte: Expr, valueOf: (expr: Expr) => number | undefined): Place | undefined {
  const expr = withoutCasts(byte);
  if (expr.kind === "call" && /^to(upper|lower)$/.test(calleeName(expr) ?? "") && expr.args[0])
    return placeOf(expr.args[0], valueOf);
  if (expr.kind === "unary" && expr.op === "*" && expr.operand.kind === "name")
    return { buffer: expr.operand.name, index: 0 };
  if (expr.kind !== "index" || expr.object.kind !== "name") return undefined;
  return { buffer: expr.object.name, index: valueOf(expr.index) };
}

/** The bytes that `memcmp(b + 2, magic, sizeof(magic))` and its kin ask for. */
export function matched(
  call: Expr & { readonly kind: "call" },
  files: readonly SourceFile[],
  valueOf: (expr: Expr) => number | undefined,
): (readonly [place: Place, value: number])[] {
  if (!/^(memcmp|bcmp|strncmp)$/.test(calleeName(call) ?? "")) return [];
  const [one, other, count] = call.args;
  if (!one || !other) return [];
  for (const [left, right] of [
    [one, other],
    [other, one],
  ] as const) {
    const from = startOf(left, valueOf);
    const bytes = bytesOf(right, files, valueOf);
    if (!from || !bytes) continue;
    const size = Math.min(bytes.length, (count && valueOf(count)) ?? bytes.length);
    return bytes.slice(0, size).map((value, at) => [{ buffer: from.buffer, index: from.index + at }, value]);
  }
  return [];
}

/** `b`, `b + 2`, `&b[2]` */
function startOf(
  address: Expr,
  valueOf: (expr: Expr) => number | undefined,
): { readonly buffer: string; readonly index: number } | undefined {
  const expr = withoutCasts(address);
  if (expr.kind === "name") return { buffer: expr.name, index: 0 };
  if (expr.kind === "unary" && expr.op === "&" && expr.operand.kind === "index")
    return offset(expr.operand.object, valueOf(expr.operand.index));
  return expr.kind === "binary" && expr.op === "+" ? offset(expr.left, valueOf(expr.right)) : undefined;
}

function offset(buffer: Expr, index: number | undefined): { buffer: string; index: number } | undefined {
  return buffer.kind === "name" && index !== undefined ? { buffer: buffer.name, index } : undefined;
}

/** The bytes of a text, or of a table of numbers: `static const u8 magic[] = { 0xde, 0xad }`. */
function bytesOf(
  table: Expr,
  files: readonly SourceFile[],
  valueOf: (expr: Expr) => number | undefined,
): number[] | undefined {
  const expr = withoutCasts(table);
  if (expr.kind === "string") {
    const text = expr.text
      .replace(/\\x([\da-f]{1,2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
      .replace(/\\n/g, "\n");
    return Array.from(text, (char) => char.charCodeAt(0));
  }
  if (expr.kind !== "name") return undefined;
  const init = files.flatMap(({ globals }) => globals.get(expr.name)?.init ?? [])[0];
  if (init?.kind === "string") return bytesOf(init, files, valueOf);
  if (init?.kind !== "list") return undefined;
  const values = init.items.map(({ value }) => valueOf(value));
  return values.every((value) => value !== undefined && value >= 0 && value < 256)
    ? values.filter((value) => value !== undefined)
    : undefined;
}
