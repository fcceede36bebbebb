import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { UserError } from "../core/user-error.ts";
import { readKbuild } from "../compile/kbuild.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { callerFiles, threadFunctionFiles } from "./driver-files.ts";

/** Where the user's files lie in the build tree. */
const ROOT = "module";

/** Headers are looked for this many folders deep beside the sources. */
const HEADER_DEPTH = 4;

/**
 * Reads a module given as one .c file, several, or a folder with a Kbuild file or Makefile.
 * @param how `callers`: with the files of the same module that call what creates its threads, where only these can
 */
export function readModule(
  paths: readonly string[],
  how: { readonly callers: boolean } = { callers: false },
): ModuleSource {
  const [first] = paths;
  if (first === undefined)
    throw new UserError("no module given: name a .c file, several, or a folder with a Makefile");
  for (const path of paths) if (!existsSync(path)) throw new UserError(`${path}: no such file or folder`);
  if (paths.length === 1 && statSync(first).isDirectory()) return readFolder(first);
  for (const path of paths) {
    if (statSync(path).isDirectory())
      throw new UserError(`${path} is a folder: give one folder, or only .c files of one module`);
    if (!path.endsWith(".c")) throw new UserError(`${path} is not a .c file`);
  }
  const beside = how.callers ? [threadFunctionFiles, callerFiles] : [threadFunctionFiles];
  return assemble(moduleName(first), paths, [], beside);
}

function readFolder(folder: string): ModuleSource {
  const file = ["Kbuild", "Makefile"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (!file) {
    const sources = readdirSync(folder).filter((name) => name.endsWith(".c"));
    const [only, another] = sources;
    if (only !== undefined && another === undefined)
      return assemble(moduleName(only), [join(folder, only)], []);
    throw new UserError(`${folder} has no Kbuild or Makefile: name the module's .c files`);
  }
  const { modules, flags } = readKbuild(readFileSync(file, "utf8"));
  const [module, another] = modules;
  if (!module) throw new UserError(`${file} builds no module: it has no obj-m`);
  if (another) {
    throw new UserError(
      `${file} builds ${modules.map(({ name }) => name).join(", ")}: name the .c files of one of them`,
    );
  }
  const units = module.units.map((unit) => join(folder, unit));
  for (const unit of units)
    if (!existsSync(unit)) throw new UserError(`${unit}: no such file, though ${file} names it`);
  const inFolder = flags.map((flag) => flag.replace(/^-I(?:\$\(src\)|\$\(PWD\)|\.)\/?/, `-I${ROOT}/`));
  return assemble(module.name.replaceAll("-", "_"), units, inFolder);
}

function moduleName(path: string): string {
  return basename(path, ".c").replaceAll("-", "_");
}

function assemble(
  name: string,
  units: readonly string[],
  flags: readonly string[],
  beside: readonly ((files: ReadonlyMap<string, string>) => string[])[] = [],
): ModuleSource {
  const base = commonFolder(units.map((unit) => dirname(resolve(unit))));
  const files = new Map<string, string>();
  const userPaths = new Map<string, string>();
  const here = dirname(units[0] ?? ".");
  const add = (path: string, shown: string): string => {
    const inTree = `${ROOT}/${relative(base, resolve(path)).replaceAll("\\", "/")}`;
    if (!files.has(inTree)) files.set(inTree, decodeText(readFileSync(path)));
    if (!userPaths.has(inTree)) userPaths.set(inTree, shown);
    return inTree;
  };
  const unitPaths = units.map((unit) => add(unit, unit));
  const own = new Map(units.map((unit, index) => [unit, files.get(unitPaths[index] ?? "") ?? ""]));
  const others = new Set(beside.flatMap((filesFor) => filesFor(own)));
  const besidePaths = [...others].map((path) => add(path, path));
  for (const header of headersBelow(base, HEADER_DEPTH))
    add(header, join(here, relative(dirname(resolve(units[0] ?? ".")), header)));
  return {
    name,
    units: unitPaths,
    beside: besidePaths,
    files,
    flags,
    userPath: (path) => userPaths.get(path) ?? path,
  };
}

/** Old sources are often Latin-1; the compiler only needs the bytes below 128 to be right. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? ".";
  for (const folder of folders) while (relative(common, folder).startsWith("..")) common = dirname(common);
  return common;
}

function headersBelow(folder: string, depth: number): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith(".h")) return [path];
    const enter =
      entry.isDirectory() && depth > 0 && !entry.name.startsWith(".") && entry.name !== "node_modules";
    return enter ? headersBelow(path, depth - 1) : [];
  });
}
