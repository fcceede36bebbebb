/**
 * Bits of EFLAGS that some processor can set (Intel SDM, volume 1, 3.4.3): all others are reserved and read 0, but for bit 1.
 * QEMU 7.2 has been seen to interrupt a guest with a pointer in its place; what the guest does then is nobody's fault in it.
 */
const FLAGS = 0x003f7fd7;

/** Does a register dump on the console show what no processor can hold? */
export function isEmulatorFault(console: string): boolean {
  return [...console.matchAll(/\bEFLAGS: ([0-9a-f]{8})\b/g)].some(
    ([, flags = ""]) => (Number.parseInt(flags, 16) & ~FLAGS) !== 0,
  );
}
