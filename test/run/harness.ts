import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildProgram } from "../../src/compile/build.ts";
import type { BuildOptions } from "../../src/compile/build-options.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { Finding, Verdict } from "../../src/core/finding.ts";
import {
  DEFAULT_KERNEL,
  defaultArch,
  MEASURED_KERNELS,
  type Arch,
  type KernelVersion,
} from "../../src/core/kernel-version.ts";
import { fileCache } from "../../src/host/file-cache.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { readModule } from "../../src/host/module-files.ts";
import { readReplay } from "../../src/run/replay-text.ts";
import { replayModule, runModule, type RunOptions } from "../../src/run/run.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const FIXTURES = join(ROOT, "test/fixtures/modules");
export const EXAMPLES = join(ROOT, "examples");
/** Logs and scenarios that lie beside the repository where it is developed; tests that read them say when they are absent. */
export const SHARED = join(ROOT, "../shared");

const kernel = readKernelFiles();
/** The system's compiler is the faster one; without it, the one that comes along. test/compile compares the two. */
const toolchain = (await nativeToolchain()) ?? embeddedToolchain();
export const testCache = fileCache(join(ROOT, "node_modules/.cache/unoops-test"));

interface HowToCompile {
  readonly arch?: Arch;
  readonly stepServices?: boolean;
}

export function compile(
  path: string,
  version: KernelVersion,
  { arch = defaultArch(version), stepServices = false }: HowToCompile = {},
): Promise<LinkedProgram> {
  return buildProgram(readModule([path]), { ...buildOptions(version, arch), stepServices });
}

export function buildOptions(version: KernelVersion, arch: Arch): BuildOptions {
  return { target: { kernel: version, arch }, toolchain, kernel, cache: testCache };
}

/**
 * Two of the kernels that were booted: the oldest or the newest, and one between, other ones at each turn. What does not depend on
 * the version, or changed once, shows on one of them. The default kernel is not among them: other tests use that.
 */
export function twoKernels(turn: number): KernelVersion[] {
  const between = MEASURED_KERNELS.slice(1, -1).filter((version) => version !== DEFAULT_KERNEL);
  const outer = [MEASURED_KERNELS.at(0), MEASURED_KERNELS.at(-1)][turn % 2];
  return [outer, between[(turn >> 1) % between.length]].filter((version) => version !== undefined);
}

export async function judge(
  path: string,
  version: KernelVersion,
  options: Partial<RunOptions> = {},
): Promise<Verdict> {
  const limits = { time: 300_000, ...options.limits };
  return runModule(await compile(path, version), { source: sourceText, ...options, limits });
}

/** Sources are quoted in witnesses; headers of the model are not. */
function sourceText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The rules of what a replay string leads to. */
export function rulesAgain(program: LinkedProgram, finding: Finding | undefined): string[] {
  const text = readReplay(finding?.witness?.replay ?? "");
  return rulesOf(replayModule(program, text, { source: sourceText }));
}

export function rulesOf(verdict: Verdict): string[] {
  return [...new Set(verdict.findings.map(({ rule }) => rule))];
}

/** What the comment at a fixture's beginning says it is: `safe`, a rule id, or `bounded NAME`. */
export function expectation(path: string): string {
  const match = /expect: ([^*]+?)\s*\*\//.exec(readFileSync(path, "utf8"));
  if (!match) throw new Error(`${basename(path)} does not say what to expect`);
  return match[1] ?? "";
}
