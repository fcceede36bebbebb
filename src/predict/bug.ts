import { versionCode } from "../core/kernel-version.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Trap } from "../machine/trap.ts";
import type { Report } from "./drive.ts";
import type { Said, Scene, Wording } from "./printed.ts";

/** What the kernel prints at a BUG() and a WARN(): lib/bug.c, kernel/panic.c. */

export const CUT_HERE = "------------[ cut here ]------------";

/** BUG() of the module's tells its place; where one of the kernel's own stands differs from version to version. */
export function bugLine({ sites }: LinkedProgram, { site }: Trap, [at = ""]: readonly string[]): string {
  const own = at.endsWith("]") ? sites[site]?.frames[0] : undefined;
  return `kernel BUG at ${own ? `${own.file}:${own.line}` : "x:x"}!`;
}

/** What the kernel prints at a BUG(). */
export function bugLines(
  headline: string,
  trace: readonly string[],
  head: readonly string[],
  wording: Wording,
): string[] {
  return [CUT_HERE, headline, wording.bug, ...head, ...wording.place(trace), ...wording.trace(trace)];
}

/** What the kernel prints at a WARN(), with its text where it has one. */
export function warnLines(
  { program, report, head, wording }: Omit<Scene, "trace">,
  text: string,
  trace: readonly string[],
): Said {
  const at = wording.warnFunction(trace);
  const headline = warningLine(program, report, at);
  const said = text === "" ? [] : [text];
  return { headline, function: at, lines: [CUT_HERE, ...said, headline, ...head, ...wording.trace(trace)] };
}

/** Since 6.17 the place comes first. A line that nobody has seen is not made up. */
function warningLine(program: LinkedProgram, { file, line, pid, comm }: Report, at: string): string {
  const place = `${file}:${line === 0 ? "x" : line}`;
  return versionCode(program.target.kernel) >= 0x061100
    ? `WARNING: ${place} at ${at}, CPU#0: ${comm}/${pid}`
    : `WARNING: CPU: 0 PID: ${pid} at ${place} ${at}`;
}
