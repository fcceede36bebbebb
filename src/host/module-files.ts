import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { forcedIncludes, includedAmong, includesIn } from "../core/include-lines.ts";
import { UserError } from "../core/user-error.ts";
import { readKbuild } from "../compile/kbuild.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { isBuiltIn } from "./built-in.ts";
import { callerFiles, threadFunctionFiles } from "./driver-files.ts";
import { entriesOf } from "./read.ts";

/** Where the user's files lie in the build tree. */
const ROOT = "module";

/** Headers are looked for this many folders deep beside the sources. */
const HEADER_DEPTH = 4;

/**
 * Reads what a run is given: a module, or several that use what the others export, which then come as folders or as .c files that each have a
 * module_init(). The last of them tells of those before it.
 */
export function readModules(paths: readonly string[]): ModuleSource {
  const groups = modulesAmong(paths);
  if (groups.length < 2) return readModule(paths);
  const root = commonFolder(
    groups.map(([path = "."]) => (isFolder(path) ? resolve(path) : dirname(resolve(path)))),
  );
  const modules = groups.map((group) => readModule(group, { callers: false, root }));
  const headers = new Map(modules.flatMap(({ files }) => [...files].filter(([path]) => path.endsWith(".h"))));
  const userPath = (path: string): string =>
    modules.find(({ files }) => files.has(path))?.userPath(path) ?? path;
  const all = modules.map((module) => ({
    ...module,
    files: new Map([...headers, ...module.files]),
    userPath,
  }));
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) < index);
  if (twice) throw new UserError(`two modules are called ${twice.name}: a kernel loads only one of them`);
  const last = all.pop();
  return last ? { ...last, after: all } : readModule(paths);
}

/** The paths of each module. */
function modulesAmong(paths: readonly string[]): string[][] {
  const files = paths.filter((path) => !isFolder(path));
  const alone = files.length > 1 && files.filter((path) => existsSync(path) && isEntry(path)).length > 1;
  const groups: string[][] = [];
  let unit: string[] | undefined;
  for (const path of paths) {
    if (isFolder(path) || alone) groups.push([path]);
    else if (unit) unit.push(path);
    else groups.push((unit = [path]));
  }
  return groups;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether a file has what a module has once. */
function isEntry(path: string): boolean {
  return /^\s*(?:module_init\s*\(|int\s+(?:__init\s+)?init_module\s*\()/m.test(
    decodeText(readFileSync(path)),
  );
}

interface ReadingModule {
  /** With the files of the same module that call what creates its threads, where only these can. */
  readonly callers: boolean;
  /** A folder around it, to which paths in the build tree are relative; by default the one that its units share. */
  readonly root?: string;
}

/**
 * Reads a module given as one .c file, several, or a folder with a Kbuild file or Makefile.
 */
export function readModule(paths: readonly string[], how: ReadingModule = { callers: false }): ModuleSource {
  const [first] = paths;
  if (first === undefined)
    throw new UserError("no module given: name a .c file, several, or a folder with a Makefile");
  for (const path of paths) if (!existsSync(path)) throw new UserError(`${path}: no such file or folder`);
  if (paths.length === 1 && statSync(first).isDirectory()) return readFolder(first, how.root);
  for (const path of paths) {
    if (statSync(path).isDirectory())
      throw new UserError(`${path} is a folder: give one folder, or only .c files of one module`);
    if (!path.endsWith(".c")) throw new UserError(`${path} is not a .c file`);
  }
  const beside = how.callers ? [threadFunctionFiles, callerFiles] : [threadFunctionFiles];
  const folder = dirname(first);
  const file = kbuildIn(folder);
  const flags = file ? readKbuild(readFileSync(file, "utf8")).flags : [];
  const source = assemble({
    name: moduleName(first),
    units: paths,
    root: how.root,
    flags,
    flagsOf: folder,
    beside,
  });
  return paths.every(isBuiltIn) ? { ...source, isBuiltIn: true } : source;
}

function kbuildIn(folder: string): string | undefined {
  return ["Kbuild", "Makefile"].map((name) => join(folder, name)).find((path) => existsSync(path));
}

function readFolder(folder: string, root = resolve(folder)): ModuleSource {
  const file = kbuildIn(folder);
  if (!file) {
    const sources = readdirSync(folder).filter((name) => name.endsWith(".c"));
    const [only, another] = sources;
    if (only !== undefined && another === undefined)
      return assemble({ name: moduleName(only), units: [join(folder, only)], folder: resolve(folder), root });
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
  const name = module.name.replaceAll("-", "_");
  return assemble({ name, units, folder: resolve(folder), root, flags });
}

/** How a Makefile calls its own folder. */
const OWN_FOLDER =
  /^-I(?:\$[({](?:srctree[)}]\/\$[({])?(?:src|obj|PWD|CURDIR|M|KBUILD_EXTMOD)[)}]|\.)(?=\/|$)\/?/;

/** The folder that `-I$(src)/include` names, in the build tree's Makefile beside it; undefined for one of the kernel's. */
function includedFolder(flag: string, folder: string): string | undefined {
  return OWN_FOLDER.test(flag) ? resolve(folder, flag.replace(OWN_FOLDER, "")) : undefined;
}

/** A text that only make knows, such as a version that a shell prints, is some text. */
function unknownText(flag: string): string[] {
  const [, name] = /^-D(\w+)="[^"]*\$[^"]*"$/.exec(flag) ?? [];
  return name === undefined ? [] : [`-D${name}="?"`];
}

function moduleName(path: string): string {
  return basename(path, ".c").replaceAll("-", "_");
}

interface Parts {
  readonly name: string;
  readonly units: readonly string[];
  /** The module's own, below which headers are looked for; by default the one that its units share. */
  readonly folder?: string;
  /** The folder to which paths in the build tree are relative; by default the module's own. */
  readonly root: string | undefined;
  /** `-D` and `-I` as a Makefile has them. */
  readonly flags?: readonly string[];
  /** The folder of that Makefile; by default the module's own. */
  readonly flagsOf?: string;
  readonly beside?: readonly ((files: ReadonlyMap<string, string>) => string[])[];
}

function assemble({
  name,
  units,
  folder,
  root: given,
  flags: written = [],
  flagsOf,
  beside = [],
}: Parts): ModuleSource {
  const home = folder ?? commonFolder(units.map((unit) => dirname(resolve(unit))));
  const included = written.map((flag) => ({ flag, from: includedFolder(flag, flagsOf ?? home) }));
  const folders = included.flatMap(({ from }) => from ?? []).filter(isFolder);
  const own = new Map(units.map((unit) => [unit, decodeText(readFileSync(unit))]));
  const others = [...new Set(beside.flatMap((filesFor) => filesFor(own)))];
  const root = given ?? commonFolder([home, ...folders, ...others.map((path) => dirname(resolve(path)))]);
  const flags = included.flatMap(({ flag, from }) =>
    from ? [`-I${inTree(from, root)}/`] : /\$/.test(flag) ? unknownText(flag) : [flag],
  );
  const files = new Map<string, string>();
  const userPaths = new Map<string, string>();
  const here = dirname(units[0] ?? ".");
  const add = (path: string, shown: string): string => {
    const key = inTree(path, root);
    if (!files.has(key)) files.set(key, own.get(path) ?? decodeText(readFileSync(path)));
    if (!userPaths.has(key)) userPaths.set(key, shown);
    return key;
  };
  const unitPaths = units.map((unit) => add(unit, unit));
  const besidePaths = others.map((path) => add(path, path));
  const addFound = (path: string): string =>
    add(path, join(here, relative(dirname(resolve(units[0] ?? ".")), path)));
  const below = [home, ...folders].flatMap((one) => headersBelow(one, HEADER_DEPTH));
  const texts = [...unitPaths, ...besidePaths].map((path) => files.get(path) ?? "");
  texts.push(...forcedIncludes(written));
  for (const path of includedAmong(texts, below, (one) => decodeText(readFileSync(one)))) addFound(path);
  const addIncluded = (path: string): void => {
    for (const included of includedFiles(path, files.get(inTree(path, root)) ?? "")) {
      if (relative(root, included).startsWith("..") || files.has(inTree(included, root))) continue;
      addFound(included);
      addIncluded(included);
    }
  };
  for (const unit of units) addIncluded(resolve(unit));
  return {
    name,
    units: unitPaths,
    beside: besidePaths,
    files,
    flags,
    userPath: (path) => userPaths.get(path) ?? path,
  };
}

/** What a file includes from its own folder that is no header by its name: another .c file, a table. */
function includedFiles(path: string, text: string): string[] {
  return includesIn(text)
    .flatMap(({ name, isAngled }) => (isAngled ? [] : resolve(dirname(path), name)))
    .filter((included) => statSync(included, { throwIfNoEntry: false })?.isFile() === true);
}

/** Where a file lies in the build tree. */
function inTree(path: string, root: string): string {
  return join(ROOT, relative(root, resolve(path))).replaceAll("\\", "/");
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

/** A module may lie where others' folders come and go, or may not be read, such as /tmp. */
function headersBelow(folder: string, depth: number): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith(".h")) return [path];
    const enter =
      entry.isDirectory() && depth > 0 && !entry.name.startsWith(".") && entry.name !== "node_modules";
    return enter ? headersBelow(path, depth - 1) : [];
  });
}
