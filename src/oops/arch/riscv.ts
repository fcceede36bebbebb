import { vote, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import { readRegisters, type Architecture } from "./architecture.ts";

const REGISTER = /\b(epc|ra|sp|gp|tp|[tsa]\d{1,2}|status|badaddr|cause) ?: ?([0-9a-f]{16})\b/g;

/** Exception codes, RISC-V privileged specification, scause. */
const CAUSES: Readonly<Record<number, string>> = {
  0: "instruction address misaligned",
  1: "instruction access fault",
  2: "illegal instruction",
  3: "breakpoint",
  4: "load address misaligned",
  5: "load access fault",
  6: "store address misaligned",
  7: "store access fault",
  12: "instruction page fault",
  13: "load page fault",
  15: "store page fault",
};

const ACCESS: Readonly<Record<number, "read" | "write" | "fetch">> = {
  1: "fetch",
  5: "read",
  7: "write",
  12: "fetch",
  13: "read",
  15: "write",
};

const registers: LineReader = (text, _line, draft) => {
  const found = readRegisters(text, REGISTER, draft.registers);
  if (found > 0) vote(draft, "riscv64", 2);
  const access = ACCESS[Number(draft.registers.get("cause") ?? -1n)];
  if (access !== undefined) draft.fault = { access, ...draft.fault };
  return found > 0;
};

const place =
  (name: "pc" | "lr"): LineReader =>
  (text, line, draft) => {
    const frame = readFrame(text.replace(/^(?:epc|ra) : /, ""), line);
    const zero = frame ? undefined : nowhere(/^epc : ([0-9a-f]{16})/.exec(text)?.[1] ?? "", line);
    if (zero && name === "pc") draft.pc ??= zero;
    if (!frame) return registers(text, line, draft);
    vote(draft, "riscv64", 4);
    draft[name] ??= frame;
    return true;
  };

export const riscv64: Architecture = {
  name: "riscv64",
  hallmarks: /riscv|ret_from_exception|do_trap_ecall|handle_exception\+/,
  littleEndianCode: true,
  pointer: 8,
  explainFault: (crash) => {
    const cause = crash.registers.get("cause");
    const words = cause === undefined ? undefined : CAUSES[Number(cause)];
    return words === undefined ? [] : [words];
  },
  readers: {
    epc: place("pc"),
    ra: place("lr"),
    gp: registers,
    status: registers,
    ...Object.fromEntries(
      ["t0", "t1", "t2", "t3", "t5", "t6", "s1", "s2", "s5", "s8", "s11", "a1", "a2", "a4", "a5", "a7"].map(
        (name) => [name, registers],
      ),
    ),
  },
};
