import { printableLine } from "../core/printable.ts";
import { EXIT } from "./exit.ts";

/** The C file among the arguments that kbuild gives a checker: those of gcc. */
export function fileOfKbuild(args: readonly string[]): string[] {
  return args
    .filter(
      (arg, index) => arg.endsWith(".c") && !arg.startsWith("-") && !TAKES_FILE.has(args[index - 1] ?? ""),
    )
    .slice(-1);
}

/** Options of gcc whose next argument is a file that is not compiled. */
const TAKES_FILE = new Set(["-include", "-imacros", "-o", "-MF", "-isystem", "-I", "-iquote"]);

/** Does the work; whatever goes wrong is one line, and never the end of a build. */
export async function neverFailing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${printableLine(`unoops: not checked: ${reason}`)}\n`);
    process.exitCode = EXIT.nothing;
  }
}
