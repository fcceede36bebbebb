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
import type { UserRecord } from "../../machine/user-input.ts";
import { matched, partsOf, placeOf, resolved, type Place } from "./bytes.ts";
import { constantOf, isComparison, mirrored, told } from "./comparisons.ts";
import { namesFrom, USER } from "./origins.ts";

/** A sum of a buffer's bytes: it is that of the byte at `at`, or `total`. */
interface Sum {
  readonly op: "+" | "^";
  readonly at: number | undefined;
  readonly total?: number;
}

/** What a function asks of the bytes of one buffer. */
interface Asked {
  readonly values: Map<number, number[]>;
  readonly sums: Sum[];
}

/** Frames of one buffer, and values of one byte of it, that are tried. */
const MOST = { frames: 12, values: 5, bytes: 64 };

/** Buffers of bytes that hold what a module asks of them: `f[0] == 0x5a`, `memcmp(f, magic, 4)`, `digit = f[1] - '0'`, `sum == f[3]`. */
export function framesOf(
  functions: readonly CFunction[],
  files: readonly SourceFile[],
  sizes: readonly number[],
): Uint8Array[] {
  const names = namesFrom(USER, functions);
  return functions.flatMap((fn) => {
    if (!fn.body) return [];
    const found: Uint8Array[] = [];
    for (const [buffer, asked] of askedBy(fn, files)) {
      if (!names.has(buffer)) continue;
      const known = sizeOfBuffer(buffer, fn, files);
      const least = Math.max(-1, ...asked.values.keys(), ...asked.sums.map(({ at = -1 }) => at)) + 1;
      // a single byte is a number or a character, which is tried by itself
      if (asked.sums.length === 0 && (asked.values.size < 2 || least > MOST.bytes)) continue;
      const exact = sizes.filter((size) => size >= least && (known === undefined || size <= known));
      const wanted = exact.length > 0 ? exact : [asked.sums.length > 0 ? (known ?? least) : least];
      for (const size of wanted.slice(0, 2))
        if (size <= MOST.bytes) found.push(...filled(asked, size).slice(0, MOST.frames));
    }
    return found;
  });
}

/** A frame that somebody can type; undefined where it is none. */
export function typed(frame: Uint8Array): string | undefined {
  const text = String.fromCharCode(...frame);
  return /^[ -~]+$/.test(text) ? text : undefined;
}

export function recordOfFrame(frame: Uint8Array): UserRecord {
  return { bytes: frame, says: `${frame.length} bytes` };
}

/** Each combination of what is asked; bytes that nothing is asked of are 0, or `a` in a text. */
function filled({ values, sums }: Asked, size: number): Uint8Array[] {
  const isText = [...values.values()].every((all) => all.every((one) => one >= 32 && one < 127));
  let frames: Uint8Array[] = [new Uint8Array(size).fill(isText && sums.length === 0 ? 97 : 0)];
  for (const [index, all] of values) {
    if (index >= size) continue;
    frames = frames
      .flatMap((frame) =>
        [...new Set(all)]
          .filter((value) => value >= 0 && value < 256)
          .slice(0, MOST.values)
          .map((value) => withByte(frame, index, value)),
      )
      .slice(0, 4 * MOST.frames);
  }
  // `f[5] == 0` may be what keeps it from going on
  const [first] = frames;
  if (first && frames.length === 1)
    frames = [
      first,
      ...[...values.keys()].filter((index) => index < size).map((index) => other(first, index)),
    ];
  return sums.length === 0 ? frames : frames.flatMap((frame) => sums.flatMap((sum) => summed(frame, sum)));
}

/** A sum may begin behind the first byte. */
function summed(frame: Uint8Array, { op, at = frame.length - 1, total }: Sum): Uint8Array[] {
  return [0, 1].map((from) => {
    const others = frame.filter(
      (_, index) => index >= from && index !== at && (total !== undefined || index < at),
    );
    const sum = others.reduce((before, byte) => (op === "+" ? before + byte : before ^ byte), 0);
    const byte = total === undefined ? sum : op === "+" ? total - sum : total ^ sum;
    return withByte(frame, at, byte & 255);
  });
}

function other(frame: Uint8Array, index: number): Uint8Array {
  return withByte(frame, index, ((frame[index] ?? 0) + 1) & 255);
}

function withByte(frame: Uint8Array, index: number, value: number): Uint8Array {
  const other = frame.slice();
  other[index] = value;
  return other;
}

function askedBy(fn: CFunction, files: readonly SourceFile[]): Map<string, Asked> {
  const found = new Map<string, Asked>();
  const askedOf = (buffer: string): Asked => {
    const asked = found.get(buffer) ?? { values: new Map<number, number[]>(), sums: [] };
    found.set(buffer, asked);
    return asked;
  };
  const ask = ({ buffer, index }: Place, values: readonly number[]): void => {
    if (index === undefined) return;
    const { values: all } = askedOf(buffer);
    all.set(index, [...(all.get(index) ?? []), ...values]);
  };
  const valueOf = (expr: Expr): number | undefined => constantOf(expr, files);
  const holds = new Map<string, Expr>();
  const sums = new Map<string, { readonly buffer: string; readonly op: "+" | "^" }>();
  const compare = (one: Expr, other: Expr, op: string): void => {
    const value = valueOf(other);
    if (value !== undefined) {
      const [inner, before] = resolved(one, value, holds, valueOf);
      const sum = inner.kind === "name" ? sums.get(inner.name) : undefined;
      if (sum) askedOf(sum.buffer).sums.push({ op: sum.op, at: undefined, total: value });
      for (const [place, shift] of partsOf(inner, valueOf))
        ask(place, shift === undefined ? told(op, before) : [Math.floor(before / 2 ** shift) & 255]);
      return;
    }
    const place = placeOf(one, valueOf);
    if (!place || !/^[!=]=$/.test(op)) return;
    const adding = other.kind === "name" ? sums.get(other.name) : undefined;
    const isOwn = adding
      ? adding.buffer === place.buffer
      : partsOf(other, valueOf).some(([part]) => part.buffer === place.buffer);
    if (!isOwn) return;
    const ops = adding ? [adding.op] : (["+", "^"] as const);
    for (const sum of ops) askedOf(place.buffer).sums.push({ op: sum, at: place.index });
  };
  const body = fn.body;
  if (!body) return found;
  const remember = (name: string, value: Expr): void => {
    if (partsOf(resolved(value, 0, holds, valueOf)[0], valueOf).length > 0) holds.set(name, value);
  };
  const declared = (stmt: Stmt): void => {
    if (stmt.kind === "decl") for (const { name, init } of stmt.declarators) if (init) remember(name, init);
    for (const inner of innerStatements(stmt)) declared(inner);
  };
  declared(body);
  walkExpressions(body, (expr) => {
    if (expr.kind !== "assign" || expr.target.kind !== "name") return;
    const op = /^([+^])=$/.exec(expr.op)?.[1];
    const place = placeOf(expr.value, valueOf);
    if (place && (op === "+" || op === "^")) sums.set(expr.target.name, { buffer: place.buffer, op });
    else if (expr.op === "=") remember(expr.target.name, expr.value);
  });
  walkExpressions(body, (expr) => {
    if (isComparison(expr)) {
      compare(expr.left, expr.right, expr.op);
      compare(expr.right, expr.left, mirrored(expr.op));
    } else if (expr.kind === "call") {
      const kind = CLASSES.find(([name]) => name === calleeName(expr));
      const place = kind && expr.args[0] && placeOf(expr.args[0], valueOf);
      if (place && place.index !== undefined && !found.get(place.buffer)?.values.has(place.index))
        ask(place, [kind[1].charCodeAt(0)]);
      for (const [at, value] of matched(expr, files, valueOf)) ask(at, [value]);
    }
  });
  const cases = (stmt: Stmt, value: Expr | undefined): void => {
    if (stmt.kind === "case" && stmt.value && value) compare(value, stmt.value, "==");
    for (const inner of innerStatements(stmt)) cases(inner, stmt.kind === "switch" ? stmt.value : value);
  };
  cases(body, undefined);
  for (const { buffer, op } of sums.values())
    if (askedOf(buffer).sums.length === 0) askedOf(buffer).sums.push({ op, at: undefined, total: 0 });
  return found;
}

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

/** How many bytes a buffer has that is declared as an array. */
function sizeOfBuffer(
  name: string,
  { file, start, end }: CFunction,
  files: readonly SourceFile[],
): number | undefined {
  const declared = new RegExp(
    `\\b(?:char|u8|uint8_t|__u8|unsigned char)\\b[^;()]*\\b${name}\\s*\\[\\s*(\\w+)\\s*\\]`,
  );
  const [, size = ""] = declared.exec(file.code.slice(start, end)) ?? declared.exec(file.code) ?? [];
  return /^\d+$/.test(size) ? Number(size) : constantIn(size, files);
}
