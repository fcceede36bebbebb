import { dirname, join, resolve, sep } from "node:path";
import { DISK, type FileTree } from "./file-tree.ts";

/** A part of a tree with more C files than this is not one module's. */
const MOST = 1_000;

/** The C files of a part of a tree, where functions that a folder lacks may lie. */
export interface Surroundings {
  readonly root: string;
  readonly files: readonly string[];
}

/**
 * The largest part of a tree around a folder that is small enough to be searched, and inside of `bound`: a driver's own tree, or
 * a subsystem's.
 */
export function surroundingsOf(
  folder: string,
  bound: string,
  tree: FileTree = DISK,
): Surroundings | undefined {
  let found: Surroundings | undefined;
  for (let root = folder; isWithin(root, bound); root = dirname(root)) {
    const files = sourcesBelow(root, tree);
    if (!files) return found;
    found = { root, files };
    if (root === dirname(root)) break;
  }
  return found;
}

/** Whether one folder is the other, or lies inside of it. */
export function isWithin(folder: string, bound: string): boolean {
  const [inner, outer] = [resolve(folder), resolve(bound)];
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/** The C files below a folder, sorted; undefined when there are too many. Links to folders are not followed. */
function sourcesBelow(root: string, tree: FileTree): string[] | undefined {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of tree.entries(folder)) {
      if (entry.isDirectory()) open.push(join(folder, entry.name));
      else if (entry.isFile() && entry.name.endsWith(".c")) found.push(join(folder, entry.name));
      if (found.length > MOST || open.length > MOST) return undefined;
    }
  }
  return found.toSorted();
}
