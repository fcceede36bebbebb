import type { KernelVersion } from "../core/kernel-version.ts";
import { hasName } from "../core/renamed.ts";

/** Whether every kernel that the patch is for has a name, or a header. */
export function allHave(kernels: readonly KernelVersion[], name: string): boolean {
  return kernels.every((kernel) => hasName(kernel, name));
}
