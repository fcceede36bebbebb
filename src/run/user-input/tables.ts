import { childrenOf, type CFunction, type Expr, type SourceFile } from "../../source/index.ts";

/** The functions that stand in a file's tables as this member. */
export function functionsOfTables(file: SourceFile, member: string): CFunction[] {
  return tableMembers(file).flatMap(({ field, value }) => {
    const fn = field === member && value.kind === "name" ? file.functions.get(value.name) : undefined;
    return fn ? [fn] : [];
  });
}

/** `.field = value` of the tables in a file, those in others too. */
export function tableMembers({ globals }: SourceFile): { readonly field: string; readonly value: Expr }[] {
  const members = (expr: Expr): { readonly field: string; readonly value: Expr }[] => [
    ...(expr.kind === "list" ? expr.items.map(({ field = "", value }) => ({ field, value })) : []),
    ...childrenOf(expr).flatMap(members),
  ];
  return [...globals.values()].flatMap(({ init }) => (init ? members(init) : []));
}
