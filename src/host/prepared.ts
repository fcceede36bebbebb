import { fileURLToPath } from "node:url";
import type { Cache } from "../compile/cache.ts";
import { fileCache } from "./file-cache.ts";

/** What is compiled when the package is made or installed from its sources: one file a key, as in the cache. */
export const PREPARED = fileURLToPath(new URL("../../prepared", import.meta.url));

/** A cache that also knows what was prepared; nothing is written there. */
export function withPrepared(cache: Cache, folder = PREPARED): Cache {
  const prepared = fileCache(folder);
  return {
    read: async (key) => (await cache.read(key)) ?? prepared.read(key),
    write: (key, value) => cache.write(key, value),
  };
}
