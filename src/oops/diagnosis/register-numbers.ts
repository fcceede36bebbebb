import type { CrashArch } from "../crash.ts";

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${letter}${number}`);

/** DWARF's numbers of registers, from each machine's ABI, as names that its oops prints. */
const NAMES: Partial<Record<CrashArch, readonly string[]>> = {
  x86_64: "RAX RDX RCX RBX RSI RDI RBP RSP R08 R09 R10 R11 R12 R13 R14 R15".split(" "),
  i386: "EAX ECX EDX EBX ESP EBP ESI EDI".split(" "),
  arm: [...numbered("r", 11), "fp", "ip", "sp", "lr", "pc"],
  arm64: [...numbered("x", 31), "sp"],
};

export function registerName(arch: CrashArch, number: number): string | undefined {
  return NAMES[arch]?.[number];
}
