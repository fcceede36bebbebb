import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import { printable } from "../core/printable.ts";
import { UserError } from "../core/user-error.ts";
import type { Slice } from "../slice/index.ts";
import type { PartChoice } from "../judge/build.ts";
import { loadProgram, type LoadOptions } from "./load.ts";

/** Whether a part of a driver may be run in place of the whole, and where its types are looked up. */
export interface PartFlags {
  readonly part?: boolean;
  readonly whole?: boolean;
  readonly kdir?: string;
}

/** What the options say of a part, by what is done with it. */
const HELP = {
  run: ["run only the part that threads live in", "never run a part"],
  prove: ["prove on the part that threads live in", "never prove on a part"],
} as const;

export function partFlags(command: Command, what: keyof typeof HELP): Command {
  const [part, whole] = HELP[what];
  return command
    .option("--part", `${part} (default: where the whole does not compile)`)
    .option("--whole", whole)
    .option(
      "--kdir <tree>",
      "a kernel tree whose headers tell types and constants (default: the one around the source)",
    );
}

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
 * Compiles a module again and again, with changes: where the whole was refused once, it is not tried any more, and `told` hears
 * of it once.
 */
export function partLoader(
  flags: PartFlags,
  told: (slice: Slice, why: string | undefined) => void,
): (source: ModuleSource, options: LoadOptions) => Promise<Program> {
  const asked = partOptions(flags);
  let isPart = asked.part === "always";
  let isTold = false;
  return (source, options) =>
    loadProgram(
      source,
      {
        ...options,
        ...asked,
        ...(isPart ? { part: "always" as const } : {}),
        onPart: (slice, why) => {
          isPart = true;
          if (!isTold) told(slice, why);
          isTold = true;
        },
      },
      "quiet",
    );
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
