import type { SourceFile } from "../../source/index.ts";

/**
 * The C files of one folder need not be one module: a struct or a global that two of them define under one name is two
 * things. What a header defines is everybody's.
 */
export class OwnNames {
  readonly #structs = new Map<string, SourceFile[]>();
  readonly #globals = new Map<string, SourceFile[]>();

  add(file: SourceFile): void {
    const { path, structs, globals } = file;
    if (path.endsWith(".h")) return;
    for (const name of structs.keys()) enlist(this.#structs, name, file);
    for (const { name, type, isStatic } of globals.values())
      if (!isStatic && !/\bextern\b/.test(type)) enlist(this.#globals, name, file);
  }

  /** The name of a struct as this file means it. */
  struct(name: string, file: SourceFile): string {
    const index = this.#structs.get(name)?.indexOf(file) ?? 0;
    return index > 0 ? `${name}#${index + 1}` : name;
  }

  /**
   * Whether a global that is not static is this file's all the same: another one defined its own before. As with structs the
   * first keeps the name, so that what was read under it means the same when more files come in.
   */
  hasOwnGlobal(name: string, file: SourceFile): boolean {
    return (this.#globals.get(name)?.indexOf(file) ?? 0) > 0;
  }
}

function enlist(map: Map<string, SourceFile[]>, name: string, file: SourceFile): void {
  const files = map.get(name);
  if (!files) map.set(name, [file]);
  else if (!files.includes(file)) files.push(file);
}
