/**
 * What the kernel prints behind a function of a module (kernel/kallsyms.c): who writes such a name and who reads one agree here.
 * @param module undefined for a function of the kernel's own, which has nothing behind it
 */
export function moduleSuffix(module: string | undefined): string {
  return module === undefined ? "" : ` [${module}]`;
}

/** A function's name as the module itself has it. */
export function withoutModule(name: string): string {
  return name.replace(/ \[.*\]$/, "");
}
