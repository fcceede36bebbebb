import type { Crash, TraceFrame } from "../crash.ts";
import type { ElfFile } from "../../binary/elf.ts";

/** A frame's place in a file. */
export interface Located {
  /** Index into `crash.frames`. */
  readonly frame: number;
  /** The function's name there. */
  readonly name: string;
  /** Address as the file has it. */
  readonly address: bigint;
}

/** What is wrong with a binary for this crash, in words; undefined when nothing speaks against it. */
export function mismatch(
  crash: Crash,
  module: string | undefined,
  elf: ElfFile,
  name: string,
): string | undefined {
  const printed = printedBuildId(crash, module);
  if (printed !== undefined && elf.buildId !== undefined && printed !== elf.buildId)
    return `${name} has build id ${elf.buildId}, the log says ${printed}: it is another build, and its lines would be wrong`;
  for (const frame of crash.frames) {
    const known = frame.module === module ? elf.functions.get(frame.symbol ?? frame.function) : undefined;
    if (known === undefined || frame.size === undefined || known.size === 0 || known.size === frame.size)
      continue;
    // The kernel takes a function to reach to the next symbol, so padding may add a little.
    if (frame.size - known.size >= 0 && frame.size - known.size < PADDING) continue;
    return `${name}: ${frame.function}() is 0x${known.size.toString(16)} bytes long there and 0x${frame.size.toString(16)} in the log: it is another build, and its lines would be wrong`;
  }
  return undefined;
}

const PADDING = 64;

/** CONFIG_STACKTRACE_BUILD_ID prints the kernel's id behind its version, a module's behind its name in each frame. */
function printedBuildId(crash: Crash, module: string | undefined): string | undefined {
  const pattern =
    module === undefined ? /^CPU: .*\b([0-9a-f]{40})\b/ : new RegExp(`\\[${module} ([0-9a-f]{40})\\]`);
  return crash.lines.map((line) => pattern.exec(line)?.[1]).find((id) => id !== undefined);
}

/**
 * Addresses of the frames that lie in `elf`, which is the kernel (no module) or one module. All but the innermost
 * frame hold return addresses: the call is the instruction before.
 */
export function locate(crash: Crash, module: string | undefined, elf: ElfFile): Located[] {
  return crash.frames.flatMap((frame: TraceFrame, index) => {
    const name = frame.symbol ?? frame.function;
    const known = frame.module === module ? elf.functions.get(name) : undefined;
    if (known === undefined || frame.offset === undefined || frame.source !== undefined) return [];
    const back = index === 0 ? 0n : 1n;
    return [{ frame: index, name, address: known.address + BigInt(frame.offset) - back }];
  });
}
