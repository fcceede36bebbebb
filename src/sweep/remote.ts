import { gunzipSync, gzipSync } from "node:zlib";
import type { Redis } from "ioredis";
import type { Cache } from "../compile/cache.ts";
import { UserError } from "../core/user-error.ts";
import type { Blobs } from "./blobs.ts";
import { KEPT } from "./blobs-at.ts";
import { canonical, hashOf, type Job } from "./job.ts";
import { ResultSchema, type JobResult } from "./result.ts";
import { listsOf, readList, type Sources } from "./sources.ts";

/** No file of a kernel, and no result, is larger when it is unpacked. */
const MOST = 256 << 20;

/** What a machine keeps in memory of the files it fetched. */
const HELD = 128 << 20;

/** Keys asked for at once. */
const BATCH = 500;

const KEY = {
  result: (hash: string) => `unoops:result:${hash}`,
  flaky: (hash: string) => `unoops:flaky:${hash}`,
};

/** What machines have in common: sources, compiled modules and results. */
export class Remote implements Sources {
  readonly client: Redis;
  private readonly blobs: Blobs;
  private readonly held = new Map<string, Uint8Array>();
  private heldBytes = 0;

  constructor(client: Redis, blobs: Blobs) {
    this.client = client;
    this.blobs = blobs;
  }

  async read(hash: string): Promise<Uint8Array> {
    const held = this.held.get(hash);
    if (held) return held;
    const packed = await this.blobs.read({ kind: "file", hash });
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

  /** Brings what jobs need into the store, each file once; a list that was brought has brought its files. */
  async bring(jobs: readonly Job[], sources: Sources, brought: Set<string>): Promise<void> {
    const hashes = new Set<string>();
    for (const { lists, files } of jobs.map(listsOf)) {
      for (const hash of files) hashes.add(hash);
      for (const list of lists) {
        if (brought.has(list) || hashes.has(list)) continue;
        hashes.add(list);
        for (const [, hash] of await readList(sources, list)) hashes.add(hash);
      }
    }
    const open = [...hashes].filter((hash) => !brought.has(hash));
    const { atOnce } = this.blobs;
    for (let at = 0; at < open.length; at += atOnce) {
      await Promise.all(
        open.slice(at, at + atOnce).map(async (hash) => {
          const name = { kind: "file", hash } as const;
          if (!(await this.blobs.has(name))) await this.blobs.write(name, pack(await sources.read(hash)));
          brought.add(hash);
        }),
      );
    }
  }

  /** Modules that some machine compiled. One that cannot be kept or fetched, or is damaged, is compiled again. */
  get programs(): Cache {
    return {
      read: async (key) => {
        if (!/^[0-9a-f]{64}$/.test(key)) return undefined;
        try {
          const packed = await this.blobs.read({ kind: "program", hash: key });
          return packed && unpack(packed);
        } catch (error) {
          if (error instanceof UserError || isDamage(error)) return undefined;
          throw error;
        }
      },
      write: async (key, value) => {
        if (!/^[0-9a-f]{64}$/.test(key)) return;
        try {
          await this.blobs.write({ kind: "program", hash: key }, pack(value));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      },
    };
  }

  /** The first result of a job counts; another one that differs is told. */
  async keepResult(hash: string, result: JobResult): Promise<void> {
    const packed = pack(JSON.stringify(result));
    const isFirst = await this.client.set(KEY.result(hash), packed, "EX", KEPT, "NX");
    if (isFirst === "OK") return;
    const first = await this.result(hash);
    if (first && canonical(first) !== canonical(result))
      await this.client.set(KEY.flaky(hash), "1", "EX", KEPT);
  }

  /** A result that does not go by itself. */
  async keepForGood(hash: string, result: JobResult): Promise<void> {
    await this.client.set(KEY.result(hash), pack(JSON.stringify(result)));
  }

  async result(hash: string): Promise<JobResult | undefined> {
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

function pack(bytes: Uint8Array | string): Buffer {
  return gzipSync(bytes, { level: 1 });
}

/** zlib's errors have codes such as Z_DATA_ERROR. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

function unpack(packed: Uint8Array): Uint8Array {
  return gunzipSync(packed, { maxOutputLength: MOST });
}
