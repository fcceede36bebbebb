import type { Kind } from "./kind.ts";

const IN = " in " as const;

/** Processor exceptions in kernel mode. */
export const FAULTS: readonly Kind[] = [
  {
    role: "start",
    line: /^(?:BUG: )?(?:unable to handle |Unable to handle )?kernel NULL pointer dereference/,
    hints: ["NULL pointer dereference"],
    type: "NULL-POINTER-DEREFERENCE",
    title: "BUG: unable to handle kernel NULL pointer dereference",
    join: IN,
  },
  {
    role: "start",
    line: /^(?:BUG: unable to handle (?:page fault for address|kernel paging request)|Unable to handle kernel (?:paging request|access to user memory))/,
    hints: ["nable to handle "],
    type: "MEMORY_SAFETY_BUG",
    title: "BUG: unable to handle kernel paging request",
    join: IN,
  },
  {
    role: "start",
    line: /^general protection fault/,
    hints: ["general protection fault"],
    type: "DoS",
    title: "general protection fault",
    join: IN,
  },
  {
    role: "start",
    line: /^Unhandled fault: /,
    hints: ["Unhandled fault: "],
    type: "DoS",
    title: "Unhandled fault",
    join: IN,
  },
  {
    role: "part",
    line: /^Internal error: /,
    hints: ["Internal error: "],
    type: "DoS",
    title: "Internal error",
    join: IN,
  },
  {
    role: "part",
    line: /^Oops: .*\[#\d+\]/,
    hints: ["Oops: "],
    type: "DoS",
    title: "Oops",
    join: IN,
  },
];
