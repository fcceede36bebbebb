import type { CodeBytes, Crash, CrashArch } from "../crash.ts";
import { armEffect } from "./arm-effects.ts";
import { arm64Effect } from "./arm64-effects.ts";
import {
  showInstruction,
  type Disassembler,
  type Effect,
  type Instruction,
  type Memory,
  type Source,
} from "./instruction.ts";
import { x86Effect } from "./x86-effects.ts";

const EFFECTS: Partial<Record<CrashArch, (instruction: Instruction) => Effect>> = {
  arm: armEffect,
  arm64: arm64Effect,
  x86_64: x86Effect,
  i386: (instruction) => renamed(x86Effect(instruction)),
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

/** The faulting instruction as the disassembler writes it, on any machine that it knows. */
export function faultingInstruction({ code, arch }: Crash, disassembler: Disassembler): string | undefined {
  if (!code) return undefined;
  const [first] = disassembler.disassemble(arch, code.bytes.subarray(code.fault)) ?? [];
  return first?.at === 0 ? showInstruction(first) : undefined;
}

const narrow = (register: string): string => register.replace(/^R/, "E");

/** A 32-bit oops calls the registers EAX and so on. */
function renamed({ instruction, writes, access, stored }: Effect): Effect {
  const memory = (place: Memory): Memory => ({
    ...place,
    ...(place.base !== undefined && { base: narrow(place.base) }),
    ...(place.index !== undefined && { index: narrow(place.index) }),
  });
  const source = (from: Source): Source => {
    if (from.kind === "load") return { kind: "load", memory: memory(from.memory) };
    return from.kind === "copy" ? { ...from, register: narrow(from.register) } : from;
  };
  return {
    instruction,
    writes: new Map([...writes].map(([register, from]) => [narrow(register), source(from)])),
    ...(access && { access: { ...access, memory: memory(access.memory) } }),
    ...(stored !== undefined && { stored: narrow(stored) }),
  };
}
