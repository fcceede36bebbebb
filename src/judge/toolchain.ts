import type { Cache } from "../compile/cache.ts";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { Toolchain } from "../compile/toolchain.ts";
import { UserError } from "../core/user-error.ts";
import { nativeToolchain } from "../host/native-toolchain.ts";

/** `auto`: the system's when it is there and new enough, which is faster; both give the same. */
export const COMPILERS = ["auto", "embedded", "system"] as const;

export type Compiler = (typeof COMPILERS)[number];

export async function toolchainFor(compiler: Compiler, cache: Cache): Promise<Toolchain> {
  if (compiler === "embedded") return embeddedToolchain();
  const native = await nativeToolchain(cache);
  if (compiler === "auto") return native ?? embeddedToolchain();
  if (!native)
    throw new UserError(
      "--cc system: no clang 14 or newer with wasm-ld and llvm-symbolizer (apt install clang lld llvm)",
    );
  return native;
}
