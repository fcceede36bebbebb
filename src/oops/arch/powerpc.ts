import { vote, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import { readRegisters, type Architecture } from "./architecture.ts";

const REGISTER = /\b(NIP|LR|CTR|MSR|DAR|DSISR|CFAR): ? ?([0-9a-f]{8,16})\b/g;
const GPR = /^GPR(\d\d): ((?:[0-9a-f]{8,16}(?: |$))+)/;

/** `NIP [c0000000002d3a4c] kthread_stop+0x5c/0x1a0` after the registers; `NIP:  c000... LR: ...` among them. */
const place =
  (name: "pc" | "lr"): LineReader =>
  (text, line, draft) => {
    const symbol = text.replace(/^(?:NIP|LR) /, "");
    const frame = readFrame(symbol, line) ?? nowhere(symbol.replace(/^\[0+\] /, ""), line);
    vote(draft, "powerpc", 4);
    if (frame) draft[name] ??= frame;
    else readRegisters(text, REGISTER, draft.registers);
    return true;
  };

const general: LineReader = (text, _line, draft) => {
  const match = GPR.exec(text);
  if (!match?.[1] || !match[2]) return false;
  vote(draft, "powerpc", 4);
  const first = Number(match[1]);
  match[2]
    .trim()
    .split(" ")
    .forEach((value, index) => {
      const register = `r${first + index}`;
      if (!draft.registers.has(register)) draft.registers.set(register, BigInt(`0x${value}`));
    });
  return true;
};

/** DSISR bit 6 of a data storage interrupt, Power ISA III 4.5.3: the access was a store. */
const DSISR_STORE = 0x02000000n;

const registers: LineReader = (text, _line, draft) => {
  vote(draft, "powerpc", 2);
  const found = readRegisters(text, REGISTER, draft.registers) > 0;
  const dsisr = draft.registers.get("DSISR");
  if (dsisr !== undefined) draft.fault = { access: dsisr & DSISR_STORE ? "write" : "read", ...draft.fault };
  return found;
};

/** `<e9230018> 2c290000 4182003c`: the lines below `Instruction dump:`, until one has the faulting word. */
const instructionDump: LineReader = (text, _line, draft) => {
  if (draft.codeText === undefined || draft.codeText.includes("<")) return false;
  if (!/^(?:<?[0-9a-f]{8}>? ?)+$/.test(text)) return false;
  draft.codeText += ` ${text}`;
  return true;
};

export const powerpc: Architecture = {
  name: "powerpc",
  hallmarks:
    /PowerNV|pSeries|ret_from_kernel_thread|system_call_(?:exception|common|vectored)|\[c0000000[0-9a-f]{8}\]/,
  littleEndianCode: false,
  pointer: 8,
  row: instructionDump,
  readers: {
    Instruction: (text, _line, draft) => {
      if (text.startsWith("Instruction dump:")) draft.codeText ??= "";
      return true;
    },
    // BookE's name of the DAR
    DEAR: registers,
    Faulting: (text, _line, draft) => {
      const address = /^Faulting instruction address: 0x([0-9a-f]+)/.exec(text)?.[1];
      if (address === undefined) return false;
      vote(draft, "powerpc", 4);
      draft.registers.set("pc", BigInt(`0x${address}`));
      return true;
    },
    NIP: place("pc"),
    LR: (text, line, draft) => text.startsWith("LR [") && place("lr")(text, line, draft),
    MSR: registers,
    CFAR: registers,
    DAR: registers,
    ...Object.fromEntries(
      ["GPR00", "GPR04", "GPR08", "GPR12", "GPR16", "GPR20", "GPR24", "GPR28"].map((name) => [name, general]),
    ),
  },
};
