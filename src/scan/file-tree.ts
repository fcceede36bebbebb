import { existsSync } from "node:fs";
import { entriesOf, readBytes, tryReadBytes } from "../host/read.ts";

/** What lies in a folder. */
export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** Where files are read: the disk, or files that came from another machine and never lie on this one's. */
export interface FileTree {
  read(path: string): Buffer;
  /** As read(), or why it cannot be read. */
  tryRead(path: string): Buffer | string;
  has(path: string): boolean;
  entries(folder: string): readonly FolderEntry[];
}

export const DISK: FileTree = {
  read: readBytes,
  tryRead: tryReadBytes,
  has: existsSync,
  entries: entriesOf,
};
