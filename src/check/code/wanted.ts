import { calleeName } from "../../source/index.ts";
import type { Thread } from "../thread/thread.ts";
import { CREATES } from "../../kernel-api/index.ts";
import type { SourceProgram } from "./program.ts";

/**
 * Names whose definition, or whose callers, the files at hand lack: thread functions of other files, and functions that
 * create or stop a thread for somebody else. Whoever has more files can look for these words in them.
 */
export function wantedNames(
  program: SourceProgram,
  threads: readonly Thread[],
  where: "folder" | "tree",
): Set<string> {
  const wanted = new Set(openWrappers(program));
  for (const thread of threads) {
    if (!thread.fn) wanted.add(thread.name);
    // Who stops a thread, and what it calls, is looked for next door only: farther away the names are common words.
    if (where === "tree") continue;
    for (const { site } of [...thread.creations, ...thread.stops])
      wantCallers(program, site.fn.name, wanted, 2);
    for (const { call } of thread.fn ? program.callsIn(thread.fn) : []) {
      const name = calleeName(call);
      if (name !== undefined && /stop|exit|wait/.test(name) && !program.hasFunction(name)) wanted.add(name);
    }
  }
  return wanted;
}

function wantCallers(program: SourceProgram, name: string, wanted: Set<string>, height: number): void {
  const callers = program.callsOf(name);
  for (const file of program.files) {
    const fn = file.functions.get(name);
    if (fn && !fn.isStatic && callers.length === 0) wanted.add(name);
  }
  if (height > 0) for (const { fn } of callers) wantCallers(program, fn.name, wanted, height - 1);
}

/** Functions that create a thread for callers who are in none of the files: the thread function is their parameter. */
function openWrappers(program: SourceProgram): string[] {
  return [...CREATES].flatMap(([create, { functionArg }]) =>
    program.callsOf(create).flatMap(({ fn, call }) => {
      const arg = call.args[functionArg];
      const isParameter = arg?.kind === "name" && fn.parameters.some(({ name }) => name === arg.name);
      return isParameter && !fn.isStatic && program.callersOf(fn).length === 0 ? [fn.name] : [];
    }),
  );
}
