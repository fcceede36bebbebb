import type { Target } from "../compile/flags.ts";
import { DEFAULT_KERNEL, defaultArch, nearestKernel, type KernelVersion } from "../core/kernel-version.ts";
import type { Crash } from "../oops/index.ts";

/**
 * What a module is compiled for so that it can be held beside a crash: the log's own kernel and machine, as far as they are
 * modelled. Undefined when neither the log nor the user says which kernel.
 */
export function targetOf(
  crash: Pick<Crash, "kernel" | "arch">,
  asked: Partial<Target> = {},
): Target | undefined {
  const kernel: KernelVersion | undefined = asked.kernel ?? nearestKernel(crash.kernel ?? DEFAULT_KERNEL);
  if (kernel === undefined) return undefined;
  const { arch } = crash;
  const own = arch === "arm" || arch === "x86_64" ? arch : defaultArch(kernel);
  return { kernel, arch: asked.arch ?? own };
}
