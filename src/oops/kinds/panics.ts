import { alone, inFunction, type Kind } from "./kind.ts";

const HINT = ["Kernel panic - not syncing"];

/** Panics that come without another report; one that follows a report belongs to it. */
export const PANICS: readonly Kind[] = [
  inFunction(
    "DoS",
    "kernel panic: corrupted stack end",
    /Kernel panic - not syncing: corrupted stack end detected/,
    HINT,
    {
      role: "part",
      suspects: "entry-point",
    },
  ),
  inFunction(
    "DoS",
    "kernel panic: stack is corrupted",
    /Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in:? ?(?:([\w.$]+)\+0x)?/,
    HINT,
    {
      role: "part",
      // printed with %pB: the function that the call of __stack_chk_fail() is in, at whose end it lies
      refine: (_, [, named]) => (named === undefined ? {} : { named }),
    },
  ),
  alone(
    "DoS",
    "kernel panic: Attempted to kill init!",
    /Kernel panic - not syncing: Attempted to kill init!/,
    HINT,
    { role: "part" },
  ),
  // Which terminal it was for says nothing of the cause.
  alone("DoS", "kernel panic: $1", /Kernel panic - not syncing: (Couldn't open N_TTY ldisc) for /, HINT, {
    role: "part",
  }),
  alone("DoS", "kernel panic: $1", /Kernel panic - not syncing: ([^\n]*?)[\s.]*$/, HINT, {
    role: "part",
    refine: (_, match) => ({ title: `kernel panic: ${(match[1] ?? "").replace(/\b\d+\b/g, "NUM")}` }),
  }),
  alone("REBOOT", "unexpected kernel reboot", /^unexpected kernel reboot$/, ["unexpected kernel reboot"]),
];
