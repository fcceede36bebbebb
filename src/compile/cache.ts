/** Where built programs are kept between runs. The host keeps files; a browser or a test may keep a Map. */
export interface Cache {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, value: Uint8Array): Promise<void>;
}

/** Keeps nothing. */
export const NO_CACHE: Cache = {
  read: async () => undefined,
  write: async () => {},
};

type Part = string | readonly [string, string | Uint8Array];

/** SHA-256 in hexadecimal over the parts, in order; a file counts with its path. */
export async function contentHash(parts: Iterable<Part>): Promise<string> {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const add = (bytes: Uint8Array): void => {
    chunks.push(encoder.encode(`${bytes.length}:`), bytes);
  };
  for (const part of parts) {
    if (typeof part === "string") add(encoder.encode(part));
    else for (const piece of part) add(typeof piece === "string" ? encoder.encode(piece) : piece);
  }
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Part of every cache key: raise it when the result of the same input changes. */
export const FORMAT = 20;
