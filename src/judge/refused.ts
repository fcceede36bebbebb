import type { CompileError } from "../compile/build.ts";
import type { Verdict } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { printable } from "../core/printable.ts";

/** What is said of a module that does not compile. */
export function refused({ message, diagnostics }: CompileError, kernel: KernelVersion): Verdict {
  const errors = diagnostics.split("\n").filter((line) => /\berror: /.test(line));
  return {
    command: "run",
    outcome: "undecided",
    kernel,
    findings: [],
    assumptions: [],
    coverage: [message, ...errors.map(printable)],
    stats: { schedules: 0, states: 0, complete: false, ms: 0 },
  };
}
