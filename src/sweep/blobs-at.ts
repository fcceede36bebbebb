import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Redis } from "ioredis";
import { UserError } from "../core/user-error.ts";
import type { BlobName, Blobs } from "./blobs.ts";
import { isObjectStore, objectStore } from "./object-store.ts";

/** What is on the queue's server goes when nobody asked for it for so long, in seconds. */
export const KEPT = 7 * 24 * 3600;

/** Larger ones belong elsewhere: the queue's server holds everything in memory. */
const LARGEST = 4 << 20;

/** On the queue's server, or at the place that `--sources` names: a folder that all machines share, or a bucket. */
export async function blobsAt(place: string | undefined, client: Redis): Promise<Blobs> {
  if (place === undefined) return onServer(client);
  return isObjectStore(place) ? await objectStore(place) : inFolder(place);
}

function keyOf({ kind, hash }: BlobName): string {
  return `unoops:${kind}:${hash}`;
}

function onServer(client: Redis): Blobs {
  return {
    atOnce: 500, // commands of one tick go to the server in one piece
    has: async (name) => (await client.expire(keyOf(name), KEPT)) === 1,
    read: async (name) => (await client.getBuffer(keyOf(name))) ?? undefined,
    write: async (name, packed) => {
      if (packed.length > LARGEST) {
        const size = Math.ceil(packed.length / (1 << 20));
        const what = name.kind === "file" ? "a source" : "a compiled module";
        throw new UserError(
          `${what} takes ${size} MB, too much for the queue's server: give --sources a folder or a bucket that all machines share`,
        );
      }
      await client.set(keyOf(name), packed, "EX", KEPT);
    },
  };
}

function inFolder(folder: string): Blobs {
  const place = ({ kind, hash }: BlobName): string =>
    join(folder, hash.slice(0, 2), kind === "file" ? hash : `${hash}.${kind}`);
  return {
    atOnce: 500,
    has: async (name) => existsSync(place(name)),
    read: async (name) => (existsSync(place(name)) ? readFileSync(place(name)) : undefined),
    write: async (name, packed) => writeWhole(place(name), packed),
  };
}

/** Another machine never reads half of a file. */
function writeWhole(place: string, bytes: Uint8Array): void {
  const draft = `${place}.${process.pid}`;
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(draft, bytes);
  renameSync(draft, place);
}
