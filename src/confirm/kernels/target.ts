import { debianSuite, type Arch, type KernelVersion } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";

/** Debian's name of a machine, and what its kernel packages are called there. */
export interface DebianMachine {
  readonly debian: "amd64" | "armhf";
  /** Last word of the package names, `linux-image-FLAVOUR`. */
  readonly flavour: string;
}

export const MACHINES: Readonly<Record<Arch, DebianMachine>> = {
  x86_64: { debian: "amd64", flavour: "amd64" },
  arm: { debian: "armhf", flavour: "armmp" },
};

export function suiteOf(version: KernelVersion): string {
  const suite = debianSuite(version);
  if (suite !== undefined) return suite;
  throw new UserError(
    `no suite of Debian has linux ${version}: build it, then name it with --kdir DIR --image FILE`,
  );
}

/** Names a kernel in the cache and on the command line, such as `6.1-amd64`. */
export function kernelId(version: KernelVersion, arch: Arch): string {
  return `${version}-${MACHINES[arch].debian}`;
}
