import { existsSync } from "node:fs";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { printable } from "../core/printable.ts";
import { UserError } from "../core/user-error.ts";
import type { PartChoice, Slice } from "../slice/index.ts";
import { loadProgram, readModule, type LoadOptions } from "./load.ts";
import type { PartFlags } from "./options.ts";
import { typed } from "./typed.ts";

/** How much of a driver is to be run. @throws UserError when both are asked for */
export function partOptions({ part, whole, kdir }: PartFlags): {
  part: PartChoice;
  kdir?: string;
} {
  if (part && whole) throw new UserError("--part and --whole: give one of them");
  if (kdir !== undefined && !existsSync(kdir)) throw new UserError(`--kdir ${kdir}: no such folder`);
  return { part: part ? "always" : whole ? "never" : "auto", ...(kdir === undefined ? {} : { kdir }) };
}

/**
 * Compiles a module again and again, with changes. The first time decides for each kernel: where the whole was refused, it is not tried any
 * more, and `told` hears of it once; where it was taken, a change that does not compile is refused, and not proven on a part.
 */
export function partLoader(
  flags: PartFlags,
  told: (slice: Slice, why: string | undefined) => void,
): (source: ModuleSource, options: LoadOptions) => Promise<LinkedProgram> {
  const asked = partOptions(flags);
  const choices = new Map<KernelVersion, PartChoice>();
  let isTold = false;
  return async (source, options) => {
    const part = choices.get(options.kernel) ?? asked.part;
    let choice: PartChoice = part === "auto" ? "never" : part;
    const onPart = (slice: Slice, why: string | undefined): void => {
      choice = "always";
      if (!isTold) told(slice, why);
      isTold = true;
    };
    const program = await loadProgram(source, { ...options, ...asked, part, onPart }, "quiet");
    choices.set(options.kernel, choice);
    return program;
  };
}

/** The part of a module with the files that call what creates its threads, where only these can; undefined where there are none. */
export async function partWithCallers(
  paths: readonly string[],
  source: ModuleSource,
  options: LoadOptions,
  extent?: "outline",
): Promise<LinkedProgram | undefined> {
  const wider = readModule(paths, { callers: true });
  if (wider.beside?.length === source.beside?.length) return undefined;
  return loadProgram(wider, { ...options, part: "always", extent }, "quiet");
}

/** What `--replay` is put behind: the same program again. A schedule of the part is none of the whole. */
export function runAgain(
  words: readonly string[],
  { arch, part, whole, kdir }: PartFlags & { readonly arch?: string },
  scope?: "part",
): string {
  return typed([
    "unoops",
    "run",
    ...(arch === undefined ? [] : ["--arch", arch]),
    ...(kdir === undefined ? [] : ["--kdir", kdir]),
    ...(part || scope === "part" ? ["--part"] : []),
    ...(whole ? ["--whole"] : []),
    ...words,
  ]);
}

/** One line, so that nobody takes the part for the whole. */
export function tellPart({ kept, functions }: Slice, why: string | undefined): void {
  const reason = why === undefined ? "" : `${why}; `;
  process.stderr.write(
    printable(
      `unoops: ${reason}running the part that its threads live in, ${kept.length} of ${functions} functions\n`,
    ),
  );
}

/** Whether the part may be run where the whole comes to no verdict. */
export function mayRunPart({ strict, part, whole }: PartFlags & { readonly strict: boolean }): boolean {
  return !strict && !part && !whole;
}
