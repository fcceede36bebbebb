import type { CallSite, SourceProgram } from "./code/program.ts";
import type { Remark } from "./ignore.ts";
import { armingsIn } from "./thread/callbacks.ts";
import { moduleAround } from "./thread/module-exit.ts";

/** One line for each file whose callbacks are not judged here, and the command that does. */
export function unjudgedCallbacks(program: SourceProgram): Remark[] {
  const byFile = new Map<string, CallSite[]>();
  for (const { site, isStatic } of armingsIn(program)) {
    if (isStatic && moduleAround(program, site.fn)) continue;
    const { path } = site.fn.file;
    byFile.set(path, [...(byFile.get(path) ?? []), site]);
  }
  return [...byFile].flatMap(([file, sites]): Remark[] => {
    const [first] = sites;
    if (!first) return [];
    const { line } = first.fn.file.place(first.call.start);
    return [
      {
        file,
        line,
        message: `timers, work or tasklets that live in objects are not judged here: unoops run ${file} does`,
      },
    ];
  });
}
