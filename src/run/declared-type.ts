import type { CFunction, Expr, SourceFile } from "../source/index.ts";

/** The type of a variable, a member or an element, as it was written, without its stars; undefined when it is not known. */
export function typeOf(expr: Expr, fn: CFunction, files: readonly SourceFile[]): string | undefined {
  if (expr.kind === "name") {
    const local = fn.locals.get(expr.name);
    if (local) return local.type;
    return files.map(({ globals }) => globals.get(expr.name)?.type).find((type) => type !== undefined);
  }
  if (expr.kind === "index") return typeOf(expr.object, fn, files);
  if (expr.kind !== "member") return undefined;
  const owner = /\b(?:struct|union)\s+(\w+)/.exec(typeOf(expr.object, fn, files) ?? "")?.[1];
  if (owner === undefined) return undefined;
  return files
    .map(({ structs }) => structs.get(owner)?.get(expr.field)?.type)
    .find((type) => type !== undefined);
}
