import type { Effect, MachineInstruction, Memory, Source } from "./instruction.ts";
import { readNumber, splitOperands } from "./operands.ts";

const COMPUTED: Source = { kind: "computed" };
/** System V ABI: what a call may change. */
const CALL_CLOBBERS = ["RAX", "RCX", "RDX", "RSI", "RDI", "R08", "R09", "R10", "R11"];
const WHOLE = /^(?:r[a-d]x|r[sd]i|r[sb]p|r\d{1,2}|e[a-d]x|e[sd]i|e[sb]p|r\d{1,2}d)$/;

/** `rbx`, `ebx`, `bl` and `r8d` as the oops names the whole register: `RBX`, `R08`. */
function register(text: string): string | undefined {
  const numbered = /^r(\d{1,2})[dwb]?$/.exec(text)?.[1];
  if (numbered !== undefined) return `R${numbered.padStart(2, "0")}`;
  const named = /^[re]?([a-d])[xlh]$|^[re]?([sd]i|[sb]p)l?$/.exec(text);
  const core = named?.[1] === undefined ? named?.[2] : `${named[1]}x`;
  return core === undefined ? undefined : `R${core.toUpperCase()}`;
}

function memory(text: string): Memory | undefined {
  const match = /^(?:\w+ ptr )?(?:([a-z]s):)?\[(.*)\]$/.exec(text);
  if (match?.[2] === undefined || match[1] === "gs" || match[1] === "fs") return undefined;
  let base: string | undefined;
  let index: string | undefined;
  let scale = 1;
  let disp = 0n;
  for (const [, sign, term = ""] of match[2].matchAll(/(^|[+-])\s*([^+\-\s]+)/g)) {
    const [, name = "", factor] = /^(\w+)(?:\*(\d))?$/.exec(term) ?? [];
    const found = register(name);
    const number = readNumber(term);
    if (name === "rip" || name === "eip") return undefined;
    if (number !== undefined) disp += sign === "-" ? -number : number;
    else if (found !== undefined && factor === undefined && base === undefined) base = found;
    else if (found !== undefined) [index, scale] = [found, Number(factor ?? 1)];
  }
  return { ...(base !== undefined && { base }), ...(index !== undefined && { index, scale }), disp };
}

const READS_ONLY = /^(?:cmp|test|push|nop|bt|j\w+|ret|endbr\d+|ud\d|prefetch\w*|clac|stac|cli|sti|call)$/;

/** What an x86 instruction does; operands in Intel order, the target first. */
export function x86Effect(instruction: MachineInstruction): Effect {
  const mnemonic = instruction.mnemonic.replace(/^(?:lock|rep\w*|notrack|data16) /, "");
  const parts = splitOperands(instruction.operands);
  const [first = "", second = "", third = ""] = parts;
  const writes = new Map<string, Source>();
  const touched =
    mnemonic === "lea" || mnemonic === "nop" ? undefined : parts.map(memory).find((found) => found);
  const toMemory = memory(first) !== undefined;
  const readsOnly = READS_ONLY.test(mnemonic);
  if (mnemonic === "call") for (const name of CALL_CLOBBERS) writes.set(name, COMPUTED);
  const target = register(first);
  if (target !== undefined && !readsOnly) writes.set(target, valueOf(mnemonic, first, second, third));
  if (/^(?:xchg|xadd)$/.test(mnemonic)) {
    const other = register(second);
    if (other !== undefined) writes.set(other, COMPUTED);
  }
  if (mnemonic.startsWith("cmpxchg")) writes.set("RAX", COMPUTED);
  const stored = mnemonic === "mov" && toMemory ? register(second) : undefined;
  return {
    instruction,
    writes,
    ...(touched && { access: { memory: touched, kind: toMemory && !readsOnly ? "write" : "read" } }),
    ...(stored !== undefined && { stored }),
  };
}

function valueOf(mnemonic: string, first: string, second: string, third: string): Source {
  const whole = WHOLE.test(first);
  const from = register(second);
  if (mnemonic === "mov" || mnemonic === "movabs") {
    const loaded = memory(second);
    if (loaded && whole) return { kind: "load", memory: loaded };
    if (from !== undefined && whole) return { kind: "copy", register: from, plus: 0n };
    const number = readNumber(second);
    if (number !== undefined && whole) return { kind: "constant", value: number };
  }
  if (mnemonic === "xor" && first === second) return { kind: "constant", value: 0n };
  if (mnemonic === "lea") {
    const address = memory(second);
    if (address?.base !== undefined && address.index === undefined)
      return { kind: "copy", register: address.base, plus: address.disp };
  }
  const same = register(first);
  const plus = readNumber(second);
  if (third === "" && same !== undefined && plus !== undefined) {
    if (mnemonic === "add") return { kind: "copy", register: same, plus };
    if (mnemonic === "sub") return { kind: "copy", register: same, plus: -plus };
  }
  return COMPUTED;
}
