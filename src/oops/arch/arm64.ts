import { vote, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import { readRegisters, type Architecture } from "./architecture.ts";

const REGISTER = /\b(x\d{1,2}|sp) ?: ?([0-9a-f]{16})\b/g;

const registers: LineReader = (text, _line, draft) => {
  const found = readRegisters(text, REGISTER, draft.registers);
  if (found > 0) vote(draft, "arm64", 2);
  return found > 0;
};

/** `pc : kthread_stop+0x1c/0x7c` since 2.6.38's arm64 port; `PC is at` as on ARM before 4.19. */
const place =
  (name: "pc" | "lr"): LineReader =>
  (text, line, draft) => {
    // before 4.15 one line of numbers, below `PC is at` as on ARM: pstate is what ARM has not
    if (/\bpstate: [0-9a-f]{8}\b/.test(text)) {
      vote(draft, "arm64", 4);
      return true;
    }
    const symbol = text.replace(/^(?:pc|lr) : (?:\[<[0-9a-f]+>\] )?/, "");
    const frame = readFrame(symbol, line) ?? nowhere(symbol, line);
    if (!frame) return false;
    vote(draft, "arm64", 2);
    draft[name] ??= frame;
    return true;
  };

/** Exception classes, ARM DDI 0487, ESR_ELx.EC. */
const CLASSES: Readonly<Record<number, string>> = {
  0x00: "unknown reason",
  0x0e: "illegal execution state",
  0x15: "SVC instruction",
  0x20: "instruction abort from user space",
  0x21: "instruction abort in the kernel",
  0x22: "misaligned PC",
  0x24: "data abort from user space",
  0x25: "data abort in the kernel",
  0x26: "misaligned SP",
  0x2f: "SError",
  0x3c: "BRK instruction",
};

/** Fault status of an abort, ESR_ELx.ISS bits 5-2; bits 1-0 are the level of the page table. */
const STATUS: Readonly<Record<number, string>> = {
  0: "address size fault",
  1: "translation fault: nothing is mapped there",
  2: "access flag fault",
  3: "permission fault",
};

/** What an exception syndrome register says. */
function explainEsr(esr: number): string {
  const code = (esr >>> 26) & 0x3f;
  const what = CLASSES[code] ?? `exception class 0x${code.toString(16)}`;
  if (code !== 0x24 && code !== 0x25 && code !== 0x20 && code !== 0x21) return what;
  const status = (esr >> 2) & 0xf;
  const fault = STATUS[status] ?? (status === 4 ? "synchronous external abort" : "alignment or other fault");
  const way = code >= 0x24 ? (esr & 0x40 ? "write, " : "read, ") : "";
  return `${what}: ${way}${fault}${status <= 3 ? ` (level ${esr & 3})` : ""}`;
}

const oops: LineReader = (text, _line, draft) => {
  const match = /\b([0-9a-f]{8}|[0-9a-f]{16}) \[#(\d+)\](?!.*\bARM\b)/.exec(text);
  if (!match?.[1]) return false;
  vote(draft, "arm64");
  takeEsr(Number.parseInt(match[1].slice(-8), 16), draft);
  draft.dieCount ??= Number(match[2]);
  return true;
};

function takeEsr(esr: number, draft: Parameters<LineReader>[2]): void {
  const code = esr >>> 26;
  const access =
    code === 0x20 || code === 0x21
      ? "fetch"
      : code === 0x24 || code === 0x25
        ? esr & 0x40
          ? "write"
          : "read"
        : undefined;
  draft.fault = { ...(access !== undefined && { access }), code: esr, ...draft.fault };
}

export const arm64: Architecture = {
  name: "arm64",
  hallmarks: /^Call trace:$|\bel[01][_ht]|__arm64_sys_|linux,dummy-virt|invoke_syscall/,
  littleEndianCode: true,
  pointer: 8,
  explainFault: (crash) => (crash.fault?.code === undefined ? [] : [explainEsr(crash.fault.code)]),
  readers: {
    pc: place("pc"),
    lr: place("lr"),
    sp: registers,
    ...Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`x${n}`, registers])),
    pstate: (_text, _line, draft) => {
      vote(draft, "arm64", 4);
      return true;
    },
    Internal: oops,
    ESR: (text, _line, draft) => {
      const esr = /^ESR = 0x([0-9a-f]+)/.exec(text)?.[1];
      if (esr === undefined) return false;
      vote(draft, "arm64", 4);
      takeEsr(Number.parseInt(esr.slice(-8), 16), draft);
      return true;
    },
  },
};
