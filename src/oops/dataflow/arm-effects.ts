import type { Effect, MachineInstruction, Memory, Source } from "./instruction.ts";
import { readNumber, splitOperands } from "./operands.ts";

/** Capstone's names for registers that an ARM oops calls otherwise. */
const ALIASES: Readonly<Record<string, string>> = {
  sb: "r9",
  sl: "r10",
  r11: "fp",
  r12: "ip",
  r13: "sp",
  r14: "lr",
};
const REGISTER = /^(?:r\d{1,2}|sp|lr|pc|ip|fp|sb|sl)$/;
/** AAPCS: what a call may change. */
const CALL_CLOBBERS = ["r0", "r1", "r2", "r3", "ip", "lr"];
const COMPUTED: Source = { kind: "computed" };

const register = (text: string): string | undefined =>
  REGISTER.test(text) ? (ALIASES[text] ?? text) : undefined;

function memory(text: string): Memory | undefined {
  const inner = /^\[([^\]]*)\]!?$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const [base = "", second = "", shift = ""] = inner.split(",").map((part) => part.trim());
  const baseName = register(base);
  const index = register(second.replace(/^-/, ""));
  const scale = 1 << Number(/^lsl #(\d+)$/.exec(shift)?.[1] ?? 0);
  return {
    ...(baseName !== undefined && { base: baseName }),
    ...(index !== undefined && { index, scale }),
    disp: readNumber(second) ?? 0n,
  };
}

/** What an ARM (A32) instruction does. */
export function armEffect(instruction: MachineInstruction): Effect {
  const { mnemonic, operands } = instruction;
  const parts = splitOperands(operands);
  const [first = "", second = "", third = ""] = parts;
  const target = register(first);
  const touched = parts.map(memory).find((found) => found !== undefined);
  const writes = new Map<string, Source>();
  if (/^pld|^pli|^cmp|^cmn|^tst|^teq|^dmb|^dsb|^isb|^nop|^b(?!l|ic|fi|fc)/.test(mnemonic))
    return { instruction, writes };
  if (/^blx?/.test(mnemonic)) {
    for (const name of CALL_CLOBBERS) writes.set(name, COMPUTED);
    return { instruction, writes };
  }
  if (/^(?:str|swp)/.test(mnemonic) && touched) {
    const status = mnemonic.startsWith("strex");
    if (status && target !== undefined) writes.set(target, COMPUTED);
    const stored = register(status ? second : first);
    return {
      instruction,
      writes,
      access: { memory: touched, kind: "write" },
      ...(stored !== undefined && { stored }),
    };
  }
  if (mnemonic.startsWith("ldr") && touched) {
    if (target !== undefined) writes.set(target, { kind: "load", memory: touched });
    return { instruction, writes, access: { memory: touched, kind: "read" } };
  }
  if (/^(?:pop|ldm)/.test(mnemonic)) {
    for (const name of operands.match(/\b(?:r\d{1,2}|ip|fp|lr|sb|sl)\b/g) ?? [])
      writes.set(ALIASES[name] ?? name, COMPUTED);
    return { instruction, writes };
  }
  if (target === undefined || /^(?:push|stm)/.test(mnemonic)) return { instruction, writes };
  writes.set(target, valueOf(mnemonic, second, third));
  return { instruction, writes };
}

function valueOf(mnemonic: string, second: string, third: string): Source {
  const from = register(second);
  const number = readNumber(second);
  if (/^movw?s?$/.test(mnemonic)) {
    if (from !== undefined && third === "") return { kind: "copy", register: from, plus: 0n };
    if (number !== undefined) return { kind: "constant", value: number };
  }
  const plus = readNumber(third);
  if (/^adds?$/.test(mnemonic) && from !== undefined && plus !== undefined)
    return { kind: "copy", register: from, plus };
  if (/^subs?$/.test(mnemonic) && from !== undefined && plus !== undefined)
    return { kind: "copy", register: from, plus: -plus };
  return COMPUTED;
}
