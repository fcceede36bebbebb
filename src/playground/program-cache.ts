import { NO_CACHE, type Cache } from "../compile/cache.ts";
import { fetchPacked } from "./fetch-packed.ts";

const STORE = "unoops-programs-1";

/** Programs kept; one is about a megabyte. */
const MOST = 40;

/**
 * What was built ahead and lies beside the page, then what this browser built before: a second run of the same text needs no
 * compiler.
 */
export function layeredCache(shipped: ReadonlySet<string>): Cache {
  const own = "caches" in globalThis ? ownCache() : NO_CACHE;
  return {
    read: async (key) => (shipped.has(key) ? readShipped(key) : own.read(key)),
    write: (key, value) => own.write(key, value),
  };
}

async function readShipped(key: string): Promise<Uint8Array> {
  const response = await fetchPacked(new URL(key, import.meta.url));
  return new Uint8Array(await response.arrayBuffer());
}

/** The store is one of requests; this one is never made. */
function addressOf(key: string): URL {
  return new URL(`programs/${key}`, import.meta.url);
}

function ownCache(): Cache {
  return {
    async read(key) {
      const found = await (await caches.open(STORE)).match(addressOf(key));
      return found && new Uint8Array(await found.arrayBuffer());
    },
    async write(key, value) {
      const store = await caches.open(STORE);
      try {
        await store.put(addressOf(key), new Response(new Uint8Array(value)));
        const kept = await store.keys();
        for (const old of kept.slice(0, -MOST)) await store.delete(old);
      } catch (error) {
        // a full disk is no reason not to answer: the next run compiles again
        if (!(error instanceof DOMException)) throw error;
      }
    },
  };
}
