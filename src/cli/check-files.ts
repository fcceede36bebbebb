import { lstatSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../core/user-error.ts";
import { tryReadFolder } from "./check-read.ts";

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
