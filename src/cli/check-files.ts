import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../core/user-error.ts";

const C_FILE = /\.c$/;

/** Folders that hold no source of their own. */
const SKIPPED = new Set([".git", "node_modules"]);

/**
 * The C files below the paths, sorted, as `path/name`. Symbolic links are followed where a person names them,
 * and to files; a folder is entered once, however many ways lead to it.
 */
export function findSources(paths: readonly string[]): string[] {
  const found = new Set<string>();
  const entered = new Set<string>();
  for (const path of paths) {
    if (path === "-") {
      found.add(path);
      continue;
    }
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new UserError(`${path}: no such file or folder`);
    if (stat.isDirectory()) enter(path, found, entered);
    else found.add(path);
  }
  return [...found].toSorted();
}

function enter(folder: string, found: Set<string>, entered: Set<string>): void {
  const real = realpathSync(folder);
  if (entered.has(real)) return;
  entered.add(real);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) enter(path, found, entered);
    } else if (C_FILE.test(entry.name) && (entry.isFile() || isFileBehindLink(path))) {
      found.add(path);
    }
  }
}

/** A link to a file; links to folders are not followed, since a tree may link to itself. */
function isFileBehindLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}
