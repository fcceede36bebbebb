import { buildProgram, CompileError, type BuildOptions } from "../compile/build.ts";
import { NO_CACHE, type Cache } from "../compile/cache.ts";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import type { Toolchain } from "../compile/toolchain.ts";
import type { Arch, KernelVersion } from "../core/kernel-version.ts";
import { whyMissing } from "../kernel-api/index.ts";
import { UserError } from "../core/user-error.ts";
import { fileCache } from "../host/file-cache.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { readModule } from "../host/module-files.ts";
import { headersOf, treeAround } from "../host/kernel-tree.ts";
import { nativeToolchain } from "../host/native-toolchain.ts";
import { printable } from "../core/printable.ts";
import { sourceOf } from "../run/source-text.ts";
import { buildPart, type Slice } from "../slice/index.ts";
import type { Compiler } from "./options.ts";

/** Options that every command which compiles a module has. */
export interface LoadOptions {
  readonly kernel: KernelVersion;
  readonly arch: Arch;
  readonly compiler: Compiler;
  readonly cache: boolean;
  /** Whether only the part that threads live in is compiled: by default where the whole does not. */
  readonly part?: PartChoice;
  /** Of the part, only its outline. */
  readonly outline?: boolean;
  /** A kernel tree in which headers are looked up; by default the one around the sources. */
  readonly kdir?: string;
  /** Told of the part that is run in place of the whole. */
  readonly onPart?: (slice: Slice, why: string | undefined) => void;
}

export type PartChoice = "auto" | "always" | "never";

async function toolchainFor(compiler: Compiler, cache: Cache): Promise<Toolchain> {
  if (compiler === "embedded") return embeddedToolchain();
  const native = await nativeToolchain(cache);
  if (compiler === "auto") return native ?? embeddedToolchain();
  if (!native)
    throw new UserError(
      "--cc system: no clang 14 or newer with wasm-ld and llvm-symbolizer (apt install clang lld llvm)",
    );
  return native;
}

/** The part of a driver that threads live in, where the whole is not wanted, or does not compile. */
async function build(source: ModuleSource, options: LoadOptions, how: BuildOptions): Promise<Program> {
  const choice = options.part ?? "auto";
  let refused: CompileError | undefined;
  if (choice !== "always") {
    try {
      return await buildProgram(source, how);
    } catch (error) {
      if (!(error instanceof CompileError) || choice === "never") throw error;
      refused = error;
    }
  }
  const root = options.kdir ?? treeAround(source.userPath(source.units[0] ?? "."))?.root;
  try {
    const { program, slice } = await buildPart(
      source,
      how,
      root === undefined ? () => undefined : headersOf(root),
      options.outline,
    );
    options.onPart?.(slice, refused?.message);
    return program;
  } catch (error) {
    // what the compiler says of the user's own text helps more than what it says of ours
    throw error instanceof CompileError ? (refused ?? error) : error;
  }
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
    const program = await build(source, options, {
      target: { kernel, arch },
      toolchain: await toolchainFor(options.compiler, cache),
      kernel: readKernelFiles(),
      cache,
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

export { readModule, sourceOf };
