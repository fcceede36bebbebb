import { PLACES } from "../../kernel-api/index.ts";
import { calleeName, structTag, type CFunction, type Expr, type SourceFile } from "../../source/index.ts";

/**
 * Names a place that holds a value, the same in every function that can reach it:
 * `local:FILE:FUNCTION:NAME`, `global:NAME` (or `global:FILE:NAME` when static), `field:STRUCT.NAME`. Elements of an array
 * share the array's key; objects of the same struct share their fields' keys. `*` is a struct nobody named.
 */
export type Key = string;

export function keyOf(expr: Expr, fn: CFunction, structs: StructTable): Key | undefined {
  switch (expr.kind) {
    case "name":
      return keyOfName(expr.name, fn, structs);
    case "member": {
      const struct = structNameOf(expr.object, fn, structs);
      if (struct !== undefined) return `field:${struct}.${expr.field}`;
      // A struct without a name: a variable's, or one inside of another struct, `ptl->rx.thread`.
      const isPart = !expr.arrow && isNameless(expr.object, fn, structs);
      const outer = isPart ? keyOf(expr.object, fn, structs) : undefined;
      return outer === undefined ? `field:*.${expr.field}` : `${outer}.${expr.field}`;
    }
    case "index":
      return keyOf(expr.object, fn, structs);
    case "cast":
      return keyOf(expr.operand, fn, structs);
    case "unary":
      return expr.op === "*" || expr.op === "&" ? keyOf(expr.operand, fn, structs) : undefined;
    case "call": {
      const [place] = expr.args;
      return place && PLACES.has(calleeName(expr) ?? "") ? keyOf(place, fn, structs) : undefined;
    }
    default:
      return undefined;
  }
}

export function keyOfName(name: string, fn: CFunction, structs: StructTable): Key {
  const local = fn.locals.get(name);
  if (local && !(local.isStatic && !local.isParameter)) return `local:${fn.file.path}:${fn.name}:${name}`;
  if (local) return `global:${fn.file.path}:${fn.name}:${name}`;
  return keyOfGlobal(name, fn.file, structs);
}

export function keyOfGlobal(name: string, file: SourceFile, structs: StructTable): Key {
  const isOwn = file.globals.get(name)?.isStatic || structs.hasOwnGlobal(name, file);
  return isOwn ? `global:${file.path}:${name}` : `global:${name}`;
}

export function isLocal(key: Key): boolean {
  return key.startsWith("local:");
}

/** Whether the place is a field: each object of the struct has one. */
export function isField(key: Key): boolean {
  return key.startsWith("field:");
}

/** Whether only the files at hand can reach the place: a local, or what is static in its file. */
export function isPrivate(key: Key): boolean {
  return isLocal(key) || /^global:.*:/.test(key);
}

/** Whether two keys may name the same place: equal, or the same field of a struct that one of them does not know. */
export function sameKey(a: Key, b: Key): boolean {
  if (a === b) return true;
  if (!isField(a) || !isField(b)) return false;
  const [structA, fieldA] = fieldOf(a);
  const [structB, fieldB] = fieldOf(b);
  return fieldA === fieldB && (structA === "*" || structB === "*");
}

/** The last word of a key: what people call the place. */
export function lastWord(key: Key): string {
  return key.slice(Math.max(key.lastIndexOf(":"), key.lastIndexOf(".")) + 1);
}

function fieldOf(key: Key): readonly [string, string] {
  const dot = key.indexOf(".");
  return [key.slice("field:".length, dot), key.slice(dot + 1)];
}

/** Field types of structs by name, over all files of a program; which names are a file's own. */
export interface StructTable {
  structIn(name: string, file: SourceFile): string;
  hasOwnGlobal(name: string, file: SourceFile): boolean;
  fieldType(struct: string, field: string): string | undefined;
  returnType(name: string, fn: CFunction): string | undefined;
}

/** Name of the struct an expression is, or points to. */
export function structNameOf(expr: Expr, fn: CFunction, structs: StructTable): string | undefined {
  const type = typeOf(expr, fn, structs);
  const name = type === undefined ? undefined : structOfType(type);
  return name === undefined ? undefined : structs.structIn(name, fn.file);
}

/** Whether a field's or a variable's struct has no name, rather than one that no file at hand tells. */
function isNameless(expr: Expr, fn: CFunction, structs: StructTable): boolean {
  if (expr.kind === "name")
    return !fn.locals.has(expr.name) && /\bstruct \{/.test(fn.file.globals.get(expr.name)?.type ?? "");
  if (expr.kind !== "member") return false;
  const struct = structNameOf(expr.object, fn, structs);
  return struct !== undefined && structs.fieldType(struct, expr.field) !== undefined;
}

/** The struct that a type names: `struct foo`, or a name that stands for one. */
function structOfType(type: string): string | undefined {
  const tag = structTag(type);
  if (tag !== undefined || type.includes("{")) return tag;
  const words = type
    .split(" ")
    .filter((word) => /^[A-Za-z]\w*$/.test(word) && !/^(const|static|volatile|extern)$/.test(word));
  const last = words.at(-1);
  return last === undefined || /^(void|char|int|long|short|unsigned|signed|bool)$/.test(last)
    ? undefined
    : last;
}

function typeOf(expr: Expr, fn: CFunction, structs: StructTable): string | undefined {
  switch (expr.kind) {
    case "name": {
      const local = fn.locals.get(expr.name);
      return local ? local.type : fn.file.globals.get(expr.name)?.type;
    }
    case "member": {
      const struct = structNameOf(expr.object, fn, structs);
      return struct === undefined ? undefined : structs.fieldType(struct, expr.field);
    }
    case "index":
      return typeOf(expr.object, fn, structs);
    case "unary":
      return typeOf(expr.operand, fn, structs);
    case "cast":
      return expr.type;
    case "conditional":
      return typeOf(expr.yes, fn, structs);
    case "call": {
      if (expr.callee.kind !== "name") return undefined;
      const [first, second] = expr.args;
      if (first && PLACES.has(expr.callee.name)) return typeOf(first, fn, structs);
      const type = expr.callee.name === "container_of" ? second : undefined;
      return type?.kind === "opaque" ? type.text : structs.returnType(expr.callee.name, fn);
    }
    default:
      return undefined;
  }
}
