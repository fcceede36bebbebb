import { moduleSuffix } from "../../core/module-suffix.ts";
import type { CrashArch, TraceFrame, SystemCall } from "../crash.ts";
import { vote, type CrashDraft, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import { readRegisters, type Architecture } from "./architecture.ts";
import { X86_64_SYSCALLS } from "./syscalls.ts";

const REGISTER = /\b(R[A-Z0-9]{2}|R[89]|E[A-DSI][XIP]|CR\d|ORIG_RAX|EFLAGS): ?([0-9a-f]{8,16})\b/g;
const RIP =
  /^(?:RIP|EIP|IP): (?:([0-9a-f]{4}):)?(?:\[<([0-9a-f]+)>\]\s+(?:\[<[0-9a-f]+>\]\s+)?)?(?:0x)?(\S+)(?: \[([\w-]+)\])?(?:\s+(\S+\.\w+:\d+))?/;
/** Before 4.16 a report ends with the place and the stack pointer once more. */
const LAST_WORDS = / (?:RSP:|SS:ESP) /;
/** i386 before 4.9 names the function on a line of its own. */
const EIP_IS_AT = /^EIP is at /;
/** Kernel code segments end in 0 or 1 (Xen); user space runs in ring 3. */
const isUser = (segment: string): boolean => (Number.parseInt(segment, 16) & 3) === 3;

/** `[<          (null)>]           (null)`, before 4.16. */
const NULL_IP = /(?:\[<\s*\(null\)>\]\s*)?\(null\)\s*$|\[<0+>\]\s+0x0$/;

const rip: LineReader = (text, line, draft) => {
  const match = RIP.exec(text.replace(EIP_IS_AT, "EIP: ").replace(NULL_IP, "0x0"));
  if (!match?.[3]) return false;
  const [, segment, address, name, module, source] = match;
  vote(draft, text.startsWith("E") || address?.length === 8 ? "i386" : "x86_64", 4);
  if (segment !== undefined && isUser(segment)) {
    draft.mode = "user";
    return true;
  }
  const frame = readFrame(`${name}${moduleSuffix(module)}`, line);
  const bare =
    !frame && /^0+$/.test(name)
      ? nowhere(name, line)
      : !frame && /^[0-9a-f]{8,16}$/.test(name)
        ? { function: `0x${name}`, address: BigInt(`0x${name}`), line }
        : undefined;
  const found = frame ?? bare;
  // `IP:` and then `RIP:` are one place; behind a trace it is where an interrupt came in, or the same once more.
  const behind = draft.traces.some((trace) => trace.frames.length > 0);
  draft.mode = draft.pc && behind ? "nested" : "kernel";
  if (!found) return true;
  const place: TraceFrame = {
    ...found,
    ...(address !== undefined && { address: BigInt(`0x${address}`) }),
    ...(source !== undefined && { source }),
  };
  draft.pc ??= place;
  // A RIP in the midst of a trace is where an exception or an interrupt came in: a frame as any other.
  const trace = draft.traces.at(-1);
  if (trace && trace.frames.length > 0 && !trace.closed && !LAST_WORDS.test(text)) trace.frames.push(place);
  return true;
};

/** A set of registers goes to whoever the last `RIP:` line belongs to. */
const registers: LineReader = (text, _line, draft) => {
  const into =
    draft.mode === "user"
      ? draft.userRegisters
      : draft.mode === "kernel"
        ? draft.registers
        : new Map<string, bigint>();
  const found = readRegisters(text, REGISTER, into);
  if (found > 0) vote(draft, /\bR[A-Z]{2}: /.test(text) ? "x86_64" : "i386");
  return found > 0;
};

const ACCESS: Readonly<Record<string, "read" | "write" | "fetch">> = {
  "read access": "read",
  "write access": "write",
  "instruction fetch": "fetch",
};

const pageFault: LineReader = (text, _line, draft) => {
  vote(draft, "x86_64");
  const access = ACCESS[/(read access|write access|instruction fetch)/.exec(text)?.[1] ?? ""];
  const code = /error_code\(0x([0-9a-f]+)\)/.exec(text)?.[1];
  draft.fault = {
    ...(access !== undefined && { access }),
    ...(code !== undefined && { code: Number.parseInt(code, 16) }),
    ...draft.fault,
  };
  return true;
};

/** Page fault error code, Intel SDM vol. 3, 4.7. */
const ERROR_BITS = [
  ["protection violation", "page not present"],
  ["write", "read"],
  ["user mode", "kernel mode"],
  ["reserved bit set in a page table", ""],
  ["instruction fetch", ""],
  ["protection key", ""],
] as const;

/** What a page fault's error code says. */
function explainErrorCode(code: number): string {
  return ERROR_BITS.map(([set, clear], bit) => (code & (1 << bit) ? set : clear))
    .filter((words) => words !== "")
    .join(", ");
}

const oops: LineReader = (text, _line, draft) => {
  const match = /^Oops: (?:\S+ fault, |\S+ )??([0-9a-f]{4}) \[#(\d+)\]/.exec(text);
  if (!match?.[1]) return false;
  vote(draft, "x86_64");
  const code = Number.parseInt(match[1], 16);
  const access = code & 0x10 ? "fetch" : code & 2 ? "write" : "read";
  draft.fault = { access, code, ...draft.fault };
  draft.dieCount ??= Number(match[2]);
  return true;
};

/** 32-bit programs have numbers of their own. */
const COMPAT =
  /_SYSENTER_compat|_INT80|do_int80|do_fast_syscall_32|do_syscall_32|__ia32_(?:compat_)?sys_|ia32_sys_call/;

function syscall(draft: CrashDraft): SystemCall | undefined {
  const value = draft.userRegisters.get("ORIG_RAX");
  if (value === undefined || value > 0xffffn) return undefined;
  if (draft.sequence.some((frame) => COMPAT.test(frame.function))) return undefined;
  const number = Number(value);
  const name = X86_64_SYSCALLS.get(number);
  return { number, from: "ORIG_RAX", ...(name !== undefined && { name }) };
}

const readers = {
  RIP: rip,
  EIP: rip,
  IP: rip,
  RSP: registers,
  RAX: registers,
  RDX: registers,
  RBP: registers,
  R10: registers,
  R13: registers,
  EAX: registers,
  ESI: registers,
  CR2: registers,
  CS: registers,
  FS: (_text: string, _line: number, draft: CrashDraft) => {
    vote(draft, "x86_64");
    return true;
  },
  "#PF": pageFault,
  Oops: oops,
};

function x86(name: CrashArch, pointer: 4 | 8, hallmarks: RegExp): Architecture {
  return {
    name,
    readers: name === "x86_64" ? readers : {},
    littleEndianCode: true,
    pointer,
    hallmarks,
    syscall,
    explainFault: (crash) => (crash.fault?.code === undefined ? [] : [explainErrorCode(crash.fault.code)]),
  };
}

export const x86_64: Architecture = {
  // arm64's EFI has a BIOS version too, so that this tells little
  addresses: /ffff88|\bffffffff[89a-f][0-9a-f]{7}\b|\bBIOS\b/,
  ...x86(
    "x86_64",
    8,
    /entry_SYSCALL_64|do_syscall_64|entry_SYSENTER_compat|__(?:x64|ia32)_sys_|\bsysvec_|x86_64/,
  ),
};
/** Its lines are read by the same readers; they vote for the width they see. */
export const i386 = x86("i386", 4, /entry_INT80_32|i386_start_kernel|sysenter_past_esp|startup_32_smp/);
