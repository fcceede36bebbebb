import { buildProgram, CompileError, type BuildOptions } from "../compile/build.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import { buildPart, type KernelHeader, type Slice } from "../slice/index.ts";

/** Whether only the part that threads live in is compiled; `auto`: where the whole does not. */
export type PartChoice = "auto" | "always" | "never";

export interface PartOptions {
  readonly part: PartChoice;
  /** Headers of the kernel tree around the source; asked when a part is made. */
  readonly kernelHeader: () => KernelHeader;
  /** Told of the part that is run in place of the whole. */
  readonly onPart?: (slice: Slice, why: string | undefined) => void;
}

/** The module, or the part of a driver that threads live in, where the whole is not wanted, or does not compile. */
export async function buildWholeOrPart(
  source: ModuleSource,
  how: BuildOptions,
  { part: choice, kernelHeader, onPart }: PartOptions,
): Promise<Program> {
  let refused: CompileError | undefined;
  if (choice !== "always") {
    try {
      return await buildProgram(source, how);
    } catch (error) {
      if (!(error instanceof CompileError) || choice === "never") throw error;
      refused = error;
    }
  }
  try {
    const { program, slice } = await buildPart(source, how, kernelHeader());
    onPart?.(slice, refused?.message);
    return program;
  } catch (error) {
    // what the compiler says of the user's own text helps more than what it says of ours
    throw error instanceof CompileError ? (refused ?? error) : error;
  }
}
