import { childrenOf, type CFunction, type Expr, type SourceFile } from "../../source/index.ts";

/** The functions that stand in a file's tables as this member. */
export function functionsOfTables(file: SourceFile, member: string): CFunction[] {
  return tableMembers(file).flatMap(({ field, value }) => {
    const fn = field === member && value.kind === "name" ? file.functions.get(value.name) : undefined;
    return fn ? [fn] : [];
  });
}

/** Functions that get what is written to a binary file of sysfs; include/linux/sysfs.h. */
export function binaryWrites(file: SourceFile): CFunction[] {
  const named = file.topLevelCalls.flatMap(({ name, args: [first, , , write] }) => {
    if (name === "BIN_ATTR") return [write];
    return /^BIN_ATTR_(RW|WO)$/.test(name) ? [`${first}_write`] : [];
  });
  const given = named.flatMap((name) => (name === undefined ? [] : (file.functions.get(name) ?? [])));
  return [...given, ...functionsOfTables(file, "write").filter(({ parameters }) => parameters.length === 6)];
}

/** `.field = value` of the tables in a file, those in others too. */
export function tableMembers({ globals }: SourceFile): { readonly field: string; readonly value: Expr }[] {
  const members = (expr: Expr): { readonly field: string; readonly value: Expr }[] => [
    ...(expr.kind === "list" ? expr.items.map(({ field = "", value }) => ({ field, value })) : []),
    ...childrenOf(expr).flatMap(members),
  ];
  return [...globals.values()].flatMap(({ init }) => (init ? members(init) : []));
}
