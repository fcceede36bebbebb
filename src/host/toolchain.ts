import type { Cache } from "../compile/cache.ts";
import type { CompilerName, Toolchain } from "../compile/toolchain.ts";
import { UserError } from "../core/user-error.ts";
import { embeddedBeside } from "./embedded-beside.ts";
import { nativeToolchain } from "./native-toolchain.ts";
import { clockOf } from "./time-limit.ts";

/**
 * The compiler that was asked for; from now on its runs together may take so many ms, and end with OutOfTime then.
 * @throws UserError when the system has none that is new enough
 */
export async function toolchainFor(compiler: CompilerName, cache: Cache, limit: number): Promise<Toolchain> {
  const clock = clockOf(limit);
  if (compiler === "embedded") return embeddedBeside(clock);
  const native = await nativeToolchain(cache, clock);
  if (compiler === "auto") return native ?? embeddedBeside(clock);
  if (!native) throw new UserError("--cc system: no clang 14 or newer with wasm-ld (apt install clang lld)");
  return native;
}
