import { COMPILERS, type CompilerName } from "../compile/toolchain.ts";
import { readFileSync } from "node:fs";
import { InvalidArgumentError, Option, type Command } from "commander";
import {
  ARCHES,
  DEFAULT_KERNEL,
  defaultArch,
  isKernelVersion,
  KERNEL_VERSIONS,
  type Arch,
  type KernelVersion,
} from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import type { SearchLimits } from "../explore/limits.ts";

/** Whether a part of a driver may be run in place of the whole, and where its types are looked up. */
export interface PartFlags {
  readonly part?: boolean;
  readonly whole?: boolean;
  readonly kdir?: string;
}

/** What every command that compiles and runs a module takes. */
export interface CompileFlags extends PartFlags {
  readonly kernel?: string;
  readonly arch?: string;
  readonly maxStates?: number;
  readonly timeout?: number;
  readonly memory?: number;
  readonly cc: CompilerName;
  readonly cache: boolean;
}

export function compileOptions(command: Command): Command {
  command
    .option("--kernel <version>", `${KERNEL_VERSIONS.join(", ")} (default: the log's, or ${DEFAULT_KERNEL})`)
    .option(
      "--arch <arch>",
      "arm or x86_64: whose oops is predicted (default: the log's; arm for 4.4, else x86_64)",
    )
    .option("--max-states <n>", "give up after so many states", positive)
    .option("--timeout <seconds>", "give up after so long", positive)
    .option("--memory <MB>", "give up when saved states take so much", positive)
    .addOption(new Option("--cc <compiler>", "which clang").choices(COMPILERS).default("auto"))
    .option("--no-cache", "compile again even when nothing changed");
  return partFlags(command, "run");
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

export function kernelOption(text: string): KernelVersion {
  if (isKernelVersion(text)) return text;
  throw new UserError(`--kernel ${text}: no such model; there are ${KERNEL_VERSIONS.join(", ")}`);
}

export function archOption(text: string | undefined, kernel: KernelVersion): Arch {
  if (text === undefined) return defaultArch(kernel);
  const arch = ARCHES.find((known) => known === text);
  if (!arch) throw new UserError(`--arch ${text}: no such architecture; there are ${ARCHES.join(", ")}`);
  return arch;
}

export function positive(text: string): number {
  const value = Number(text);
  // commander says of which option
  if (!(value > 0)) throw new InvalidArgumentError("A number above 0 is needed.");
  return value;
}

/** Splits `foo.c n=2` into sources and parameters, as on insmod's command line. */
export function splitParameters(words: readonly string[]): {
  paths: string[];
  parameters: Map<string, string>;
} {
  const parameters = new Map<string, string>();
  const paths: string[] = [];
  for (const word of words) {
    const match = /^((?:[A-Za-z_]\w*\.)?[A-Za-z_]\w*)=(.*)$/.exec(word);
    if (match) parameters.set(match[1] ?? "", match[2] ?? "");
    else paths.push(word);
  }
  return { paths, parameters };
}

export function limitsOf(
  flags: Pick<CompileFlags, "maxStates" | "timeout" | "memory">,
): Partial<SearchLimits> {
  return {
    ...(flags.maxStates === undefined ? {} : { states: flags.maxStates }),
    ...(flags.timeout === undefined ? {} : { time: flags.timeout * 1000 }),
    ...(flags.memory === undefined ? {} : { memory: flags.memory * (1 << 20) }),
  };
}

/** A file named on the command line, or standard input for `-`. */
export function readInput(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UserError(
      `${path}: ${error instanceof Error ? error.message.replace(/^[A-Z]+: /, "") : "cannot be read"}`,
    );
  }
}
