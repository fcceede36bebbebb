import { readFileSync } from "node:fs";
import { buildProgram, CompileError } from "../compile/build.ts";
import { NO_CACHE, type Cache } from "../compile/cache.ts";
import { embeddedToolchain } from "../compile/embedded.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import type { Toolchain } from "../compile/toolchain.ts";
import {
  ARCHES,
  defaultArch,
  isKernelVersion,
  KERNEL_VERSIONS,
  type Arch,
  type KernelVersion,
} from "../core/kernel-version.ts";
import { whyMissing } from "../core/renamed.ts";
import { UserError } from "../core/user-error.ts";
import { fileCache } from "../host/file-cache.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { readModule } from "../host/module-files.ts";
import { nativeToolchain } from "../host/native-toolchain.ts";
import { printable } from "../core/printable.ts";
import type { SourceOf } from "../run/witness.ts";

/** Options that every command which compiles a module has. */
export interface LoadOptions {
  readonly kernel: KernelVersion;
  readonly arch: Arch;
  readonly compiler: Compiler;
  readonly cache: boolean;
}

export function kernelOption(text: string): KernelVersion {
  if (isKernelVersion(text)) return text;
  throw new UserError(`--kernel ${text}: no such model; there are ${KERNEL_VERSIONS.join(", ")}`);
}

export function archOption(text: string | undefined, kernel: KernelVersion): Arch {
  if (text === undefined) return defaultArch(kernel);
  const arch = ARCHES.find((known) => known === text);
  if (!arch) throw new UserError(`--arch ${text}: no such architecture; there are ${ARCHES.join(", ")}`);
  return arch;
}

/** `auto`: the system's when it is there and new enough, which is faster; both give the same. */
export const COMPILERS = ["auto", "embedded", "system"] as const;

export type Compiler = (typeof COMPILERS)[number];

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

/** Reads and compiles; prints the compiler's warnings, and on an error what the compiler said, unless it is to be quiet. */
export async function loadProgram(
  source: ModuleSource,
  options: LoadOptions,
  voice: "aloud" | "quiet" = "aloud",
): Promise<Program> {
  const { kernel, arch } = options;
  const cache = options.cache ? fileCache() : NO_CACHE;
  try {
    const program = await buildProgram(source, {
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

export { readModule };

/** Quotes from the user's files, read once each; a file that cannot be read is not quoted. */
export function sourceOf(source: ModuleSource): SourceOf {
  const texts = new Map<string, string>();
  for (const [path, content] of source.files) {
    if (typeof content === "string") texts.set(source.userPath(path), content);
  }
  return (file) => texts.get(file);
}

/** A file named on the command line, or standard input for `-`. */
export function readInput(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UserError(
      `${path}: ${error instanceof Error ? error.message.replace(/^[A-Z]+: /, "") : "cannot be read"}`,
    );
  }
}
