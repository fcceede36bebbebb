import type { Arch } from "../../core/kernel-version.ts";

/** What QEMU makes of a computer, for one architecture. */
interface MachineType {
  readonly program: string;
  /** Debian's package of it. */
  readonly package: string;
  readonly words: readonly string[];
  readonly cpu: { readonly kvm: string; readonly tcg: string };
  /** Words that give it a second serial port, wired to the chardev `control`. */
  readonly control: readonly string[];
  /** Kernel names of the two ports. */
  readonly consoleTty: string;
  readonly controlTty: string;
  /** Where the kernel puts modules' code. */
  readonly modules: { readonly from: bigint; readonly to: bigint };
  /** How a kprobe names a function's n-th argument, the first being 1, and its caller. */
  readonly argument: (n: number) => string;
  readonly caller: string;
  /** Bytes of a pointer. */
  readonly pointer: 4 | 8;
}

export const MACHINE_TYPES: Readonly<Record<Arch, MachineType>> = {
  x86_64: {
    program: "qemu-system-x86_64",
    package: "qemu-system-x86",
    words: [],
    cpu: { kvm: "host", tcg: "qemu64" },
    control: ["-serial", "chardev:control"],
    consoleTty: "ttyS0",
    controlTty: "ttyS1",
    modules: { from: 0xffffffffc0000000n, to: 0xffffffffff000000n },
    argument: (n) => `$arg${n}`,
    caller: "$stack0",
    pointer: 8,
  },
  arm: {
    program: "qemu-system-arm",
    package: "qemu-system-arm",
    // a kernel without LPAE finds no PCI in the high memory that QEMU would put it into
    words: ["-M", "virt,highmem=off"],
    cpu: { kvm: "host", tcg: "cortex-a15" },
    control: ["-device", "pci-serial,chardev=control"],
    consoleTty: "ttyAMA0",
    controlTty: "ttyS0",
    modules: { from: 0xbf000000n, to: 0xc0000000n },
    argument: (n) => `%r${n - 1}`,
    caller: "%lr",
    pointer: 4,
  },
};

export type Accelerator = "kvm" | "tcg";

/** In MB: what a kernel, a shell and one module need, and no more: it is all written into the snapshot. */
const MEMORY = 256;

/** Words of a kernel's command line that make it quick to boot and its messages complete. */
const KERNEL_WORDS = ["panic=-1", "ignore_loglevel", "mitigations=off", "nokaslr", "cryptomgr.notests"];

export interface BootFiles {
  readonly image: string;
  readonly initramfs: string;
}

/** QEMU's words for a computer whose ports are chardevs `console` and `control`; the same for a boot and a restore. */
export function machineWords(
  arch: Arch,
  accelerator: Accelerator,
  files: BootFiles,
  extra: readonly string[],
): string[] {
  const type = MACHINE_TYPES[arch];
  const append = [`console=${type.consoleTty}`, ...KERNEL_WORDS, ...extra, `control=${type.controlTty}`].join(
    " ",
  );
  return [
    type.words,
    ["-accel", accelerator, "-cpu", type.cpu[accelerator], "-smp", "1", "-m", String(MEMORY)],
    ["-display", "none", "-nodefaults", "-no-user-config", "-no-reboot"],
    ["-kernel", files.image, "-initrd", files.initramfs, "-append", append],
    ["-serial", "chardev:console", ...type.control],
  ].flat();
}

/** A Unix socket that QEMU connects to; a comma in a path is written twice. */
export function chardev(id: string, path: string): string[] {
  return ["-chardev", `socket,id=${id},path=${path.replaceAll(",", ",,")}`];
}
