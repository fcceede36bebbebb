import { KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";
import type { BuildOptions } from "./build-options.ts";
import { isNobodys } from "./brought-along.ts";
import { CompileError, isRefused, UNDECLARED } from "./compile-error.ts";
import { compileModule } from "./compile-module.ts";
import type { ModuleSource } from "./module-source.ts";

/**
 * The modelled kernel nearest to the one asked for that a module was written for: the older ones first, since modules are older than
 * kernels. Undefined where it compiles for none.
 * @param diagnostics why it does not compile for the one asked for
 */
export async function kernelItCompilesFor(
  source: ModuleSource,
  { target, toolchain, kernel }: BuildOptions,
  diagnostics: string,
): Promise<KernelVersion | undefined> {
  if (!isRefused(diagnostics) || isNobodys(diagnostics, kernel.files)) return undefined;
  const here = KERNEL_VERSIONS.indexOf(target.kernel);
  for (const version of [
    ...KERNEL_VERSIONS.slice(0, here).toReversed(),
    ...KERNEL_VERSIONS.slice(here + 1),
  ]) {
    try {
      const { warnings } = await compileModule(
        source,
        { ...target, kernel: version },
        toolchain,
        kernel.files,
      );
      if (!UNDECLARED.test(warnings)) return version;
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
    }
  }
  return undefined;
}
