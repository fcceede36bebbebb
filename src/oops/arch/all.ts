import type { Crash, CrashArch } from "../crash.ts";
import { arm } from "./arm.ts";
import type { Architecture } from "./architecture.ts";
import { i386, x86_64 } from "./x86.ts";

export const ARCHITECTURES: readonly Architecture[] = [arm, x86_64, i386];

export function architecture(name: CrashArch): Architecture | undefined {
  return ARCHITECTURES.find((arch) => arch.name === name);
}

/** What the machine's fault code and control registers say, in words. */
export function architectureWords(crash: Crash): readonly string[] {
  return architecture(crash.arch)?.explainFault?.(crash) ?? [];
}
