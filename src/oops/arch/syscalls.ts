/** System calls that lifetime bugs are met in; the kernel's arch/arm/tools/syscall.tbl. */
export const ARM_SYSCALLS: ReadonlyMap<number, string> = new Map([
  [0x01, "exit"],
  [0x03, "read"],
  [0x04, "write"],
  [0x05, "open"],
  [0x06, "close"],
  [0x0b, "execve"],
  [0x36, "ioctl"],
  [0x80, "init_module"],
  [0x81, "delete_module"],
  [0xf8, "exit_group"],
  [0x17b, "finit_module"],
]);

/** The kernel's arch/x86/entry/syscalls/syscall_64.tbl. */
export const X86_64_SYSCALLS: ReadonlyMap<number, string> = new Map([
  [0x00, "read"],
  [0x01, "write"],
  [0x02, "open"],
  [0x03, "close"],
  [0x10, "ioctl"],
  [0x3b, "execve"],
  [0x3c, "exit"],
  [0xaf, "init_module"],
  [0xb0, "delete_module"],
  [0xe7, "exit_group"],
  [0x139, "finit_module"],
]);
