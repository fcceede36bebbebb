import { fileURLToPath } from "node:url";
import type { BuildOptions } from "../../src/compile/build-options.ts";
import { buildProgram } from "../../src/compile/build.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { Toolchain } from "../../src/compile/toolchain.ts";
import type { KernelVersion } from "../../src/core/kernel-version.ts";
import { fileCache } from "../../src/host/file-cache.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const DEFAULT = "6.12";

/** The system's compiler is the faster one; test/compile/toolchains.test.ts compares it with the one that comes along. */
export const QUICKEST = (await nativeToolchain()) ?? embeddedToolchain();

export function example(name: string): string {
  return `${ROOT}/examples/${name}`;
}

/** A module of one file that lies nowhere. */
export function moduleOf(text: string): ModuleSource {
  return { name: "m", units: ["m.c"], files: new Map([["m.c", text]]), flags: [], userPath: (path) => path };
}

export function optionsFor(kernel: KernelVersion, toolchain: Toolchain = QUICKEST): BuildOptions {
  const cache = fileCache(`${ROOT}/node_modules/.cache/unoops-test`);
  return { target: { kernel, arch: "x86_64" }, toolchain, cache, kernel: readKernelFiles() };
}

export function build(source: ModuleSource, toolchain: Toolchain = QUICKEST): Promise<LinkedProgram> {
  return buildProgram(source, optionsFor(DEFAULT, toolchain));
}
