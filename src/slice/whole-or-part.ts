import { absentHeaders } from "../compile/absent-headers.ts";
import { buildProgram } from "../compile/build.ts";
import type { BuildOptions } from "../compile/build-options.ts";
import { foreseenRefusal } from "../compile/foreseen-refusal.ts";
import { CompileError } from "../compile/compile-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Part } from "./build-part.ts";
import type { Extent } from "./facts.ts";
import type { KernelHeader } from "./headers.ts";
import type { Slice } from "./slice.ts";

/** `auto`: the part where the whole does not compile. */
export type PartChoice = "auto" | "always" | "never";

interface HowMuch {
  readonly part: PartChoice;
  /** Compiles the whole, for who has asked for it already. */
  readonly whole?: () => Promise<LinkedProgram>;
  /** Whether the compiler is spared a whole of which it is certain what it says: one error then stands for all. */
  readonly foresees?: boolean;
  readonly extent?: Extent | undefined;
  /** Where a part's types are looked up; asked for only when a part is made. */
  readonly headers: () => KernelHeader;
  /** Told of the part that is run in place of the whole, and why the whole was refused, if it was. */
  readonly onPart?: ((slice: Slice, why?: string, diagnostics?: string) => void) | undefined;
}

/** Compiles a driver, or the part of it that threads live in, where the whole is not wanted, or does not compile. */
export async function buildWholeOrPart(
  source: ModuleSource,
  how: BuildOptions,
  { part, whole = () => buildProgram(source, how), foresees = false, extent, headers, onPart }: HowMuch,
): Promise<LinkedProgram> {
  // where a header is missing the whole is likely to be refused
  const mayFail = part === "auto" && absentHeaders(source, how.kernel).size > 0;
  const foreseen =
    foresees && mayFail ? foreseenRefusal(source, how.kernel.files, how.target.kernel) : undefined;
  let refused: CompileError | undefined = foreseen;
  const makePart = async (): Promise<Part> => {
    const { buildPart } = await import("./build-part.ts");
    return buildPart(source, how, headers(), extent);
  };
  let ahead: Promise<Part> | undefined;
  if (part !== "always" && !foreseen) {
    const compiling = whole();
    if (mayFail && how.toolchain.isSystems) ahead = makePart();
    ahead?.catch(() => {}); // why there is none matters once the whole is refused
    try {
      return await compiling;
    } catch (error) {
      if (!(error instanceof CompileError) || part === "never") throw error;
      refused = error;
    }
  }
  try {
    const { program, slice } = await (ahead ?? makePart());
    onPart?.(slice, refused?.message, refused?.diagnostics);
    return program;
  } catch (error) {
    if (!(error instanceof CompileError) || !refused) throw error;
    // then it matters what the compiler says, and it is asked after all
    if (foreseen) return buildWholeOrPart(source, how, { part, whole, extent, headers, onPart });
    const gapped = foresees ? undefined : await withGaps(source, how, refused);
    if (gapped) return gapped;
    // what the compiler says of the user's own text helps more than what it says of ours
    throw error.diagnostics === ""
      ? new CompileError(
          `${refused.message}, nor can a part of it be run: ${error.message}`,
          refused.diagnostics,
        )
      : refused;
  }
}

/** The whole without what does not compile in it; undefined where that does not compile either. */
async function withGaps(
  source: ModuleSource,
  how: BuildOptions,
  refused: CompileError,
): Promise<LinkedProgram | undefined> {
  const { buildWithGaps } = await import("./with-gaps.ts");
  try {
    return await buildWithGaps(source, how, refused);
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}
