import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder, isUnwritable } from "./file-cache.ts";
import { headerPath, headersOf } from "./kernel-tree.ts";

/** A header as it was when it was read last: it is read again once its time or size is another. */
type Kept = readonly [time: number, size: number, contents: Contents];

/** What is kept of a header: the names that it includes others with, and the structs that it defines. */
interface Contents {
  readonly includes: readonly string[];
  readonly tags: readonly string[];
}

interface IndexedHeaders {
  (name: string): string | undefined;
  readonly contents: (name: string) => Contents | undefined;
}

/** Another form of the index is another file. */
const FORMAT = 2;

/**
 * Headers of a kernel tree, with what each includes and defines kept between runs: a driver's bring hundreds along, of which a few are
 * read. What is new is written when the process ends. The same function for one tree, as of headersOf().
 */
export function indexedHeadersOf(
  root: string,
  contentsOf: (text: string) => Contents,
  folder = join(cacheFolder(), "headers"),
): IndexedHeaders {
  const place = join(folder, createHash("sha256").update(`${FORMAT} ${root}`).digest("hex"));
  const known = readers.get(place);
  if (known) return known;
  const header = headersOf(root);
  let index: Map<string, Kept> | undefined;
  let isNew = false;
  const contents = (name: string): Contents | undefined => {
    index ??= readIndex(place);
    const path = headerPath(root, name);
    const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
    const kept = index.get(name);
    if (found && kept?.[0] === found.mtimeMs && kept[1] === found.size) return kept[2];
    const text = header(name);
    if (!found || text === undefined) return undefined;
    const read = contentsOf(text);
    index.set(name, [found.mtimeMs, found.size, read]);
    if (!isNew) process.once("exit", () => writeIndex(place, index ?? new Map()));
    isNew = true;
    return read;
  };
  const reader: IndexedHeaders = Object.assign((name: string) => header(name), { contents });
  readers.set(place, reader);
  return reader;
}

const readers = new Map<string, IndexedHeaders>();

function readIndex(place: string): Map<string, Kept> {
  return existsSync(place) ? new Map(JSON.parse(readFileSync(place, "utf8")) as [string, Kept][]) : new Map();
}

function writeIndex(place: string, index: ReadonlyMap<string, Kept>): void {
  const beside = `${place}.${randomUUID()}`; // another process may write at the same time, and nobody reads half of one
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(beside, JSON.stringify([...index]));
    renameSync(beside, place);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside);
    if (!isUnwritable(error)) throw error;
  }
}
