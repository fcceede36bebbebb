import type { Arch, KernelVersion } from "../../core/kernel-version.ts";

/** A kernel that modules can be built for and that QEMU can boot. */
export interface RealKernel {
  /** Such as `6.1-amd64`; `given` for one that the user named. */
  readonly id: string;
  /** The model it is compared with. */
  readonly version: KernelVersion;
  readonly arch: Arch;
  /** As `uname -r` prints it. */
  readonly release: string;
  /** What `make -C` is given. */
  readonly headers: string;
  /** What QEMU is given. */
  readonly image: string;
  /** A static busybox for the guest; absent where the host's own runs there. */
  readonly busybox?: string;
  /** Further words for make, such as `ARCH=arm`. */
  readonly make: readonly string[];
}
