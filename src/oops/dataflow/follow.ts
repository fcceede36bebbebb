import { architecture } from "../arch/all.ts";
import { isModuleAddress } from "../arch/module-areas.ts";
import type { Crash } from "../crash.ts";
import { decode } from "./decode.ts";
import { showInstruction, type Disassembler, type Effect, type Memory } from "./instruction.ts";
import { explainValue, type ValueMeaning } from "./value.ts";

/** A register that was loaded from a member of an object. */
interface Load {
  readonly register: string;
  readonly offset: bigint;
  /** The register that held the object, and its address where the bytes still tell. */
  readonly object: { readonly register: string; readonly address?: bigint };
  readonly text: string;
  /** The register that held the object when it was loaded, and how many bytes of code lie between it and the fault. */
  readonly base: string;
  readonly bytesBefore: number;
  /** What was added to the loaded pointer before it was used. */
  readonly shift: bigint;
  /** The same member is set to NULL afterwards, which a function does once in an object's life. */
  readonly cleared?: { readonly text: string };
}

/** How the faulting instruction came by its pointer, as far back as the bytes go. */
export interface PointerStory {
  /** The faulting instruction. */
  readonly text: string;
  readonly access: "read" | "write";
  /** The register that was used as a pointer, and its value. */
  readonly register: string;
  readonly value: bigint;
  /** Distance from that register to the byte that was touched, where no index register is involved. */
  readonly offset: bigint;
  readonly meaning: ValueMeaning;
  /** Nearest first: where the pointer was loaded from, where that object's pointer was loaded from, and so on. */
  readonly loads: readonly Load[];
  /** True when the report names a faulting address that this pointer does not lead to: registers and code are of different moments. */
  readonly disagrees: boolean;
  /** True when the pointer is still what the function got from its caller, as far as the bytes show. */
  readonly fromCaller: boolean;
}

const MOST_LOADS = 4;

/** Follows the pointer of the faulting instruction. Undefined when the code is missing or touches no memory. */
export function followPointer(crash: Crash, disassembler: Disassembler): PointerStory | undefined {
  if (!crash.code) return undefined;
  const effects = decode(crash.code, crash.arch, disassembler);
  const faulting = effects.at(-1);
  const memory = faulting?.access?.memory;
  if (!faulting?.access || memory?.base === undefined) return undefined;
  const value = crash.registers.get(memory.base);
  if (value === undefined) return undefined;
  const walk = walkBack(effects, effects.length - 1, memory.base, crash.registers);
  return {
    text: showInstruction(faulting.instruction),
    access: faulting.access.kind,
    register: memory.base,
    value,
    offset: memory.disp,
    disagrees: memory.index === undefined && leadsElsewhere(crash, value + memory.disp),
    meaning: meaningOf(value, crash),
    ...walk,
  };
}

/** An access to several bytes may fault at any of them. */
const WIDEST_ACCESS = 64n;

function leadsElsewhere({ fault, arch }: Crash, touched: bigint): boolean {
  if (fault?.address === undefined) return false;
  const bits = (architecture(arch)?.pointer ?? 8) * 8;
  return BigInt.asUintN(bits, fault.address - touched) >= WIDEST_ACCESS;
}

function meaningOf(value: bigint, { arch, modules }: Crash): ValueMeaning {
  const meaning = explainValue(value, architecture(arch)?.pointer ?? 8);
  const isPlain = meaning.kind === "kernel" || meaning.kind === "user";
  if (!isPlain || !isModuleAddress(arch, value)) return meaning;
  const gone = modules.find(({ state }) => state === "last unloaded");
  const last = gone === undefined ? "" : `; ${gone.name} was unloaded last`;
  return { kind: "module", words: `an address in the area of modules${last}` };
}

/** Where `register` got the value it has before `effects[before]`. */
function walkBack(
  effects: readonly Effect[],
  before: number,
  register: string,
  registers: ReadonlyMap<string, bigint>,
): { loads: Load[]; fromCaller: boolean } {
  const loads: Load[] = [];
  let wanted = register;
  let shift = 0n;
  for (let at = before - 1; at >= 0 && loads.length < MOST_LOADS; at--) {
    const effect = effects[at];
    const source = effect?.writes.get(wanted);
    if (!effect || !source) continue;
    if (source.kind === "copy") {
      wanted = source.register;
      shift += source.plus;
    } else if (source.kind !== "load" || source.memory.base === undefined)
      return { loads, fromCaller: false };
    else {
      loads.push({ ...describe(effects, at, wanted, source.memory, registers), shift });
      wanted = source.memory.base;
      shift = 0n;
    }
  }
  return { loads, fromCaller: loads.length === 0 };
}

function describe(
  effects: readonly Effect[],
  at: number,
  register: string,
  memory: Memory,
  registers: ReadonlyMap<string, bigint>,
): Omit<Load, "shift"> {
  const instruction = effects[at]?.instruction;
  const base = memory.base ?? "";
  const clearing = clearingStore(effects, at, register, memory, registers);
  const holder = isIntact(effects, at, base) ? base : clearing?.register;
  const address = holder === undefined ? undefined : registers.get(holder);
  return {
    register,
    offset: memory.disp,
    object: { register: holder ?? base, ...(address !== undefined && { address }) },
    text: instruction ? showInstruction(instruction) : "",
    base,
    bytesBefore: (effects.at(-1)?.instruction.at ?? 0) - (instruction?.at ?? 0),
    ...(clearing && { cleared: clearing.cleared }),
  };
}

/** True when nothing from `effects[at]` on writes the register, so that the dump still shows what it held. */
function isIntact(effects: readonly Effect[], at: number, register: string): boolean {
  return effects.slice(at, -1).every((effect) => !effect.writes.has(register));
}

/**
 * A store to the same offset soon after the load. A function that takes a pointer out of a member and then sets
 * the member to NULL does so once; the base register may be another one that holds the same object.
 */
function clearingStore(
  effects: readonly Effect[],
  at: number,
  loaded: string,
  memory: Memory,
  registers: ReadonlyMap<string, bigint>,
): { register: string; cleared: { text: string } } | undefined {
  for (let next = at + 1; next < effects.length; next++) {
    const effect = effects[next];
    const target = effect?.access?.memory;
    if (!effect || target?.base === undefined || effect.stored === undefined) continue;
    const clears = effect.stored !== loaded && registers.get(effect.stored) === 0n;
    const known = isIntact(effects, next, effect.stored) && isIntact(effects, next, target.base);
    if (target.disp !== memory.disp || target.index !== undefined || !clears || !known) continue;
    return { register: target.base, cleared: { text: showInstruction(effect.instruction) } };
  }
  return undefined;
}
