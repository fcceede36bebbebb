import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readKbuild } from "../compile/kbuild.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { UserError } from "../core/user-error.ts";
import { readModule } from "../host/module-files.ts";
import { filesFor } from "../scan/files.ts";
import { unitsOf } from "../scan/units.ts";

/** A file that says of itself that it is a module. */
const IS_MODULE = /\b(?:module_init|module_exit|MODULE_LICENSE|module_\w+_driver)\s*\(/;

/**
 * The modules below some paths: those that a Kbuild file or Makefile builds, and files that are one by themselves. What cannot be read as one is
 * told to `passed`.
 */
export function modulesIn(
  paths: readonly string[],
  exclude: readonly string[],
  passed: (path: string, why: string) => void,
): ModuleSource[] {
  const named = new Set(paths);
  const files = filesFor(paths, exclude);
  const given: string[][] = [];
  for (const { folder, files: members } of unitsOf(files, () => "")) {
    const built = members.every((file) => named.has(file)) ? [] : unitsBuiltIn(folder, new Set(members));
    const taken = new Set(built.flat());
    const alone = members.filter((file) => !taken.has(file) && (named.has(file) || isModule(file)));
    // one module in a folder is read with the flags of its Makefile
    if (built.length === 1 && alone.length === 0) given.push([folder]);
    else given.push(...built, ...alone.map((file) => [file]));
  }
  return given.flatMap((one) => {
    try {
      return [readModule(one)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      passed(one.join(" "), error.message);
      return [];
    }
  });
}

function unitsBuiltIn(folder: string, members: ReadonlySet<string>): string[][] {
  const file = ["Kbuild", "Makefile"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined || !statSync(file).isFile()) return [];
  return readKbuild(readFileSync(file, "utf8"))
    .modules.map(({ units }) => units.map((unit) => join(folder, unit)))
    .filter((units) => units.length > 0 && units.every((unit) => members.has(unit)));
}

function isModule(file: string): boolean {
  return IS_MODULE.test(readFileSync(file, "latin1"));
}
