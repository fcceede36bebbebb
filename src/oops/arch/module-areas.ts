import type { CrashArch } from "../crash.ts";

/**
 * Where a kernel maps modules: x86_64 behind its text, without KASLR and with it; ARM below PAGE_OFFSET for 3G/1G and
 * 2G/2G; arm64 128 MB, since 6.5 2 GB, for 48 and 39 bits of addresses, and before 4.20; riscv64 in the 2 GB below its text; 32-bit
 * x86 and MIPS among all of vmalloc().
 */
const MODULE_AREAS: Partial<Record<CrashArch, readonly (readonly [low: bigint, high: bigint])[]>> = {
  x86_64: [[0xffffffffa0000000n, 0xffffffffff000000n]],
  arm: [
    [0xbf000000n, 0xc0000000n],
    [0x7f000000n, 0x80000000n],
  ],
  arm64: [
    [0xffff800000000000n, 0xffff800080000000n],
    [0xffffffbffc000000n, 0xffffffc000000000n],
    [0xffff000000000000n, 0xffff000008000000n],
  ],
  i386: [[0xf7000000n, 0xff000000n]],
  riscv64: [[0xffffffff00000000n, 0xffffffff80000000n]],
  mips: [[0xc0000000n, 0xfe000000n]],
  powerpc: [
    [0xc008000000000000n, 0xc00a000000000000n],
    [0xd000000000000000n, 0xd000100000000000n],
  ],
  s390x: [[0x3ff80000000n, 0x40000000000n]],
};

/** Where vmalloc() hands out the same addresses: there, one that is a module's looks like any other. */
const SHARED: ReadonlySet<CrashArch> = new Set(["i386", "mips"]);

export const isModulesAlone = (arch: CrashArch): boolean => !SHARED.has(arch);

export function isModuleAddress(arch: CrashArch, address: bigint): boolean {
  return (MODULE_AREAS[arch] ?? []).some(([low, high]) => address >= low && address < high);
}
