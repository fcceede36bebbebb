import type { CodeBytes, Crash, CrashArch } from "../crash.ts";
import { armEffect } from "./arm-effects.ts";
import { arm64Effect } from "./arm64-effects.ts";
import { loadStoreEffect } from "./load-store-effects.ts";
import { thumbEffect } from "./thumb-effects.ts";
import {
  showInstruction,
  type Disassembler,
  type Effect,
  type MachineInstruction,
  type Memory,
  type Source,
} from "./instruction.ts";
import { x86Effect } from "./x86-effects.ts";

const EFFECTS: Partial<Record<CrashArch, ((instruction: MachineInstruction) => Effect) | undefined>> = {
  arm: armEffect,
  arm64: arm64Effect,
  x86_64: x86Effect,
  i386: (instruction) => renamed(x86Effect(instruction)),
  mips: loadStoreEffect("mips"),
  powerpc: loadStoreEffect("powerpc"),
  riscv64: loadStoreEffect("riscv64"),
  s390x: loadStoreEffect("s390x"),
};

/** The longest x86 instruction, in bytes. */
const LONGEST = 15;

/** What the disassembler calls the machine: a Thumb kernel prints half-words, and 64-bit mips the same as 32-bit. */
const machinesOf = (arch: CrashArch, { unit }: CodeBytes): readonly string[] => {
  if (arch === "arm") return [unit === 2 ? "thumb" : "arm"];
  return arch === "mips" ? ["mips", "mips64"] : [arch];
};

/** How far into the bytes the first whole instruction may start, and in which steps. */
function startsOf(arch: CrashArch, { fault, unit }: CodeBytes): number[] {
  const isBytes = arch === "x86_64" || arch === "i386";
  const last = isBytes ? LONGEST : unit === 2 ? 2 : 0;
  const step = isBytes ? 1 : 2;
  const starts: number[] = [];
  for (let start = 0; start <= Math.min(last, fault); start += step) starts.push(start);
  return starts;
}

/**
 * The instructions up to and including the faulting one, in order. Where they differ in length the bytes may start
 * inside one: the first start from which the stream meets the faulting instruction is taken, for such code
 * synchronises with itself within a few instructions. Empty when the code cannot be read.
 */
export function decode(code: CodeBytes, arch: CrashArch, disassembler: Disassembler): Effect[] {
  const effect = arch === "arm" && code.unit === 2 ? thumbEffect : EFFECTS[arch];
  if (!effect) return [];
  for (const machine of machinesOf(arch, code))
    for (const start of startsOf(arch, code)) {
      const found = disassembler.disassemble(machine, code.bytes.subarray(start)) ?? [];
      const at = found.findIndex((one) => one.at + start === code.fault);
      if (at < 0) continue;
      const effects = found.slice(0, at + 1).map((one) => effect({ ...one, at: one.at + start }));
      return arch === "mips" ? afterDelaySlots(effects) : effects;
    }
  return [];
}

/** The instruction behind a call of mips runs before the function that is called. */
function afterDelaySlots(effects: readonly Effect[]): Effect[] {
  return effects.map((effect, at) => {
    const before = effects[at - 1];
    if (!before || !/^(?:jalr?|bal|bgezal)/.test(before.instruction.mnemonic)) return effect;
    return { ...effect, writes: new Map([...effect.writes, ...before.writes]) };
  });
}

/** The faulting instruction as the disassembler writes it, on any machine that it knows. */
export function faultingInstruction({ code, arch }: Crash, disassembler: Disassembler): string | undefined {
  if (!code) return undefined;
  for (const machine of machinesOf(arch, code)) {
    const [first] = disassembler.disassemble(machine, code.bytes.subarray(code.fault)) ?? [];
    if (first?.at === 0) return showInstruction(first);
  }
  return undefined;
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
