import { CompileError } from "../compile/compile-error.ts";
import type { Verdict } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { printable } from "../core/printable.ts";
import type { UserError } from "../core/user-error.ts";

/** What is said of a module that does not compile, or that nobody came to run. */
export function refused(error: UserError, kernel: KernelVersion): Verdict {
  const diagnostics = error instanceof CompileError ? error.diagnostics : "";
  const errors = diagnostics.split("\n").filter((line) => /\berror: /.test(line));
  return {
    command: "run",
    outcome: "undecided",
    kernel,
    findings: [],
    assumptions: [],
    coverage: [error.message, ...errors.map(printable)],
    stats: { schedules: 0, states: 0, complete: false, ms: 0 },
  };
}
