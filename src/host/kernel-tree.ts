import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  DEFAULT_KERNEL,
  isKernelVersion,
  KERNEL_VERSIONS,
  nearestKernel,
  type KernelVersion,
} from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";

export interface KernelTree {
  /** Where it begins. */
  readonly root: string;
  /** As its Makefile tells, such as `6.1`. */
  readonly version: string;
}

/** The kernel tree around a path; undefined outside of one. */
export function treeAround(path: string): KernelTree | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const makefile = join(folder, "Makefile");
    if (existsSync(makefile)) {
      const head = readFileSync(makefile, "latin1").slice(0, 1000);
      const version = /^VERSION\s*=\s*(\d+)/m.exec(head)?.[1];
      const patchLevel = /^PATCHLEVEL\s*=\s*(\d+)/m.exec(head)?.[1];
      if (version !== undefined && patchLevel !== undefined)
        return { root: folder, version: `${version}.${patchLevel}` };
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Where a kernel build looks headers up (its Makefile): what user space shares lies in a folder of its own. */
const INCLUDES = ["include", "include/uapi"] as const;

/** The header that a name means which is included; undefined where the tree has none. */
export function headerPath(root: string, name: string): string | undefined {
  return INCLUDES.map((folder) => join(root, folder, name)).find((path) => existsSync(path));
}

type ReadHeader = (name: string) => string | undefined;

const headerReaders = new Map<string, ReadHeader>();

/** Reads headers of a tree by the names that they are included with; a name with `..` is none. The same function for one tree. */
export function headersOf(root: string): ReadHeader {
  const known = headerReaders.get(root);
  if (known) return known;
  const reader: ReadHeader = (name) => {
    if (!/^[\w][\w./-]*\.h$/.test(name) || name.includes("..")) return undefined;
    const path = headerPath(root, name);
    return path === undefined ? undefined : readFileSync(path, "latin1");
  };
  headerReaders.set(root, reader);
  return reader;
}

/** Whether the sources lie in a kernel tree, which is of one version. */
export function isInTree([first]: readonly string[]): boolean {
  return first !== undefined && treeAround(first) !== undefined;
}

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
