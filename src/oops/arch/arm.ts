import { moduleSuffix } from "../../core/module-suffix.ts";
import { beginTrace, vote, type CrashDraft, type LineReader } from "../draft.ts";
import type { TraceFrame, SystemCall } from "../crash.ts";
import { readFrame } from "../trace/frame.ts";
import { readStackBounds, readStackRow } from "../parts/stack.ts";
import { readRegisters, type Architecture } from "./architecture.ts";
import { ARM_SYSCALLS } from "./syscalls.ts";

const REGISTER = /\b(r\d{1,2}|sp|ip|fp) ?: ?([0-9a-f]{8})\b/g;
const PC = /\bpc : \[<([0-9a-f]{8})>\](?:\s+lr : \[<([0-9a-f]{8})>\])?(?:\s+psr ?: ?([0-9a-f]{8}))?/;
const PLACE = /^(?:PC|LR) is at (\S+)(?: \[([\w-]+)\])?/;

const place = (text: string, line: number): TraceFrame | undefined => {
  const match = PLACE.exec(text);
  if (!match?.[1]) return undefined;
  const module = moduleSuffix(match[2]);
  const frame = readFrame(`${match[1]}${module}`, line);
  if (frame) return frame;
  return /^0x[0-9a-f]+$/.test(match[1]) ? { function: match[1], address: BigInt(match[1]), line } : undefined;
};

const registers: LineReader = (text, _line, draft) => {
  const found = readRegisters(text, REGISTER, draft.registers);
  if (found > 0) vote(draft, "arm");
  return found > 0;
};

const pc: LineReader = (text, _line, draft) => {
  const match = PC.exec(text);
  if (!match) return false;
  vote(draft, "arm", 4);
  const [, pc, lr, psr] = match;
  for (const [name, value] of [
    ["pc", pc],
    ["lr", lr],
    ["psr", psr],
  ] as const) {
    if (value !== undefined && !draft.registers.has(name)) draft.registers.set(name, BigInt(`0x${value}`));
  }
  return true;
};

/** `[<c00382a0>] (exit_creds) from [<c001a700>] (__put_task_struct+0x40/0xd8)`; the second is the caller. */
const OLD_FRAME =
  /^\[<[0-9a-f]{8}>\] ?\((\S+?)(?: \[([\w-]+)\])?\) from \[<([0-9a-f]{8})>\] ?\((\S+?)(?: \[([\w-]+)\])?( \S+\.\w+:\d+(?: \[inline\])?)?\)/;
/** Since 5.15: `exit_creds from __put_task_struct+0x40/0xd8`. */
const NEW_FRAME = /^(\S+?)(?: \[[\w-]+\])? from ([\w.$]+\+0x[0-9a-f]+\/0x[0-9a-f]+(?: \[[\w-]+\])?.*)$/;

/** Reads one line of ARM's call trace, which names a function and its caller. Undefined for other lines. */
export function readArmFrame(
  text: string,
  line: number,
): { callee: TraceFrame; caller: TraceFrame } | undefined {
  const old = OLD_FRAME.exec(text);
  if (old) {
    const [, callee = "", calleeModule, address = "0", name = "", module, source = ""] = old;
    const caller = readFrame(`${name}${moduleSuffix(module)}${source}`, line);
    if (!caller) return undefined;
    const bare = callee.replace(/\+0x.*/, "");
    return {
      callee: { function: bare, line, ...(calleeModule !== undefined && { module: calleeModule }) },
      caller: { ...caller, address: BigInt(`0x${address}`) },
    };
  }
  const match = NEW_FRAME.exec(text);
  const caller = match?.[2] === undefined ? undefined : readFrame(match[2], line);
  return match?.[1] && caller ? { callee: { function: match[1], line }, caller } : undefined;
}

/**
 * Where user space's r7, the number of the system call, is saved: struct pt_regs (18 words) ends 8 bytes below the
 * top of the kernel stack, which is 8 KB and aligned so. The `Exception stack` of a call begins up to 8 bytes early.
 */
const STACK_BYTES = 0x2000n;
const R7_BELOW_TOP = 8n + 72n - 28n;

const isR7Slot = (address: bigint): boolean => address % STACK_BYTES === STACK_BYTES - R7_BELOW_TOP;

function syscall(draft: CrashDraft): SystemCall | undefined {
  if (!draft.sequence.some((frame) => /^(?:ret_fast_syscall|__sys_trace)/.test(frame.function)))
    return undefined;
  const saved = draft.stack.find((word) => isR7Slot(word.address));
  const value = saved?.value ?? draft.registers.get("r7");
  if (value === undefined || value > 0x1000n) return undefined;
  const number = Number(value);
  const name = ARM_SYSCALLS.get(number);
  const from = saved ? `r7 saved on the stack at 0x${saved.address.toString(16)}` : "r7";
  return { number, from, ...(name !== undefined && { name }), ...(!saved && { isCurrent: true }) };
}

/** FSR bits, ARM ARM B3.13.3: status in bits 0-3 and 10, write in bit 11. */
const FSR_STATUS: Readonly<Record<number, string>> = {
  0x01: "alignment fault",
  0x03: "section access flag fault",
  0x05: "section translation fault: nothing is mapped there",
  0x06: "page access flag fault",
  0x07: "page translation fault: nothing is mapped there",
  0x08: "external abort on non-linefetch",
  0x09: "section domain fault: the domain may not be touched now (DACR)",
  0x0b: "page domain fault: the domain may not be touched now (DACR)",
  0x0d: "section permission fault",
  0x0f: "page permission fault",
  0x10: "translation table walk: synchronous external abort",
  0x16: "asynchronous external abort: of an earlier access",
};

const ASYNCHRONOUS = 0x16;

/** What an ARM fault status register says. */
function explainFsr(code: number): string {
  const status = (code & 0xf) | ((code & 0x400) >> 6);
  const what = FSR_STATUS[status] ?? `fault status ${status}`;
  // of an asynchronous abort neither the address nor the direction is known
  if (status === ASYNCHRONOUS) return what;
  return code & 0x80000000 ? `instruction fetch: ${what}` : `${code & 0x800 ? "write" : "read"}: ${what}`;
}

/** DACR gives 2 bits a domain; user space is domain 1 with CONFIG_CPU_SW_DOMAIN_PAN, and 0 is no access. */
function explainDac(dac: number): string {
  const user = (dac >> 2) & 3;
  return user === 0
    ? "SW PAN: user space is shut off from the kernel (domain 1 has no access), so a touch of a low address is a domain fault"
    : "user space is open to the kernel (domain 1 is a client)";
}

/** `Oops: 17 [#1]`, with ARM behind it since 2.6.38; arm64's code has eight digits or more, and never ARM. */
const fault: LineReader = (text, _line, draft) => {
  const code = /: (?:([0-9a-f]{1,4})(?= \[)|([0-9a-f]{1,8})(?= \[#\d+\].*\bARM\b)) \[#(\d+)\]/.exec(text);
  const digits = code?.[1] ?? code?.[2];
  if (digits === undefined) return false;
  vote(draft, "arm", 4);
  const fsr = Number.parseInt(digits, 16);
  const access = fsr & 0x80000000 ? "fetch" : fsr & 0x800 ? "write" : "read";
  // BUG() and an undefined instruction come with a code too, of no fault
  if (!/ - (?:BUG|undefined)/.test(text)) draft.fault = { access, code: fsr, ...draft.fault };
  draft.dieCount ??= Number(code?.[3]);
  return true;
};

const stackBegins: LineReader = (text, _line, draft) => {
  const bounds = readStackBounds(text);
  if (!bounds) return false;
  draft.stackBounds = bounds;
  // What follows is the crash itself again, not what the registers point to; an exception amid a trace parts nothing.
  if (draft.traces.at(-1)?.role === "history") beginTrace(draft, "crash");
  return true;
};

/** A row of the stack dump, or of the exception stack, begins with the low digits of its address and no word. */
const row: LineReader = (text, _line, draft) => {
  if (!/^[0-9a-f]{4}: *[0-9a-f]{8}\b/.test(text)) return false;
  if (draft.stackBounds) draft.stack.push(...readStackRow(text, draft.stackBounds));
  return true;
};

export const arm: Architecture = {
  name: "arm",
  hallmarks:
    /\bret_fast_syscall|__(?:irq|dabt|pabt|und)_(?:svc|usr)\b|\bvector_swi|ARM-Versatile|\bfrom \[<[0-9a-f]{8}>\]/,
  littleEndianCode: true,
  pointer: 4,
  syscall,
  row,
  explainFault: (crash) => [
    ...(crash.fault?.code === undefined ? [] : [explainFsr(crash.fault.code)]),
    ...(crash.dac === undefined ? [] : [explainDac(crash.dac)]),
  ],
  readers: {
    PC: (text, line, draft) => {
      const frame = place(text, line);
      if (!frame) return false;
      vote(draft, "arm", 4);
      draft.pc ??= frame;
      return true;
    },
    LR: (text, line, draft) => {
      const frame = place(text, line);
      if (frame) draft.lr ??= frame;
      return frame !== undefined;
    },
    pc,
    sp: registers,
    r10: registers,
    r7: registers,
    r3: registers,
    Internal: fault,
    Control: (text, _line, draft) => {
      const dac = /\bDAC: ([0-9a-f]{8})/.exec(text)?.[1];
      if (dac === undefined) return false;
      vote(draft, "arm", 4);
      draft.dac ??= Number.parseInt(dac, 16);
      return true;
    },
    Stack: stackBegins,
    Exception: stackBegins,
    Register: (_text, _line, draft) => {
      // With slub_debug, where a register's object was allocated and freed follows, frame by frame.
      beginTrace(draft, "history");
      return true;
    },
  },
};
