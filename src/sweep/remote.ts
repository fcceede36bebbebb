import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Redis } from "ioredis";
import type { Cache } from "../compile/cache.ts";
import { UserError } from "../core/user-error.ts";
import { canonical, hashOf, type Job } from "./job.ts";
import { ResultSchema, type Result } from "./result.ts";
import { listsOf, readList, type Sources } from "./sources.ts";

/** What is on the server goes when nobody asked for it for so long, in seconds. */
const KEPT = 7 * 24 * 3600;

/** Larger files belong in a folder: the server holds everything in memory. */
const LARGEST = 4 << 20;

/** No file of a kernel, and no result, is larger when it is unpacked. */
const MOST = 256 << 20;

/** What a machine keeps in memory of the files it fetched. */
const HELD = 128 << 20;

/** Keys asked for at once. */
const BATCH = 500;

const KEY = {
  file: (hash: string) => `unoops:file:${hash}`,
  program: (hash: string) => `unoops:program:${hash}`,
  result: (hash: string) => `unoops:result:${hash}`,
  flaky: (hash: string) => `unoops:flaky:${hash}`,
};

/** What machines have in common: sources, compiled modules and results, on the queue's server or, the large ones, in a folder. */
export class Remote implements Sources {
  readonly client: Redis;
  private readonly folder: string | undefined;
  private readonly held = new Map<string, Uint8Array>();
  private heldBytes = 0;

  constructor(client: Redis, folder: string | undefined) {
    this.client = client;
    this.folder = folder;
  }

  async read(hash: string): Promise<Uint8Array> {
    const held = this.held.get(hash);
    if (held) return held;
    const packed = await this.fetch(KEY.file(hash), hash);
    if (!packed) throw new Error(`a source of this job (${hash.slice(0, 12)}) is not in the store any more`);
    const bytes = unpack(packed);
    if (hashOf(bytes) !== hash)
      throw new Error(`a source of this job (${hash.slice(0, 12)}) is damaged in the store`);
    this.hold(hash, bytes);
    return bytes;
  }

  private hold(hash: string, bytes: Uint8Array): void {
    this.held.set(hash, bytes);
    this.heldBytes += bytes.length;
    for (const [oldest, { length }] of this.held) {
      if (this.heldBytes <= HELD) break;
      this.held.delete(oldest);
      this.heldBytes -= length;
    }
  }

  /** Brings what a job needs into the store, each file once. */
  async bring(job: Job, sources: Sources, brought: Set<string>): Promise<void> {
    const { lists, files } = listsOf(job);
    const hashes = new Set([...lists, ...files]);
    for (const list of lists) for (const [, hash] of await readList(sources, list)) hashes.add(hash);
    const open = [...hashes].filter((hash) => !brought.has(hash));
    for (let at = 0; at < open.length; at += BATCH) {
      const some = open.slice(at, at + BATCH);
      const there = await Promise.all(some.map((hash) => this.isThere(hash)));
      for (const [index, hash] of some.entries()) {
        if (there[index] !== true)
          await this.store(KEY.file(hash), hash, await sources.read(hash), "a source");
        brought.add(hash);
      }
    }
  }

  /** Commands of one tick go to the server in one piece. */
  private async isThere(hash: string): Promise<boolean> {
    if (this.folder !== undefined) return existsSync(placeIn(this.folder, hash));
    return (await this.client.expire(KEY.file(hash), KEPT)) === 1;
  }

  private async store(key: string, hash: string, bytes: Uint8Array, what: string): Promise<void> {
    const packed = gzipSync(bytes, { level: 1 });
    if (this.folder !== undefined) return writeWhole(placeIn(this.folder, hash), packed);
    if (packed.length > LARGEST) {
      throw new UserError(
        `${what} takes ${Math.ceil(packed.length / (1 << 20))} MB, too much for the queue's server: give --sources a folder that all machines share`,
      );
    }
    await this.client.set(key, packed, "EX", KEPT);
  }

  private async fetch(key: string, hash: string): Promise<Uint8Array | undefined> {
    if (this.folder !== undefined) {
      const place = placeIn(this.folder, hash);
      return existsSync(place) ? readFileSync(place) : undefined;
    }
    return (await this.client.getBuffer(key)) ?? undefined;
  }

  /** Modules that some machine compiled; one that is too large is compiled again on each. */
  get programs(): Cache {
    return {
      read: async (key) => {
        if (!/^[0-9a-f]{64}$/.test(key)) return undefined;
        const packed = await this.fetch(KEY.program(key), `${key}.program`);
        return packed && unpack(packed);
      },
      write: async (key, value) => {
        if (!/^[0-9a-f]{64}$/.test(key)) return;
        try {
          await this.store(KEY.program(key), `${key}.program`, value, "a compiled module");
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      },
    };
  }

  /** The first result of a job counts; another one that differs is told. */
  async keepResult(hash: string, result: Result): Promise<void> {
    const packed = gzipSync(JSON.stringify(result), { level: 1 });
    const isFirst = await this.client.set(KEY.result(hash), packed, "EX", KEPT, "NX");
    if (isFirst === "OK") return;
    const first = await this.result(hash);
    if (first && canonical(first) !== canonical(result))
      await this.client.set(KEY.flaky(hash), "1", "EX", KEPT);
  }

  /** A result that does not go by itself. */
  async keepForGood(hash: string, result: Result): Promise<void> {
    await this.client.set(KEY.result(hash), gzipSync(JSON.stringify(result), { level: 1 }));
  }

  async result(hash: string): Promise<Result | undefined> {
    const packed = await this.client.getBuffer(KEY.result(hash));
    if (!packed) return undefined;
    const read = ResultSchema.safeParse(JSON.parse(Buffer.from(unpack(packed)).toString()));
    return read.success ? read.data : undefined;
  }

  async isFlaky(hash: string): Promise<boolean> {
    return (await this.client.exists(KEY.flaky(hash))) === 1;
  }

  async forget(hash: string): Promise<void> {
    await this.client.del(KEY.result(hash), KEY.flaky(hash));
  }

  /** Which of the jobs have a result. */
  async haveResults(hashes: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (let at = 0; at < hashes.length; at += BATCH) {
      const some = hashes.slice(at, at + BATCH);
      const there = await Promise.all(some.map((hash) => this.client.exists(KEY.result(hash))));
      found.push(...some.filter((_, index) => there[index] === 1));
    }
    return found;
  }
}

function unpack(packed: Uint8Array): Uint8Array {
  return gunzipSync(packed, { maxOutputLength: MOST });
}

function placeIn(folder: string, hash: string): string {
  return join(folder, hash.slice(0, 2), hash);
}

/** Another machine never reads half of a file. */
function writeWhole(place: string, bytes: Uint8Array): void {
  const draft = `${place}.${process.pid}`;
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(draft, bytes);
  renameSync(draft, place);
}
