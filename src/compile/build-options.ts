import type { Cache } from "./cache.ts";
import type { Target } from "./flags.ts";
import type { ModelKernel } from "./model-kernel.ts";
import type { Toolchain } from "./toolchain.ts";

/** What programs are made with. */
export interface BuildOptions {
  readonly target: Target;
  readonly toolchain: Toolchain;
  readonly kernel: ModelKernel;
  readonly cache: Cache;
  /** Services may be switched away at each of their memory accesses: for tests of what that changes. */
  readonly stepServices?: boolean;
}
