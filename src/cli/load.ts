import { CompileError } from "../compile/build.ts";
import { NO_CACHE } from "../compile/cache.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import type { Arch, KernelVersion } from "../core/kernel-version.ts";
import { whyMissing } from "../kernel-api/index.ts";
import { fileCache } from "../host/file-cache.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { readModule } from "../host/module-files.ts";
import { headersOf, treeAround } from "../host/kernel-tree.ts";
import { printable } from "../core/printable.ts";
import { sourceOf } from "../run/source-text.ts";
import type { Slice } from "../slice/index.ts";
import { buildWholeOrPart, type PartChoice } from "../judge/build.ts";
import { COMPILERS, toolchainFor, type Compiler } from "../judge/toolchain.ts";

/** Options that every command which compiles a module has. */
export interface LoadOptions {
  readonly kernel: KernelVersion;
  readonly arch: Arch;
  readonly compiler: Compiler;
  readonly cache: boolean;
  /** Whether only the part that threads live in is compiled: by default where the whole does not. */
  readonly part?: PartChoice;
  /** A kernel tree in which headers are looked up; by default the one around the sources. */
  readonly kdir?: string;
  /** Told of the part that is run in place of the whole. */
  readonly onPart?: (slice: Slice, why: string | undefined) => void;
}

/** Reads and compiles; prints the compiler's warnings, and on an error what the compiler said, unless it is to be quiet. */
export async function loadProgram(
  source: ModuleSource,
  options: LoadOptions,
  voice: "aloud" | "quiet" = "aloud",
): Promise<Program> {
  const { kernel, arch } = options;
  const cache = options.cache ? fileCache() : NO_CACHE;
  try {
    const how = {
      target: { kernel, arch },
      toolchain: await toolchainFor(options.compiler, cache),
      kernel: readKernelFiles(),
      cache,
    };
    const program = await buildWholeOrPart(source, how, {
      part: options.part ?? "auto",
      kernelHeader: () => {
        const root = options.kdir ?? treeAround(source.userPath(source.units[0] ?? "."))?.root;
        return root === undefined ? () => undefined : headersOf(root);
      },
      ...(options.onPart ? { onPart: options.onPart } : {}),
    });
    if (program.warnings && voice === "aloud") process.stderr.write(printable(program.warnings));
    return program;
  } catch (error) {
    if (error instanceof CompileError && voice === "aloud")
      process.stderr.write(printable(error.diagnostics) + hintsFor(error, kernel));
    throw error;
  }
}

/** A line for each name of another kernel's API that the compiler did not know. */
function hintsFor({ diagnostics }: CompileError, kernel: KernelVersion): string {
  const unknown = new Set([...diagnostics.matchAll(/'([\w/.]+)'/g)].map(([, name = ""]) => name));
  return [...unknown]
    .flatMap((name) => whyMissing(kernel, name) ?? [])
    .map((why) => `unoops: ${why}\n`)
    .join("");
}

export { COMPILERS, readModule, sourceOf, type Compiler };
