import type { CodeBytes, CrashArch } from "../crash.ts";
import { armEffect } from "./arm-effects.ts";
import type { Disassembler, Effect, Instruction } from "./instruction.ts";
import { x86Effect } from "./x86-effects.ts";

const EFFECTS: Partial<Record<CrashArch, (instruction: Instruction) => Effect>> = {
  arm: armEffect,
  x86_64: x86Effect,
  i386: x86Effect,
};

/** The longest x86 instruction, in bytes. */
const LONGEST = 15;

/**
 * The instructions up to and including the faulting one, in order. On x86 the bytes may start inside an
 * instruction: the first start from which the stream meets the faulting instruction is taken, for x86 code
 * synchronises with itself within a few instructions. Empty when the code cannot be read.
 */
export function decode(code: CodeBytes, arch: CrashArch, disassembler: Disassembler): Effect[] {
  const effect = EFFECTS[arch];
  if (!effect) return [];
  const last = arch === "x86_64" || arch === "i386" ? Math.min(LONGEST, code.fault) : 0;
  for (let start = 0; start <= last; start++) {
    const found = disassembler.disassemble(arch, code.bytes.subarray(start)) ?? [];
    const at = found.findIndex((one) => one.at + start === code.fault);
    if (at >= 0) return found.slice(0, at + 1).map((one) => effect({ ...one, at: one.at + start }));
  }
  return [];
}
