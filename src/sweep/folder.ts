import { dirname, join } from "node:path";
import { includesIn } from "../core/include-lines.ts";
import { surroundingsOf } from "../scan/around.ts";
import type { FileTree } from "../scan/file-tree.ts";
import { decodeSource } from "../host/read.ts";
import type { CheckedUnit } from "../scan/units.ts";

/** What a folder is read with, as it lies here. */
export interface Folder {
  /** The part of the tree around it that may be searched; the folder where there is none. */
  readonly root: string;
  readonly own: readonly string[];
  /** C files of that part; empty where they are its own. */
  readonly around: readonly string[];
}

export function folderOf(unit: CheckedUnit, disk: FileTree): Folder {
  const around = surroundingsOf(unit.folder, unit.bound, disk);
  const included = new Set(unit.files.flatMap((path) => includedBy(decodeSource(disk.read(path)))));
  const own = disk
    .entries(unit.folder)
    .filter(({ name }) => /\.[ch]$/.test(name) || included.has(name))
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(unit.folder, name));
  const isWider = around?.files.some((file) => dirname(file) !== unit.folder) === true;
  return { root: around?.root ?? unit.folder, own, around: isWider ? around.files : [] };
}

/** Names of the files that a text includes. */
export function includedBy(text: string): string[] {
  return includesIn(text).map(({ name }) => name);
}
