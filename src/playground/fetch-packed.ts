/** Told how much of a file has come, in bytes as they travel; `total` is 0 where the server does not say. */
export type Listener = (file: string, done: number, total: number) => void;

/** A file that does not come: no network, or it is not where the page is. */
export class NotFetched extends Error {
  override readonly name = "NotFetched";
}

let listener: Listener = () => {};

export function onFetching(told: Listener): void {
  listener = told;
}

/** Bytes after which the listener is told again. */
const PORTION = 1 << 20;

const STORE = "unoops-files-1";

/**
 * Fetches a file of this page's own folder, where it lies compressed as `NAME.gz.bin`, and keeps it: the compiler is fetched once.
 * The ending is none that servers unpack on the way.
 */
export async function fetchPacked(address: URL): Promise<Response> {
  const packed = new URL(`${address.pathname.split("/").at(-1)}.gz.bin`, import.meta.url);
  const response = await stored(packed);
  if (!response.body) throw new NotFetched(`${packed.pathname} is empty`);
  const type = packed.pathname.includes(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")), {
    headers: { "content-type": type },
  });
}

/** Out of the browser's store, where there is one: it exists on https and on the own machine only. */
async function stored(address: URL): Promise<Response> {
  if (!("caches" in globalThis)) return fetchTelling(address);
  const store = await caches.open(STORE);
  const known = await store.match(address);
  if (known) return known;
  const bytes = await (await fetchTelling(address)).arrayBuffer();
  try {
    await store.put(address, new Response(bytes));
  } catch (error) {
    // a full disk is no reason not to answer: the next visit fetches again
    if (!(error instanceof DOMException)) throw error;
  }
  return new Response(bytes);
}

async function fetchTelling(address: URL): Promise<Response> {
  const response = await fetch(address).catch((error: unknown) => {
    throw error instanceof TypeError ? new NotFetched(`${address.pathname}: ${error.message}`) : error;
  });
  if (!response.ok || !response.body) throw new NotFetched(`${address.pathname}: ${response.status}`);
  const total = Number(response.headers.get("content-length") ?? 0);
  const file = address.pathname.split("/").at(-1)?.replace(".gz.bin", "") ?? "";
  let done = 0;
  let told = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      done += chunk.length;
      if (done - told >= PORTION || done === total) {
        told = done;
        listener(file, done, total);
      }
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count));
}
