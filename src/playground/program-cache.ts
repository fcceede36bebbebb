import type { Cache } from "../compile/cache.ts";

const STORE = "unoops-programs-1";

/** Programs kept; one is about a megabyte. */
const MOST = 40;

/** Built programs, kept by the browser between visits: the next run of the same text needs no compiler. */
export function programCache(): Cache {
  const addressOf = (key: string): URL => new URL(`programs/${key}`, import.meta.url);
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
