import { contentHash } from "./cache.ts";
import type { Files } from "./toolchain.ts";

/** Our headers and services, two megabytes that are the same for every module: a program that was kept needs no more of them than the hash. */
export class ModelKernel {
  private readonly read: () => Files;
  private known: Files | undefined;
  private hashed: Promise<string> | undefined;

  /** @param hash of the files, where somebody has computed it before */
  constructor(read: () => Files, hash?: string) {
    this.read = read;
    this.hashed = hash === undefined ? undefined : Promise.resolve(hash);
  }

  /** Paths below `kernel/`. */
  get files(): Files {
    return (this.known ??= this.read());
  }

  hash(): Promise<string> {
    return (this.hashed ??= contentHash(this.files));
  }
}
