import type { Frame } from "../crash.ts";
import { rustName } from "./rust-names.ts";

const NAME = String.raw`[A-Za-z_.$][\w.$]*(?:::\S+)?`;
const AT = String.raw`\+0x([0-9a-f]+)\/0x([0-9a-f]+)`;
/** `[<c0123456>]`, `[c000000012345678] [c000000000123456]` (stack slot, then code), `0000000000123456`. */
const ADDRESS = String.raw`(?:\[[0-9a-f]{8,16}\]\s+)?(?:\[?<?\[?<?([0-9a-f]{8,16})>?\]?>?\]?:?\s+)?`;
const FRAME = new RegExp(
  String.raw`^\(?${ADDRESS}(\?\s+)?\(?(${NAME})${AT}\)?(?:/0x[0-9a-f]+)?(?:\s+\[([\w-]+)(?: [0-9a-f]{40})?\])?(.*)$`,
);
const SOURCE = /^\s+(\S+\.[chS](?:c|pp)?:\d+)/;
const INLINE = new RegExp(String.raw`^(?:\?\s+)?(${NAME})\s+(\S+\.\w+:\d+)\s+\[inline\]`);

/** Reads one line of a call trace: `? foo+0x1c/0x7c [bar]`, `[<addr>] foo+...`, `foo file.c:12 [inline]`. */
export function readFrame(text: string, line: number): Frame | undefined {
  if (!text.includes("+0x")) return readInline(text, line);
  return readPlain(text, line) ?? readAdorned(text, line);
}

/** The form of most kernels since 4.9: `foo+0x1c/0x7c`, `? foo+0x1c/0x7c [bar]`. */
const PLAIN = /^(\? )?([A-Za-z_][\w.]*)\+0x([0-9a-f]+)\/0x([0-9a-f]+)(?: \[([\w-]+)\])?$/;

function readPlain(text: string, line: number): Frame | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const [, mark, name = "", offset = "0", size = "0", module] = match;
  return {
    ...named(name),
    offset: Number.parseInt(offset, 16),
    size: Number.parseInt(size, 16),
    line,
    ...(module !== undefined && { module }),
    ...(mark !== undefined && { unreliable: true }),
  };
}

function readAdorned(text: string, line: number): Frame | undefined {
  const match = FRAME.exec(text);
  if (!match) return undefined;
  const [, address, mark, name = "", offset = "0", size = "0", module, rest = ""] = match;
  const source = SOURCE.exec(rest)?.[1];
  return {
    ...named(name),
    offset: Number.parseInt(offset, 16),
    size: Number.parseInt(size, 16),
    ...(module !== undefined && { module }),
    ...(address !== undefined && { address: BigInt(`0x${address}`) }),
    ...(source !== undefined && { source }),
    ...((mark !== undefined || rest.includes("(unreliable)")) && { unreliable: true }),
    line,
  };
}

function readInline(text: string, line: number): Frame | undefined {
  if (!text.endsWith("[inline]")) return undefined;
  const match = INLINE.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return {
    function: match[1],
    source: match[2],
    inline: true,
    ...(text.startsWith("?") && { unreliable: true }),
    line,
  };
}

/** A Rust function is told as its source spells it; the symbol is kept for looking it up. */
function named(symbol: string): Pick<Frame, "function" | "symbol"> {
  const rust = symbol.startsWith("_R") ? rustName(symbol) : undefined;
  return rust === undefined ? { function: symbol } : { function: rust, symbol };
}
