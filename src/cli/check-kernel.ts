import {
  DEFAULT_KERNEL,
  isKernelVersion,
  KERNEL_VERSIONS,
  nearestKernel,
  type KernelVersion,
} from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import { treeAround } from "../host/kernel-tree.ts";

/** The kernel whose rules count: the one asked for, or that of the tree the paths lie in, or the default. */
export function kernelFor(asked: string | undefined, paths: readonly string[]): KernelVersion {
  if (asked !== undefined) {
    const kernel = isKernelVersion(asked) ? asked : nearestKernel(asked);
    if (kernel) return kernel;
    throw new UserError(`--kernel ${asked}: not a kernel version; known are ${KERNEL_VERSIONS.join(", ")}`);
  }
  const [first] = paths;
  const tree = first === undefined ? undefined : treeAround(first);
  return (tree && nearestKernel(tree.version)) ?? DEFAULT_KERNEL;
}
