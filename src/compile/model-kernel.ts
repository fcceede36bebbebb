import { contentHash } from "./cache.ts";
import type { Files } from "./toolchain.ts";

/** Our headers and services, two megabytes that are the same for every module: a program that was kept needs no more of them than the hash. */
export class ModelKernel {
  private readonly read: () => Files;
  private known: Files | undefined;
  private readonly names: ReadonlySet<string> | undefined;
  private hashed: Promise<string> | undefined;

  /** @param known the hash of the files and their paths, where somebody has written them down before */
  constructor(read: () => Files, known?: { readonly hash: string; readonly paths: readonly string[] }) {
    this.read = read;
    this.names = known && new Set(known.paths);
    this.hashed = known && Promise.resolve(known.hash);
  }

  /** Whether there is such a file, without reading any where their paths are known. */
  has(path: string): boolean {
    return (this.names ?? this.files).has(path);
  }

  /** Paths below `kernel/`. */
  get files(): Files {
    return (this.known ??= this.read());
  }

  hash(): Promise<string> {
    return (this.hashed ??= contentHash(this.files));
  }
}
