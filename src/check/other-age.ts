import type { KernelVersion } from "../core/kernel-version.ts";
import { isBackported, whyMissing } from "../kernel-api/index.ts";
import { calleeName } from "../source/index.ts";
import type { SourceProgram } from "./code/program.ts";
import type { Remark } from "./ignore.ts";

/** Calls of functions that the kernel does not have any more, or not yet: one line a name and file. */
export function callsOfAnotherAge(program: SourceProgram, kernel: KernelVersion): Remark[] {
  const told = new Map<string, Remark>();
  for (const fn of program.indexed) {
    for (const { call } of program.callsIn(fn)) {
      const name = calleeName(call) ?? "";
      const message =
        program.lookup(name, fn) || isBackported(kernel, name) ? undefined : whyMissing(kernel, name);
      const { file } = fn;
      const key = `${file.path} ${name}`;
      if (message === undefined || told.has(key)) continue;
      told.set(key, { file: file.path, line: file.place(call.start).line, message });
    }
  }
  return [...told.values()];
}
