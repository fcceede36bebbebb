import type { Effect, MachineInstruction, Memory, Source } from "./instruction.ts";
import { readNumber, splitOperands } from "./operands.ts";

const REGISTER = /^(?:[xw]\d{1,2}|sp|fp|lr)$/;
const COMPUTED: Source = { kind: "computed" };
/** AAPCS64: what a call may change. */
const CALL_CLOBBERS = [...Array.from({ length: 19 }, (_, n) => `x${n}`), "x30"];

/** `w0` is the low half of `x0`; an oops names the whole register, and x29 and x30 by number. */
function register(text: string): string | undefined {
  if (!REGISTER.test(text)) return undefined;
  if (text === "fp") return "x29";
  return text === "lr" ? "x30" : text.replace("w", "x");
}

function memory(text: string): Memory | undefined {
  const inner = /^\[([^\]]*)\]!?$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const [first = "", second = "", shift = ""] = inner.split(",").map((part) => part.trim());
  const base = register(first);
  const index = register(second);
  const scale = 1 << Number(/#(\d+)$/.exec(shift)?.[1] ?? 0);
  return {
    ...(base !== undefined && { base }),
    ...(index !== undefined && { index, scale }),
    disp: readNumber(second) ?? 0n,
  };
}

/** What an A64 instruction does. */
export function arm64Effect(instruction: MachineInstruction): Effect {
  const { mnemonic, operands } = instruction;
  const parts = splitOperands(operands);
  const [first = "", second = "", third = ""] = parts;
  const writes = new Map<string, Source>();
  const touched = parts.map(memory).find((found) => found !== undefined);
  const target = register(first);
  if (
    /^(?:cmp|cmn|tst|ccmp|b$|b\.|cbn?z|tbn?z|ret|br$|nop|hint|dmb|dsb|isb|msr|prfm|paciasp|autiasp|bti)/.test(
      mnemonic,
    )
  )
    return { instruction, writes };
  if (mnemonic === "bl" || mnemonic === "blr") {
    for (const name of CALL_CLOBBERS) writes.set(name, COMPUTED);
    return { instruction, writes };
  }
  if (touched && mnemonic.startsWith("st")) {
    const exclusive = /^stl?xr/.test(mnemonic);
    if (exclusive && target !== undefined) writes.set(target, COMPUTED);
    const stored = mnemonic === "str" ? target : undefined;
    return {
      instruction,
      writes,
      access: { memory: touched, kind: "write" },
      ...(stored !== undefined && { stored }),
    };
  }
  if (touched) {
    // Atomics such as ldadd write their last register operand; plain loads their first.
    const pair = /^ldn?p/.test(mnemonic);
    const whole = mnemonic === "ldr" && first.startsWith("x");
    if (pair)
      for (const name of [register(first), register(second)])
        if (name !== undefined) writes.set(name, COMPUTED);
    if (!pair && target !== undefined)
      writes.set(target, whole ? { kind: "load", memory: touched } : COMPUTED);
    return {
      instruction,
      writes,
      access: { memory: touched, kind: /^(?:ldadd|ldset|ldclr|cas|swp)/.test(mnemonic) ? "write" : "read" },
    };
  }
  if (target !== undefined) writes.set(target, valueOf(mnemonic, second, third));
  return { instruction, writes };
}

function valueOf(mnemonic: string, second: string, third: string): Source {
  const from = register(second);
  const number = readNumber(second);
  if (mnemonic === "mov" && from !== undefined) return { kind: "copy", register: from, plus: 0n };
  if (/^movz?$/.test(mnemonic) && number !== undefined && third === "")
    return { kind: "constant", value: number };
  const plus = readNumber(third);
  if (/^adds?$/.test(mnemonic) && from !== undefined && plus !== undefined)
    return { kind: "copy", register: from, plus };
  if (/^subs?$/.test(mnemonic) && from !== undefined && plus !== undefined)
    return { kind: "copy", register: from, plus: -plus };
  return COMPUTED;
}
