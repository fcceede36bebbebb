import { join } from "node:path";
import { buildProgram } from "../../src/compile/build.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import { defaultArch, type KernelVersion } from "../../src/core/kernel-version.ts";
import { attempts } from "../../src/fix/attempts.ts";
import type { Bench } from "../../src/fix/index.ts";
import type { Finding, Verdict } from "../../src/core/finding.ts";
import { fileCache } from "../../src/host/file-cache.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { runModule, type RunOptions } from "../../src/run/run.ts";
import { EXAMPLES } from "../run/harness.ts";

const kernel = readKernelFiles();
const toolchain = (await nativeToolchain()) ?? embeddedToolchain();
const cache = fileCache(join(EXAMPLES, "../node_modules/.cache/unoops-test"));

/** What `unoops fix` has, for some kernels. */
export function benchFor(...kernels: KernelVersion[]): Bench {
  return {
    kernels,
    limits: { time: 300_000 },
    build: (source: ModuleSource, version: KernelVersion) =>
      buildProgram(source, {
        target: { kernel: version, arch: defaultArch(version) },
        toolchain,
        kernel,
        cache,
      }),
  };
}

/** A module of one file that is not on the disk. */
export function moduleOf(text: string, path = "module.c"): ModuleSource {
  return {
    name: "module",
    units: [path],
    files: new Map([[path, text]]),
    flags: [],
    userPath: (name) => name,
  };
}

/** What `unoops run` says of a module of one file that is not on the disk. */
export async function judgeText(text: string, options: Partial<RunOptions> = {}): Promise<Verdict> {
  const program = await benchFor("6.12").build(moduleOf(text), "6.12");
  return runModule(program, { source: () => text, ...options });
}

/** The text of a module of one file. */
export function textOf(source: ModuleSource): string {
  const [unit = ""] = source.units;
  const text = source.files.get(unit);
  return typeof text === "string" ? text : "";
}

/** A module with the one idiom of a rule whose title fits, or why it cannot be applied. */
export function withIdiom(
  source: ModuleSource,
  finding: Finding,
  fits: (title: string) => boolean,
  kernel: KernelVersion = "6.12",
): { source: ModuleSource; refusal?: undefined } | { source?: undefined; refusal: string } {
  const made = attempts(source, finding, [kernel]).find(({ idiom }) => fits(idiom.title));
  return made?.source ? { source: made.source } : { refusal: made?.refusal ?? "not tried" };
}
