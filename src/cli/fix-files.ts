import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { Candidate, ChangedFile } from "../core/fix.ts";

/** Names in a diff are relative to where it will be applied. */
export function shownFrom(root: string): (path: string) => string {
  return (path) => {
    const below = relative(root, resolve(path)).replaceAll("\\", "/");
    return below.startsWith("..") || isAbsolute(below) ? resolve(path).replace(/^\/+/, "") : below;
  };
}

/** The folder with a .git above the files, or the working folder. */
export function repositoryOf([first]: readonly ChangedFile[]): string {
  for (let folder = resolve(first?.path ?? "."); folder !== join(folder, ".."); folder = join(folder, "..")) {
    if (existsSync(join(folder, ".git"))) return folder;
  }
  return process.cwd();
}

/** Bytes of a text that goes with these files: one that is not UTF-8 was read as Latin-1, and is written so. */
export function encodeAs(files: readonly ChangedFile[], text: string): Buffer {
  return Buffer.from(text, files.some(({ path }) => isLatin1(path)) ? "latin1" : "utf8");
}

function isLatin1(path: string): boolean {
  const bytes = readFileSync(path);
  return !bytes.equals(Buffer.from(bytes.toString("utf8"), "utf8"));
}

export function write({ files }: Candidate): void {
  for (const { path, after } of files) {
    const { mode } = statSync(path);
    writeFileSync(path, Buffer.from(after, isLatin1(path) ? "latin1" : "utf8"), { mode });
    process.stderr.write(`${path}: written\n`);
  }
}
