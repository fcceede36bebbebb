import type { CFunction, Expr } from "../source/index.ts";

/** The first of some short names that the file does not use yet, or one made of the last. */
export function firstFree(fn: CFunction, ...wanted: readonly [string, ...string[]]): string {
  const isFree = (name: string): boolean => !new RegExp(`\\b${name}\\b`).test(fn.file.text);
  return wanted.find(isFree) ?? freeName(fn, wanted.at(-1) ?? wanted[0]);
}

/** A name that the file does not use yet. */
export function freeName({ file }: CFunction, wanted: string): string {
  let name = wanted;
  for (let n = 2; new RegExp(`\\b${name}\\b`).test(file.text); n++) name = `${wanted}_${n}`;
  return name;
}

/** Whether a place means the same in all functions of a file: a variable of the file, or of what one points to. */
export function isLasting(fn: CFunction, expr: Expr): boolean {
  switch (expr.kind) {
    case "name":
      return !fn.locals.has(expr.name);
    case "member":
      return isLasting(fn, expr.object);
    case "unary":
      return expr.op === "&" && isLasting(fn, expr.operand);
    default:
      return false;
  }
}

/** As a source writes them; what they become is in the book of the kernel's functions. */
export const PRINT_MACROS = /^_*(?:pr_|printk|dev_|netdev_)/;
