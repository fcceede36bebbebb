import { KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";
import type { BuildOptions } from "./build-options.ts";
import { isNobodys } from "./brought-along.ts";
import { CompileError, GUESSED, isRefused, UNDECLARED } from "./compile-error.ts";
import { compileModule } from "./compile-module.ts";
import { modulesOf, type ModuleSource } from "./module-source.ts";

/**
 * The modelled kernel nearest to the one asked for that a module was written for: the older ones first, since modules are older than
 * kernels. Where each lacks some call of it, the one that lacks fewest, if it was refused for more than such. Undefined where it compiles
 * for none.
 * @param diagnostics why it does not compile for the one asked for
 */
export async function kernelItCompilesFor(
  source: ModuleSource,
  how: BuildOptions,
  diagnostics: string,
): Promise<KernelVersion | undefined> {
  const { target, kernel } = how;
  if (!isRefused(diagnostics) || isNobodys(refusalIn(diagnostics), kernel.files)) return undefined;
  // one that is refused for calls alone runs with those assumed
  let least = ERROR.test(diagnostics) || GUESSED.test(diagnostics) ? Infinity : 0;
  let nearest: KernelVersion | undefined;
  const here = KERNEL_VERSIONS.indexOf(target.kernel);
  for (const version of [
    ...KERNEL_VERSIONS.slice(0, here).toReversed(),
    ...KERNEL_VERSIONS.slice(here + 1),
  ]) {
    try {
      const lacks = unknownCalls(
        await warningsFor(source, { ...how, target: { ...target, kernel: version } }),
      );
      if (lacks === 0) return version;
      if (lacks < least) [least, nearest] = [lacks, version];
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
    }
  }
  return nearest;
}

/** What the compiler says of a module, and of those that are loaded before it: one kernel is for all of them. */
async function warningsFor(
  source: ModuleSource,
  { target, toolchain, kernel }: BuildOptions,
): Promise<string> {
  let said = "";
  for (const module of modulesOf(source))
    said += (await compileModule(module, target, toolchain, kernel.files, false)).warnings;
  return said;
}

/** What a module was refused for: calls that nothing declares are no reason where there is another. */
function refusalIn(diagnostics: string): string {
  if (!ERROR.test(diagnostics) && !GUESSED.test(diagnostics)) return diagnostics;
  const lines = diagnostics.split("\n").filter((line) => ERROR.test(line) || !UNDECLARED.test(line));
  return lines.join("\n");
}

const ERROR = /: (?:fatal )?error: /;

/** How many calls nothing declares. */
function unknownCalls(diagnostics: string): number {
  return new Set([...diagnostics.matchAll(CALLED)].map(([, name]) => name)).size;
}

const CALLED = new RegExp(`(?:${UNDECLARED.source}) '(\\w+)'`, "g");
