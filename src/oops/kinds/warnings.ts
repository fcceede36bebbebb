import type { Kind } from "./kind.ts";

const IN = " in " as const;

/** What the kernel's own checks report. */
export const CHECKS: readonly Kind[] = [
  {
    role: "start",
    line: /^WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?at \S+/,
    hints: ["WARNING: "],
    type: "WARNING",
    title: "WARNING",
    join: IN,
  },
  {
    role: "detail",
    line: /^refcount_t: /,
    hints: ["refcount_t: "],
    type: "REFCOUNT_WARNING",
    title: "WARNING: refcount bug",
    join: IN,
  },
  {
    role: "start",
    line: /^kernel BUG at (\S+)!?/,
    hints: ["kernel BUG at "],
    type: "BUG",
    title: "kernel BUG",
    join: IN,
  },
  {
    role: "detail",
    line: /^list_(?:add|del) corruption/,
    hints: ["list_add corruption", "list_del corruption"],
    type: "MEMORY_SAFETY_BUG",
    title: "BUG: corrupted list",
    join: IN,
  },
  {
    role: "start",
    line: /^BUG (\S+) \((?:Not tainted|Tainted: [^)]*)\): (.+)/,
    hints: ["BUG "],
    type: "MEMORY_SAFETY_BUG",
    title: "BUG: $1: $2",
  },
  {
    role: "start",
    line: /^INFO: task (\S+) blocked (?:in I\/O wait )?for more than \d+ seconds/,
    hints: ["INFO: task "],
    type: "HANG",
    title: "INFO: task hung",
    join: IN,
    skip: /^(?:__)?schedule|^context_switch|^wait_for_completion|^__wait_for_common|^do_wait_for_common/,
  },
  {
    role: "part",
    line: /^Kernel panic - not syncing: (.*)/,
    hints: ["Kernel panic - not syncing"],
    type: "DoS",
    title: "kernel panic: $1",
  },
];
