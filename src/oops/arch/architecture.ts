import type { CodeBytes, Crash, CrashArch, SystemCall } from "../crash.ts";
import type { CrashDraft, LineReader, LineReaders } from "../draft.ts";

/** Everything the program knows of one machine's oops text. One file an architecture implements it. */
export interface Architecture {
  readonly name: CrashArch;
  /** Lines that only, or mostly, this machine prints, by their first word. */
  readonly readers: LineReaders;
  /** Reads a line that begins with no word of its own, such as a row of a dump. */
  readonly row?: LineReader;
  /** Byte order of the units on its `Code:` line. */
  readonly littleEndianCode: boolean;
  /** Bytes of a pointer. */
  readonly pointer: 4 | 8;
  /** Functions and hardware names that tell this machine where a report shows no registers. */
  readonly hallmarks: RegExp;
  /** Addresses of its kernel, which other machines may share: they count where no name tells. */
  readonly addresses?: RegExp;
  /** Number of the system call the process was in, from what was read. */
  readonly syscall?: (draft: CrashDraft) => SystemCall | undefined;
  /** The code, where the machine prints it in a form of its own. */
  readonly code?: (draft: CrashDraft) => CodeBytes | undefined;
  /** What the fault code says, in words. */
  readonly explainFault?: (crash: Crash) => readonly string[];
}

/** `pattern` is global. Collects `name: value` or `name : value` pairs of a register line. */
export function readRegisters(text: string, pattern: RegExp, into: Map<string, bigint>): number {
  let count = 0;
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [, name = "", value = "0"] = found;
    count++;
    if (!into.has(name)) into.set(name, BigInt(`0x${value}`));
  }
  return count;
}
