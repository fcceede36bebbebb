import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { buildProgram } from "../../src/compile/build.ts";
import type { Cache } from "../../src/compile/cache.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { Toolchain } from "../../src/compile/toolchain.ts";
import { defaultArch, type KernelVersion } from "../../src/core/kernel-version.ts";
import { fileCache } from "../../src/host/file-cache.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { fileOf, generatedModules, type GeneratedModule } from "./generated-program.ts";

/** The same modules every time. */
export function sampleModules(
  count: number,
  seed: number,
  kind: fc.Arbitrary<GeneratedModule> = generatedModules,
): GeneratedModule[] {
  return fc.sample(kind, { numRuns: count, seed });
}

export interface Builder {
  readonly toolchain: Toolchain;
  /** Keeps the kernel's services, which are the same for all. */
  readonly cache: Cache;
}

/** Programs of earlier runs; a change of compiler, kernel or module is another key. */
export function keptPrograms(): Cache {
  return fileCache(fileURLToPath(new URL("../../node_modules/.cache/unoops-test", import.meta.url)));
}

export function buildGenerated(
  modules: readonly GeneratedModule[],
  kernel: KernelVersion,
  { toolchain, cache }: Builder,
  stepServices = false,
): Promise<LinkedProgram> {
  const source = {
    name: "generated",
    units: ["generated.c"],
    files: new Map([["generated.c", fileOf(modules)]]),
    flags: [],
    userPath: (path: string) => path,
  };
  const target = { kernel, arch: defaultArch(kernel) };
  return buildProgram(source, { target, toolchain, cache, kernel: readKernelFiles(), stepServices });
}

export function pick(which: number): ReadonlyMap<string, string> {
  return new Map([["which", String(which)]]);
}
