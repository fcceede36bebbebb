import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Cache } from "../compile/cache.ts";

/** `$XDG_CACHE_HOME/unoops`, or `~/.cache/unoops`. */
export function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "unoops");
}

/** One file a key. A value is written beside its place and moved there, so that nobody ever reads half of one. */
export function fileCache(folder = join(cacheFolder(), "programs")): Cache {
  return {
    async read(key) {
      try {
        return await readFile(join(folder, key));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async write(key, value) {
      const place = join(folder, key);
      const beside = `${place}.${randomUUID()}`; // one process may make the same value twice at a time
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(beside, value);
        await rename(beside, place);
      } catch (error) {
        await rm(beside, { force: true });
        if (!isUnwritable(error)) throw error;
        // a read-only home is no reason not to answer: the next run compiles again
      }
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

/** Whether a cache cannot be kept, for a reason that is none of ours: a read-only home, a full disk. */
export function isUnwritable(error: unknown): boolean {
  return ["EACCES", "EROFS", "EPERM", "ENOSPC", "ENOTDIR"].includes(codeOf(error));
}
