import { alone, inFunction, type Kind } from "./kind.ts";
import { SMALLER_MACHINES } from "./smaller-machines.ts";

/** Processor exceptions in kernel mode. */
export const FAULTS: readonly Kind[] = [
  inFunction(
    "NULL-POINTER-DEREFERENCE",
    "BUG: unable to handle kernel NULL pointer dereference",
    /BUG: (?:unable to handle )?(?:kernel )?NULL pointer dereference|Unable to handle kernel NULL pointer dereference|BUG: Kernel NULL pointer dereference|Kernel attempted to .* user page.*null|Unable to handle kernel access to user memory without uaccess routines at virtual address 0{12,}/,
    ["NULL pointer dereference", "uaccess routines"],
  ),
  // riscv: no_context()
  inFunction(
    "MEMORY_SAFETY_BUG",
    "BUG: unable to handle kernel access to user memory",
    /Unable to handle kernel access to user memory/,
    ["access to user memory"],
  ),
  inFunction(
    "MEMORY_SAFETY_BUG",
    "BUG: unable to handle kernel paging request",
    /BUG: unable to handle (?:kernel paging request|page fault for address|kernel data access)|BUG: Unable to handle kernel (?:data access|instruction fetch|unaligned access)|Unable to handle kernel (?:paging request|access(?: at virtual address|$)|data access|instruction fetch)|Unable to handle kernel pointer dereference in virtual kernel address space|CPU \d+ Unable to handle kernel paging request|Unable to handle kernel execution/,
    ["nable to handle kernel ", "nable to handle page fault"],
  ),
  alone("", "BUG: unable to handle kernel", /BUG: unable to handle kernel\s*$/, [
    "BUG: unable to handle kernel",
  ]),
  inFunction(
    "DoS",
    "general protection fault",
    /general protection fault(?:, probably|, maybe|:| for|\s*$)/,
    ["general protection fault"],
  ),
  inFunction("DoS", "divide error", /divide[_ ]error: /, ["divide error", "divide_error"]),
  inFunction("DoS", "stack segment fault", /stack segment: [0-9a-f]{4} \[#/, ["stack segment"]),
  inFunction(
    "DoS",
    "$1",
    /\b(segment not present|invalid TSS|alignment check|coprocessor segment overrun|bounds|overflow): [0-9a-f]{4} \[#/,
    [
      "segment not present",
      "invalid TSS",
      "alignment check: ",
      "segment overrun: ",
      "bounds: ",
      "overflow: ",
    ],
  ),
  inFunction("DoS", "int3", /(?:Oops: )?int3: [0-9a-f]{4} \[#/, ["int3: "]),
  inFunction("DoS", "PANIC: double fault", /PANIC: double fault/, ["PANIC: double fault"]),
  inFunction("DoS", "Alignment trap", /^Alignment trap: not handling instruction/, [
    "Alignment trap: not handling",
  ]),
  inFunction("DoS", "Unhandled fault", /Unhandled fault(?:: .{1,80}\(0x[0-9a-f]+\)| at 0x[0-9a-f]{16}$)/, [
    "Unhandled fault: ",
    "Unhandled fault at 0x",
  ]),
  // arm64: arm64_serror_panic(); the error came earlier, the processor stands where it was told of it
  inFunction("DoS", "SError interrupt", /^SError Interrupt on CPU\d+, code 0x/, ["SError Interrupt on"]),
  inFunction("DoS", "CFI failure", /^CFI failure (?:at \S|\(target: )/, ["CFI failure"]),
  // mips: do_be()
  inFunction("DoS", "$1 bus error", /^(Data|Instruction) bus error, epc ==/, [" bus error, epc =="]),
  // s390: die(), with what the program check was
  inFunction("DoS", "$1", /^([a-z][\w -]{3,40}): [0-9a-f]{4} ilc:\d \[#\d+\]/, [" ilc:"], { role: "part" }),
  // The syndrome ends the line where a mail program broke it.
  inFunction(
    "DoS",
    "Internal error",
    /Internal error: .{1,80}(?:\[#\d+\]|: [0-9a-f]{8,16}$)/,
    ["Internal error: "],
    { role: "part" },
  ),
  inFunction(
    "DoS",
    "Kernel access of bad area",
    /^Oops: Kernel access of bad area/,
    ["Kernel access of bad area"],
    { role: "part" },
  ),
  // hexagon: die()
  inFunction("DoS", "$1", /^Oops: ([A-Z][a-zA-Z ]+)\[#\d+\]:/, ["Oops: "], { role: "part" }),
  inFunction(
    "DoS",
    "Oops",
    /^Oops: .*\[#\d+\]|^Oops(?: - [^:]+)? ?\[#\d+\]:?$|^Oops - [\w ]+: \d+ \[#/,
    ["Oops"],
    { role: "part" },
  ),
  inFunction(
    "DoS",
    "BUG: unable to handle kernel paging request",
    /Unable to handle kernel (?:pointer dereference|paging request) at address/,
    ["Unable to handle kernel "],
  ),
  inFunction("DoS", "invalid opcode", /invalid opcode: [0-9a-f]{4} \[#/, ["invalid opcode: "], {
    role: "part",
  }),
  ...SMALLER_MACHINES,
  inFunction(
    "",
    "BUG: stack guard page was hit",
    /BUG: (?:\w+ )?stack guard page was hit/,
    ["stack guard page was hit"],
    { suspects: "entry-point" },
  ),
  inFunction(
    "DoS",
    "kernel stack overflow",
    /Insufficient stack space to handle exception/,
    ["Insufficient stack space"],
    { suspects: "entry-point" },
  ),
];
