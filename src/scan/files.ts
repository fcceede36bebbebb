import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { UserError } from "../core/user-error.ts";
import { tryReadFolder } from "../host/read.ts";

/** The files that arguments mean: C files, folders, or a compile_commands.json that lists them. */
export function filesFor(paths: readonly string[], exclude: readonly string[], unread?: Unread): string[] {
  const lists = paths.filter((path) => basename(path) === "compile_commands.json");
  const plain = paths.filter((path) => !lists.includes(path));
  const files = [...findSources(plain, unread), ...lists.flatMap(filesOfCompileCommands)];
  return [...new Set(files)].filter(
    (file) => !exclude.some((part) => file.startsWith(part) || file.includes(`/${part}`)),
  );
}

function filesOfCompileCommands(path: string): string[] {
  const entries = parse(path);
  if (!Array.isArray(entries)) throw new UserError(`${path}: it must hold a list of commands`);
  return entries.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null || !("file" in entry)) return [];
    const folder = "directory" in entry ? String(entry.directory) : "";
    const file = String(entry.file);
    const full = file.startsWith("/") ? file : join(folder, file);
    const near = relative(".", full);
    return full.endsWith(".c") ? [near.startsWith("..") ? full : near] : [];
  });
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${path}: ${error.message}`);
    throw new UserError(`${path}: cannot be read`);
  }
}

/** The C file among the arguments that kbuild gives a checker: those of gcc. */
export function fileOfKbuild(args: readonly string[]): string[] {
  return args
    .filter(
      (arg, index) => arg.endsWith(".c") && !arg.startsWith("-") && !TAKES_FILE.has(args[index - 1] ?? ""),
    )
    .slice(-1);
}

/** Options of gcc whose next argument is a file that is not compiled. */
const TAKES_FILE = new Set(["-include", "-imacros", "-o", "-MF", "-isystem", "-I", "-iquote"]);

const C_FILE = /\.c$/;

/** Folders that hold no source of their own. */
const SKIPPED = new Set([".git", "node_modules"]);

/** Told of a folder that cannot be read, and the system's word for why. */
export type Unread = (folder: string, code: string) => void;

/**
 * The C files below the paths, sorted, as `path/name`. Symbolic links are followed where a person names them,
 * and to files; a folder is entered once, however many ways lead to it.
 */
export function findSources(paths: readonly string[], unread: Unread = () => {}): string[] {
  const found = new Set<string>();
  const entered = new Set<string>();
  for (const path of paths) {
    if (path === "-") {
      found.add(path);
      continue;
    }
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new UserError(`${path}: no such file or folder`);
    if (stat.isDirectory()) enter(path, found, entered, unread);
    else found.add(path);
  }
  return [...found].toSorted();
}

function enter(folder: string, found: Set<string>, entered: Set<string>, unread: Unread): void {
  const real = realpathSync(folder);
  if (entered.has(real)) return;
  entered.add(real);
  const entries = tryReadFolder(folder);
  if (typeof entries === "string") return unread(folder, entries);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) enter(path, found, entered, unread);
    } else if (C_FILE.test(entry.name) && (entry.isFile() || isFileBehindLink(path))) {
      found.add(path);
    }
  }
}

/** A link to a file; links to folders are not followed, since a tree may link to itself. */
function isFileBehindLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}
