import { inFunction, type Kind } from "./kind.ts";

/** `[#1]` behind what die() was told. */
const DIE_COUNTS = Array.from({ length: 9 }, (_, n) => `[#${n + 1}]`);

/** Exceptions as the machines of `arch/smaller.ts` announce them; many print the faults that all machines do. */
export const SMALLER_MACHINES: readonly Kind[] = [
  // ARC: show_ecr_verbose(); the cause stood behind the register before 5.x
  inFunction("DoS", "misaligned access", /^(?:\[ECR *\]: 0x[0-9a-f]+ => )?Misaligned r\/w from 0x[0-9a-f]+/, [
    "Misaligned r/w from",
  ]),
  inFunction(
    "MEMORY_SAFETY_BUG",
    "BUG: unable to handle kernel paging request",
    /^(?:\[ECR *\]: 0x[0-9a-f]+ => )?Invalid (?:Read|Write) @ 0x[0-9a-f]+ by insn @ /,
    [" by insn @ "],
  ),
  inFunction("DoS", "exception", /^\[ECR *\]: 0x[0-9a-f]+ => \S/, ["[ECR"], { role: "part" }),
  // mips: emulate_load_store_insn()
  inFunction("DoS", "Unhandled kernel unaligned access", /^Unhandled kernel unaligned access(?:\[#\d+\])?/, [
    "Unhandled kernel unaligned access",
  ]),
  // mips: die() puts the count behind what it was told, such as `do_cpu invoked from kernel context!`
  inFunction("DoS", "$1", /^([a-z]\w+ [\w !'-]{1,60}?)\[#\d+\]:$/, DIE_COUNTS, { role: "part" }),
  // parisc: parisc_terminate(), die_if_kernel()
  inFunction("DoS", "$1", /^([A-Z][\w ()?]+): Code=\d+ \(.*\) at addr [0-9a-f]+/, [": Code="]),
  inFunction("DoS", "$1", /^\S.{0,15} \(pid \d+\): (\S.*) \(code \d+\)$/, [" (code "], { role: "part" }),
  // sparc: die_if_kernel()
  inFunction("DoS", "$1", /^\S.{0,15}\(\d+\): (\S.*) \[#\d+\]$/, DIE_COUNTS, { role: "part" }),
  // alpha: die_if_kernel()
  inFunction(
    "DoS",
    "$1",
    /^(?:CPU \d+ )?\S.{0,15}\(\d+\): (Oops|Kernel Bug|Arithmetic fault|Instruction fault|Unaligned [a-z ]+) -?\d+$/,
    ["): Oops ", "): Kernel Bug ", "): Arithmetic fault ", "): Instruction fault ", "): Unaligned "],
    { role: "part" },
  ),
  // xtensa, microblaze, nios2: die()
  inFunction("DoS", "$1", /^(?:Oops: )?(\S.*[^:\s])(?::|,) sig: \d+(?: \[#\d+\].*)?$/, [" sig: "], {
    role: "part",
  }),
  // openrisc: die()
  inFunction("DoS", "Oops", /^(?:Oops|Die:)#: [0-9a-f]{4}$/, ["Oops#: ", "Die:#: "], { role: "part" }),
  // m68k: bad_super_trap(), buserr
  inFunction("DoS", "$1", /^\*\*\* (.+) \*\*\* +FORMAT=/, ["FORMAT="]),
  inFunction("DoS", "bus error", /^BAD KERNEL BUSERR/, ["BAD KERNEL BUSERR"], { role: "part" }),
  inFunction("DoS", "Oops", /^Oops: [0-9a-f]{8}$/, ["Oops"], { role: "part" }),
  // loongarch, csky, hexagon: die()
  inFunction("DoS", "$1", /^(?:Oops: )?([A-Z]\S[\w !'-]{1,60}?) ?\[#\d+\]:?$/, DIE_COUNTS, { role: "part" }),
];
