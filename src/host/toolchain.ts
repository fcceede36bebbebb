import type { Cache } from "../compile/cache.ts";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { Compiler, Toolchain } from "../compile/toolchain.ts";
import { UserError } from "../core/user-error.ts";
import { nativeToolchain } from "./native-toolchain.ts";

/** The compiler that was asked for. @throws UserError when the system has none that is new enough */
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
