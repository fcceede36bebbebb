import type { UserLook } from "../../machine/user-input.ts";
import { walkExpressions, type CFunction, type Expr, type SourceFile } from "../../source/index.ts";
import { namesOf } from "./from-user.ts";
import { functionsOfTables } from "./tables.ts";

/** How a module looks at its open files, and at what it is asked for. */
export function looksOf(functions: readonly CFunction[], files: readonly SourceFile[]): Set<UserLook> {
  const found = new Set<UserLook>();
  for (const { body } of functions) {
    if (!body) continue;
    walkExpressions(body, (expr) => {
      if (expr.kind !== "member") return;
      if (expr.field === "f_flags") found.add("flags");
      if (expr.field === "f_mode" || expr.field === "f_flags") found.add("mode");
    });
  }
  for (const { body, parameters } of files.flatMap((file) => functionsOfTables(file, "read"))) {
    if (!body) continue;
    const [, , size, position] = parameters.map(({ name }) => name);
    walkExpressions(body, (expr) => {
      if (expr.kind === "binary" && /^([<>]=?|[=!]=)$/.test(expr.op)) {
        if (isOf(expr.left, size) || isOf(expr.right, size)) found.add("size");
      }
      if (expr.kind === "unary" && expr.op === "*" && isOf(expr, position)) found.add("position");
    });
  }
  if (files.some((file) => functionsOfTables(file, "llseek").length > 0)) found.add("seeks");
  return found;
}

function isOf(expr: Expr, name: string | undefined): boolean {
  return name !== undefined && namesOf(expr)[0] === name;
}
