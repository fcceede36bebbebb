import type { ModuleSource } from "../compile/module-source.ts";
import { versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { SPEAKS_OF_THREADS } from "../kernel-api/index.ts";
import { readSource } from "../source/index.ts";

/** What ends a thread, or may, or lets go of one or of the module. */
const ENDS_THREADS =
  /\b(kthread_(stop|park|unpark|destroy)\w*|(force|send)_sig\w*|kill_p\w+|module_put\w*|put_task_struct)\s*\(/g;

/**
 * Whether nobody but the module's init and exit functions stops a thread or sends it a signal: nobody then does so at the same time. Of
 * what is there for some kernels, or some configurations, what is compiled for this one counts, and what speaks of threads.
 */
export function endsThreadsAlone({ units, files }: ModuleSource, kernel: KernelVersion): boolean {
  const reading = { versionCode: versionCode(kernel), prefers: SPEAKS_OF_THREADS };
  const read = [...files].flatMap(([path, text]) =>
    typeof text === "string" && (units.includes(path) || path.endsWith(".h"))
      ? [readSource(path, text, reading)]
      : [],
  );
  const alone = new Set(["init_module", "cleanup_module"]);
  for (const { topLevelCalls } of read)
    for (const { name, args } of topLevelCalls)
      if (/^module_(init|exit)$/.test(name)) alone.add(args[0] ?? "");
  return read.every(({ code, functions }) => {
    const own = [...functions.values()].filter(({ name }) => alone.has(name));
    return [...code.matchAll(ENDS_THREADS)].every(({ index }) =>
      own.some(({ start, end }) => start < index && index < end),
    );
  });
}
