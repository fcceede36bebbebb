import type { Crash, CrashArch } from "../crash.ts";
import { arm } from "./arm.ts";
import { arm64 } from "./arm64.ts";
import type { Architecture } from "./architecture.ts";
import { mips } from "./mips.ts";
import { powerpc } from "./powerpc.ts";
import { riscv64 } from "./riscv.ts";
import { s390x } from "./s390.ts";
import { SMALLER } from "./smaller.ts";
import { i386, x86_64 } from "./x86.ts";

/** The machines that most logs come from, each with a file of its own. */
export const MAJOR: readonly Architecture[] = [arm, arm64, x86_64, i386, riscv64, mips, powerpc, s390x];

export const ARCHITECTURES: readonly Architecture[] = [...MAJOR, ...SMALLER];

export function architecture(name: CrashArch): Architecture | undefined {
  return ARCHITECTURES.find((arch) => arch.name === name);
}

/** What the machine's fault code and control registers say, in words. */
export function architectureWords(crash: Crash): readonly string[] {
  return architecture(crash.arch)?.explainFault?.(crash) ?? [];
}
