import type { TraceFrame } from "../crash.ts";
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
/** As people shorten it, and as older symbolisers wrote what was inlined: `foo drivers/foo/bar.c:12`. */
const PLACED = new RegExp(String.raw`^(?:\?\s+)?(${NAME})\s+((?:[\w.-]+\/)+[\w.-]+\.[chS]:\d+)$`);
/** The utility `crash` and its like: `#4 [ffff8d94a52d3970] foo at ffffffffc078b623 [bar]`. */
const CORE_FRAME = new RegExp(
  String.raw`^#\d+ \[[0-9a-f]{8,16}\] (${NAME}) at ([0-9a-f]{8,16})(?:\s+\[([\w-]+)\])?`,
);

/** `%p` before the kernel has random numbers: the address is not told. */
const HIDDEN = /^\[<\(_*ptrval_*\)>\]\s+/;

/** `0x0`, `0000000000000000`, `(null)`: where a call through a NULL pointer lands. */
const NOWHERE = /^(?:0x)?0+$|^\(null\)$/;

/** The place that a jump to address 0 leaves, on every machine. */
export function nowhere(text: string, line: number): TraceFrame | undefined {
  return NOWHERE.test(text.trim()) ? { function: NULL_PLACE, address: 0n, line } : undefined;
}

/** What such a place is called. */
export const NULL_PLACE = "0x0";

/** Reads one line of a call trace: `? foo+0x1c/0x7c [bar]`, `[<addr>] foo+...`, `foo file.c:12 [inline]`. */
export function readFrame(printed: string, line: number): TraceFrame | undefined {
  const text = printed.startsWith("[<(") ? printed.replace(HIDDEN, "") : printed;
  if (!text.includes("+0x")) return readInline(text, line);
  return (text.startsWith("[<") ? readOld(text, line) : readPlain(text, line)) ?? readAdorned(text, line);
}

/** The form before 4.9: `[<c00382a0>] ? foo+0x1c/0x7c [bar]`. */
function readOld(text: string, line: number): TraceFrame | undefined {
  const end = text.indexOf(">] ");
  const address = text.slice(2, end);
  const frame = end > 0 && DIGITS.test(address) ? readPlain(text.slice(end + 3), line) : undefined;
  if (frame) frame.address = BigInt(`0x${address}`);
  return frame;
}

type Writable = { -readonly [K in keyof TraceFrame]: TraceFrame[K] };

const DIGITS = /^[0-9a-f]+$/;
const NAME_ONLY = /^[A-Za-z_][\w.]*$/;
const MODULE_ONLY = /^[\w-]+$/;

/**
 * The form of most kernels since 4.9: `foo+0x1c/0x7c`, `? foo+0x1c/0x7c [bar]`. Nearly every line of a trace is one,
 * so it is taken apart by hand.
 */
function readPlain(text: string, line: number): Writable | undefined {
  const unreliable = text.startsWith("? ");
  const start = unreliable ? 2 : 0;
  const plus = text.indexOf("+0x", start);
  const slash = text.indexOf("/0x", plus);
  if (plus < 0 || slash < 0) return undefined;
  const blank = text.indexOf(" ", slash);
  const end = blank < 0 ? text.length : blank;
  const name = text.slice(start, plus);
  const offset = text.slice(plus + 3, slash);
  const size = text.slice(slash + 3, end);
  if (!DIGITS.test(offset) || !DIGITS.test(size) || !NAME_ONLY.test(name)) return undefined;
  const frame: Writable = {
    function: name,
    ...within(offset, size),
    line,
  };
  if (blank >= 0) {
    if (text[blank + 1] !== "[" || !text.endsWith("]")) return undefined;
    frame.module = text.slice(blank + 2, -1);
    if (!MODULE_ONLY.test(frame.module)) return undefined;
  }
  if (unreliable) frame.unreliable = true;
  if (name.startsWith("_R") || name.startsWith("_Z")) Object.assign(frame, named(name));
  return frame;
}

/** Of a function of no length, where in it is not told (`text/decoded.ts`). */
function within(offset: string, size: string): Pick<TraceFrame, "offset" | "size"> {
  const length = Number.parseInt(size, 16);
  return length === 0 ? {} : { offset: Number.parseInt(offset, 16), size: length };
}

function readAdorned(text: string, line: number): TraceFrame | undefined {
  const match = FRAME.exec(text);
  if (!match) return undefined;
  const [, address, mark, name = "", offset = "0", size = "0", module, rest = ""] = match;
  const source = SOURCE.exec(rest)?.[1];
  return {
    ...named(name),
    ...within(offset, size),
    ...(module !== undefined && { module }),
    ...(address !== undefined && { address: BigInt(`0x${address}`) }),
    ...(source !== undefined && { source }),
    ...((mark !== undefined || rest.includes("(unreliable)")) && { unreliable: true }),
    line,
  };
}

/** A frame without an offset: only where no other has one is it known not to be inlined. */
export function readPlaced(text: string, line: number): Writable | undefined {
  const match = PLACED.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return { function: match[1], source: match[2], inline: true, line };
}

/** A line of the backtrace that a debugger shows of a core. */
export function readCoreFrame(text: string, line: number): TraceFrame | undefined {
  const [, name, address, module] = CORE_FRAME.exec(text) ?? [];
  if (name === undefined || address === undefined) return undefined;
  return {
    function: name,
    address: BigInt(`0x${address}`),
    ...(module !== undefined && { module }),
    line,
  };
}

function readInline(text: string, line: number): TraceFrame | undefined {
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

/** A C++ function without a namespace: `_Z`, the length of its name, the name. */
const CPP = /^_Z(\d+)(?=[A-Za-z_])/;

/** A function of Rust or C++ is told as its source spells it; the symbol is kept for looking it up. */
function named(symbol: string): Pick<TraceFrame, "function" | "symbol"> {
  const plain = symbol.startsWith("_R") ? rustName(symbol) : cppName(symbol);
  return plain === undefined ? { function: symbol } : { function: plain, symbol };
}

function cppName(symbol: string): string | undefined {
  const match = CPP.exec(symbol);
  const start = match?.[0].length ?? 0;
  const name = match ? symbol.slice(start, start + Number(match[1])) : "";
  return name === "" ? undefined : name;
}
