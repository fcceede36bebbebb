import { ADDRESS_OF_TEXT, type UserInput, type UserRecord } from "../../machine/user-input.ts";
import {
  calleeName,
  layoutOf,
  walkExpressions,
  type CFunction,
  type Expr,
  type Integer,
  type SourceFile,
} from "../../source/index.ts";
import { isComparison, type Comparison } from "./comparisons.ts";
import { namesOf } from "./origins.ts";
import { functionsOfTables } from "./tables.ts";

/** Calls that copy a struct of user space's, and which argument says where it goes; a result that is one. */
const COPIES = /^(_|__|raw_)?copy_from_user$/;
const RETURNS_COPY = /^memdup_user$/;
/** The same, or copies a part of what was copied: a number out of a buffer. */
const COPIES_PART = /^((_|__|raw_)?copy_from_user|mem(cpy|move))$/;

/** Values of one integer, and integers of one struct, that are told apart in records. */
const MOST = { values: 4, integers: 3 };

/** Structs that a module copies from user space, with each combination of what it compares their integers with; the rest of them is 0. */
export function recordsOf(
  functions: readonly CFunction[],
  files: readonly SourceFile[],
  comparisons: readonly Comparison[],
): UserRecord[] {
  const types = new Set(functions.flatMap((fn) => copiedTypes(fn, files)));
  return [...types].flatMap((type) => {
    const layout = layoutOf(type, files);
    if (!layout || layout.size > 256) return [];
    const valued = layout.integers
      .map((integer) => ({ integer, values: valuesOf(integer, comparisons) }))
      .filter(({ values }) => values.length > 0)
      .slice(0, MOST.integers);
    const addresses = layout.integers
      .filter(({ isPointer }) => isPointer)
      .map((integer): Setting => [integer, ADDRESS_OF_TEXT]);
    return combinations(valued)
      .map((set) => [...set, ...addresses])
      .filter((set) => set.length > 0)
      .map((set) => recordWith(layout.size, set));
  });
}

type Setting = readonly [integer: Integer, value: number];

function combinations(
  valued: readonly { readonly integer: Integer; readonly values: readonly number[] }[],
): Setting[][] {
  let found: Setting[][] = [[]];
  for (const { integer, values } of valued)
    found = found.flatMap((set) => [...values.map((value): Setting[] => [...set, [integer, value]]), set]);
  return found;
}

function valuesOf(
  { name, size, bits, isPointer = false }: Integer,
  comparisons: readonly Comparison[],
): number[] {
  if (isPointer) return [];
  const limit = 2 ** (bits?.width ?? 8 * size);
  const values = comparisons.filter((one) => one.name === name).flatMap(({ told }) => told);
  return [...new Set(values)]
    .filter((value) => value !== 0 && value < limit && value >= -limit / 2)
    .slice(0, MOST.values);
}

function recordWith(size: number, set: readonly Setting[]): UserRecord {
  const bytes = new Uint8Array(size);
  for (const [{ offset, size: width, bits }, value] of set) {
    const wide = bits ? value * 2 ** bits.shift : value;
    for (let at = 0; at < width; at++) {
      const byte = Math.floor(wide / 2 ** (8 * at)) & 255;
      // bit fields share their bytes
      bytes[offset + at] = bits ? (bytes[offset + at] ?? 0) | byte : byte;
    }
  }
  return { bytes, says: set.map(saying).join(", ") };
}

function saying([{ name, isPointer = false }, value]: Setting): string {
  return isPointer ? `${name} at a 1` : `${name} ${value}`;
}

/** The structs that a function copies from user space. */
function copiedTypes({ body, locals, file }: CFunction, files: readonly SourceFile[]): string[] {
  const found: string[] = [];
  const add = (target: Expr | undefined): void => {
    const [innermost = "", ...around] = target ? namesOf(target) : [];
    const type =
      around.length > 0
        ? files.flatMap(({ structs }) =>
            [...structs.values()].flatMap((fields) => fields.get(innermost) ?? []),
          )[0]?.type
        : (locals.get(innermost)?.type ?? file.globals.get(innermost)?.type);
    if (type) found.push(type.replace(/\b(const|static|__user)\b|\*/g, "").trim());
  };
  if (!body) return [];
  walkExpressions(body, (expr) => {
    if (expr.kind === "call" && COPIES.test(calleeName(expr) ?? "")) add(expr.args[0]);
    else if (expr.kind === "assign" && RETURNS_COPY.test(calleeName(expr.value) ?? "")) add(expr.target);
  });
  return found;
}

/**
 * Whether a write() copies a struct, `copy_from_user(&order, from, sizeof(order))`, or one byte that is a number, and compares its size
 * with what it was given.
 */
export function recordsWritten(
  files: readonly SourceFile[],
  compared: readonly Comparison[],
): UserInput["writesRecords"] {
  const isNumber = (target: Expr | undefined): boolean =>
    target !== undefined &&
    compared.some(({ name, isChar }) => !isChar && name !== "" && name === namesOf(target)[0]);
  let records: UserInput["writesRecords"] = "none";
  for (const { body, parameters } of files.flatMap((file) => functionsOfTables(file, "write"))) {
    const size = parameters[2]?.name;
    if (!body) continue;
    walkExpressions(body, (expr) => {
      if (expr.kind === "call" && COPIES_PART.test(calleeName(expr) ?? "")) {
        const [target, , size] = expr.args;
        if (!isSize(size) && !(isOne(size) && isNumber(target))) return;
        if (records === "none") records = "any size";
      } else if (isComparison(expr)) {
        const [one, other] = isSize(expr.left) ? [expr.left, expr.right] : [expr.right, expr.left];
        if (size !== undefined && isSize(one) && namesOf(other).includes(size)) records = "one size";
      }
    });
  }
  return records;
}

function isOne(expr: Expr | undefined): boolean {
  return expr?.kind === "number" && expr.value === 1;
}

function isSize(expr: Expr | undefined): boolean {
  return (
    (expr?.kind === "number" && expr.value > 1) ||
    (expr?.kind === "unary" && expr.op === "sizeof") ||
    (expr?.kind === "opaque" && /^sizeof\b/.test(expr.text))
  );
}
