import { posix } from "node:path";
import type { FolderEntry, FileTree } from "../scan/file-tree.ts";

/** Files of a job, by their path in its folder. There is nothing else: no path leads to the disk. */
export class MemoryTree implements FileTree {
  private readonly files: ReadonlyMap<string, Uint8Array>;
  private readonly folders = new Map<string, Map<string, boolean>>();

  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.files = files;
    for (const path of files.keys()) {
      let isFile = true;
      for (let at = path; at !== "."; at = posix.dirname(at)) {
        const folder = posix.dirname(at);
        const names = this.folders.get(folder) ?? new Map<string, boolean>();
        this.folders.set(folder, names.set(posix.basename(at), isFile));
        isFile = false;
      }
    }
  }

  read(path: string): Buffer {
    const bytes = this.tryRead(path);
    if (typeof bytes === "string") throw new Error(`${path}: not among the job's files`);
    return bytes;
  }

  tryRead(path: string): Buffer | string {
    const bytes = this.files.get(posix.normalize(path));
    return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : "ENOENT";
  }

  has(path: string): boolean {
    return this.files.has(posix.normalize(path));
  }

  entries(folder: string): readonly FolderEntry[] {
    const names = this.folders.get(posix.normalize(folder)) ?? [];
    return [...names].map(([name, isFile]) => ({ name, isFile: () => isFile, isDirectory: () => !isFile }));
  }
}
