import type { CrashArch } from "../crash.ts";
import { beginTrace, openTrace, vote, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import { readRegisters, type Architecture } from "./architecture.ts";

/** A machine whose report is told by a few patterns: where it stood, the registers, the address. */
export interface Description {
  readonly name: CrashArch;
  readonly pointer: 4 | 8;
  readonly littleEndianCode: boolean;
  readonly hallmarks: RegExp;
  /** First words of the lines that the patterns match. */
  readonly words: readonly string[];
  /** The first group is the symbol, such as `foo+0x1c/0x7c [bar]`. */
  readonly pc?: RegExp;
  readonly lr?: RegExp;
  /** The first group is the faulting address. */
  readonly address?: RegExp;
  readonly access?: (line: string) => "read" | "write" | "fetch" | undefined;
  /** Global: name and value of each register of a line. */
  readonly registers?: RegExp;
  /** Groups `comm` and `pid`. */
  readonly process?: RegExp;
  /** A line that heads the trace; what stands behind it may be the first frame. */
  readonly trace?: RegExp;
  /** A frame in a form of its own: groups `name`, `offset`, and `module` if any. */
  readonly frame?: RegExp;
  /** Other lines that only this machine prints. */
  readonly own?: RegExp;
}

/** Makes the line readers of a described machine. */
export function described(machine: Description): Architecture {
  const { name, pointer, littleEndianCode, hallmarks } = machine;
  const read = readerOf(machine);
  return {
    name,
    pointer,
    littleEndianCode,
    hallmarks,
    readers: Object.fromEntries(machine.words.map((word) => [word, read])),
  };
}

function readerOf(machine: Description): LineReader {
  const { name } = machine;
  return (text, line, draft) => {
    let known = machine.own?.test(text) ?? false;
    const symbol = machine.pc?.exec(text)?.[1];
    const place = symbol === undefined ? undefined : (readFrame(symbol, line) ?? nowhere(symbol, line));
    if (place) draft.pc ??= place;
    const back = machine.lr?.exec(text)?.[1];
    const caller = back === undefined ? undefined : readFrame(back, line);
    if (caller) draft.lr ??= caller;
    const address = machine.address?.exec(text)?.[1];
    if (address !== undefined) {
      const access = machine.access?.(text);
      draft.fault = { address: BigInt(`0x${address}`), ...(access && { access }), ...draft.fault };
    }
    const count = machine.registers ? readRegisters(text, machine.registers, draft.registers) : 0;
    const process = machine.process?.exec(text)?.groups;
    if (process)
      draft.process = { comm: process["comm"] ?? "", pid: Number(process["pid"]), ...draft.process };
    known ||= place !== undefined || caller !== undefined || address !== undefined || count > 0 || !!process;
    const head = machine.trace?.exec(text);
    const frame = machine.frame?.exec(text)?.groups;
    if (head) {
      beginTrace(draft, "crash");
      const first = readFrame(text.slice(head[0].length).trim(), line);
      if (first) openTrace(draft).frames.push(first);
    } else if (frame)
      openTrace(draft).frames.push({
        function: frame["name"] ?? "",
        offset: Number.parseInt(frame["offset"] ?? "0", 16),
        ...(frame["module"] !== undefined && { module: frame["module"] }),
        line,
      });
    if (known) vote(draft, name, 6);
    return known || !!head || !!frame;
  };
}
