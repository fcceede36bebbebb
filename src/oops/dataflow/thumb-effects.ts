import { armEffect } from "./arm-effects.ts";
import type { Effect, MachineInstruction } from "./instruction.ts";
import { splitOperands } from "./operands.ts";

const WRITES_NOTHING = /^(?:cbn?z|it[te]{0,3}|udf|svc|bkpt|nop)$/;
/** `adds r3, #4` works on its own target. */
const TWO_OPERANDS = /^(?:add|sub)[sw]?$/;

/** What a Thumb instruction does: those of A32, with shorter forms. */
export function thumbEffect(instruction: MachineInstruction): Effect {
  const mnemonic = instruction.mnemonic.replace(/\.[nw]$/, "");
  if (WRITES_NOTHING.test(mnemonic)) return { instruction, writes: new Map() };
  const parts = splitOperands(instruction.operands);
  const [target = "", second = ""] = parts;
  const own = TWO_OPERANDS.test(mnemonic) && parts.length === 2;
  const operands = own ? `${target}, ${target}, ${second}` : instruction.operands;
  // addw and subw are add and sub with more bits.
  const plain = mnemonic.replace(/^(add|sub)w$/, "$1");
  return { ...armEffect({ ...instruction, mnemonic: plain, operands }), instruction };
}
