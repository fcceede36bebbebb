import { buildProgram } from "../compile/build.ts";
import type { BuildOptions } from "../compile/build-options.ts";
import { CompileError, isRefused } from "../compile/compile-error.ts";
import { NO_CACHE } from "../compile/cache.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { CompilerName } from "../compile/toolchain.ts";
import { defaultArch, type Arch, type KernelVersion } from "../core/kernel-version.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { hintsFor } from "../kernel-api/index.ts";
import { fileCache } from "../host/file-cache.ts";
import { withPrepared } from "../host/prepared.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { readModule, readModules } from "../host/module-files.ts";
import { indexedHeadersOf } from "../host/header-index.ts";
import { headersOf, isInTree, treeAround } from "../host/kernel-tree.ts";
import { toolchainFor } from "../host/toolchain.ts";
import { printable } from "../core/printable.ts";
import type { Through } from "./ahead.ts";
import { sourceOf } from "../run/source-text.ts";
import {
  buildWholeOrPart,
  contentsOf,
  type Extent,
  type KernelHeader,
  type PartChoice,
  type Slice,
} from "../slice/index.ts";

/** Options that every command which compiles a module has. */
export interface LoadOptions {
  readonly kernel: KernelVersion;
  readonly arch: Arch;
  readonly compiler: CompilerName;
  readonly cache: boolean;
  /** How long compiling may take, in ms: as long as a search. */
  readonly time?: number;
  /** Whether only the part that threads live in is compiled: by default where the whole does not. */
  readonly part?: PartChoice;
  readonly extent?: Extent | undefined;
  /** A kernel tree in which headers are looked up; by default the one around the sources. */
  readonly kdir?: string;
  /** What is done while the compiler runs. */
  readonly through?: Through;
  /** A module that is not made for the kernel is run for one that it is made for: nobody asked for this one. */
  readonly anyKernel?: boolean;
  /** Told of the part that is run in place of the whole. */
  readonly onPart?: (slice: Slice, why: string | undefined) => void;
}

/** Reads and compiles; prints the compiler's warnings, and on an error what the compiler said, unless it is to be quiet. */
export async function loadProgram(
  source: ModuleSource,
  options: LoadOptions,
  voice: "aloud" | "quiet" = "aloud",
): Promise<LinkedProgram> {
  const { kernel, arch } = options;
  const cache = options.cache ? withPrepared(fileCache()) : NO_CACHE;
  const toolchain = await toolchainFor(options.compiler, cache, options.time ?? DEFAULT_LIMITS.time);
  const how: BuildOptions = {
    target: { kernel, arch },
    toolchain: options.through?.(toolchain) ?? toolchain,
    kernel: readKernelFiles(),
    cache,
  };
  let compiling: Promise<LinkedProgram> | undefined;
  const whole = (): Promise<LinkedProgram> => (compiling ??= buildProgram(source, how));
  const madeFor = options.anyKernel ? await anotherKernel(source, how, whole) : undefined;
  if (madeFor) {
    process.stderr.write(madeFor.why);
    const instead = {
      ...options,
      kernel: madeFor.kernel,
      arch: defaultArch(madeFor.kernel),
      anyKernel: false,
    };
    return loadProgram(source, instead, voice);
  }
  const inTree = isInTree(source.units.map((unit) => source.userPath(unit)));
  let refusedFor: string | undefined; // what the compiler said of the whole
  try {
    const program = await buildWholeOrPart(source, how, {
      part: options.part ?? "auto",
      whole,
      foresees: inTree && compiling === undefined,
      extent: options.extent,
      headers: () => headersFor(source, options),
      onPart: (slice, why, diagnostics) => {
        refusedFor = diagnostics;
        options.onPart?.(slice, why);
      },
    });
    if (refusedFor !== undefined && voice === "aloud" && !options.anyKernel)
      process.stderr.write(await otherKernel(source, how, refusedFor));
    if (program.warnings && voice === "aloud") process.stderr.write(printable(program.warnings));
    return program;
  } catch (error) {
    if (error instanceof CompileError && voice === "aloud") {
      const other = options.anyKernel ? "" : await otherKernel(source, how, error.diagnostics);
      process.stderr.write(
        [
          printable(error.diagnostics),
          ...hintsFor(kernel, error.diagnostics).map((hint) => `unoops: ${hint}\n`),
          other,
        ].join(""),
      );
    }
    throw error;
  }
}

/** The kernel that a module is made for, where that is not this one, and what the compiler said of this one. */
async function anotherKernel(
  source: ModuleSource,
  how: BuildOptions,
  whole: () => Promise<LinkedProgram>,
): Promise<{ kernel: KernelVersion; why: string } | undefined> {
  let refusal: string;
  try {
    refusal = (await whole()).warnings;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    refusal = error.diagnostics;
  }
  if (!isRefused(refusal)) return undefined;
  const { kernelItCompilesFor } = await import("../compile/other-kernels.ts");
  const kernel = await kernelItCompilesFor(source, how, refusal);
  if (kernel === undefined) return undefined;
  const [first = ""] = refusal.split("\n").filter((line) => isRefused(line));
  return {
    kernel,
    why: `${printable(first)}\nunoops: it does not compile for linux ${how.target.kernel}, so it is run for linux ${kernel}, for which it does; --kernel asks for another\n`,
  };
}

/** For which kernel a module compiles that was refused for the one asked for, in a line; empty where there is none. */
async function otherKernel(source: ModuleSource, how: BuildOptions, diagnostics: string): Promise<string> {
  // what lies in a kernel's tree is made for that
  if (isInTree(source.units.map((unit) => source.userPath(unit)))) return "";
  const { kernelItCompilesFor } = await import("../compile/other-kernels.ts");
  const kernel = await kernelItCompilesFor(source, how, diagnostics);
  return kernel === undefined ? "" : `unoops: it compiles for linux ${kernel}: --kernel ${kernel}\n`;
}

/** Headers of the kernel tree that was named, or that the module lies in. */
function headersFor(source: ModuleSource, { kdir, cache }: LoadOptions): KernelHeader {
  const root = kdir ?? treeAround(source.userPath(source.units[0] ?? "."))?.root;
  if (root === undefined) return NO_HEADERS;
  return cache ? indexedHeadersOf(root, contentsOf) : headersOf(root);
}

const NO_HEADERS: KernelHeader = () => undefined;

export { readModule, readModules, sourceOf };
