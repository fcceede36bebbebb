import { ARCHITECTURES, architecture, MAJOR } from "./arch/all.ts";
import type { Architecture } from "./arch/architecture.ts";
import { SMALLER } from "./arch/smaller.ts";
import { readArmFrame } from "./arch/arm.ts";
import type { TraceFrame } from "./crash.ts";
import {
  beginTrace,
  elect,
  newDraft,
  openTrace,
  vote,
  type CrashDraft,
  type LineReader,
  type LineReaders,
} from "./draft.ts";
import { COMMON_READERS } from "./parts/common.ts";
import { readCode } from "./parts/code.ts";
import type { LogLine } from "./text/line.ts";
import { readCoreFrame, readFrame, readPlaced } from "./trace/frame.ts";

const readers = (machines: readonly Architecture[]): readonly LineReaders[] =>
  machines.map((machine) => machine.readers);

/**
 * Readers by first word: a word that several use is tried in order. Those of the smaller machines know their lines
 * exactly, so that they come first.
 */
const READERS: ReadonlyMap<string, readonly LineReader[]> = (() => {
  const byWord = new Map<string, LineReader[]>();
  for (const table of [...readers(SMALLER), COMMON_READERS, ...readers(MAJOR)]) {
    for (const [word, reader] of Object.entries(table))
      byWord.set(word, [...(byWord.get(word) ?? []), reader]);
  }
  return byWord;
})();

/** Rows of dumps begin with a number, or with the marked word of one. */
const HEX_START = /^[<#]?[0-9a-f]{4}/;
const isHexStart = (text: string): boolean => {
  const code = text.charCodeAt(1);
  return (code <= 0x39 || (code >= 0x61 && code <= 0x66)) && HEX_START.test(text);
};
const ROWS = ARCHITECTURES.flatMap((arch) => arch.row ?? []);

/** No word that a reader is registered for is longer. */
const LONGEST_WORD = 12;

/** Blank, tab, colon and brackets end the first word. */
const ENDS_WORD: ReadonlySet<number> = new Set([0x20, 0x09, 0x3a, 0x28, 0x5b]);

/** What stands before the first blank, colon or bracket; undefined for a longer word, such as a frame's. */
function firstWord(text: string): string | undefined {
  for (let at = 0; at < text.length; at++) {
    if (ENDS_WORD.has(text.charCodeAt(at))) return text.slice(0, at);
    if (at === LONGEST_WORD) return undefined;
  }
  return text;
}

/** Reads the lines of one report, which begins at its headline. */
export function readReport(lines: readonly LogLine[]): CrashDraft {
  const draft = newDraft();
  for (const { text, number } of lines) readLine(text, number, draft);
  if (draft.votes.size === 0) recognise(lines, draft);
  trustPlaced(draft);
  const arch = architecture(elect(draft));
  draft.code =
    arch?.code?.(draft) ??
    (draft.codeText === undefined ? undefined : readCode(draft.codeText, arch?.littleEndianCode ?? true));
  draft.syscall = arch?.syscall?.(draft);
  return draft;
}

/** Where nothing has an offset, somebody took the offsets out: frames with a place are frames like any other. */
function trustPlaced({ placed, sequence }: CrashDraft): void {
  if (sequence.every((frame) => frame.inline === true)) for (const frame of placed) delete frame.inline;
}

/** Without registers, the names of entry code and of the hardware still tell the machine; or its addresses. */
function recognise(lines: readonly LogLine[], draft: CrashDraft): void {
  for (const { text } of lines)
    if (HALLMARK.test(text))
      for (const { name, hallmarks } of ARCHITECTURES) if (hallmarks.test(text)) vote(draft, name);
  if (draft.votes.size > 0) return;
  const known = ARCHITECTURES.find(({ addresses }) => lines.some(({ text }) => addresses?.test(text)));
  if (known) vote(draft, known.name);
}

const HALLMARK = new RegExp(ARCHITECTURES.map(({ hallmarks }) => hallmarks.source).join("|"));

/** The last words of a stack dump and the heading of the trace may share a line. */
const LATE_HEADING = /[0-9a-f]{8}Call Trace:$/;

function readLine(text: string, number: number, draft: CrashDraft): void {
  if (text.endsWith("Call Trace:") && LATE_HEADING.test(text)) beginTrace(draft, "crash");
  const word = firstWord(text);
  const readers = word === undefined ? undefined : READERS.get(word);
  if (readers) for (const read of readers) if (read(text, number, draft)) return;
  if (isHexStart(text)) for (const read of ROWS) if (read(text, number, draft)) return;
  readTraceLine(text, number, draft);
}

/** `<TASK>`, `<IRQ>`, `</TASK>`: which stack the frames lie on. */
const STACK_MARK = /^<(\/?)([A-Z#]+\d?)>$/;
/** Old kernels head and end an interrupt's frames on the frame's own line: `<IRQ>  [<addr>] func`, `<EOI> func`. */
const LEADING_MARK = /^<(\/?)(IRQ|NMI|EOE|EOI|#DB|#DF|ENTRY_TRAMPOLINE|SOFTIRQ)>\s+/;

function readTraceLine(text: string, number: number, draft: CrashDraft): void {
  const mark = text.startsWith("<") ? (STACK_MARK.exec(text) ?? LEADING_MARK.exec(text)) : null;
  if (mark) enterStack(mark[1] === "/", mark[2] ?? "", draft);
  const rest = mark ? text.slice(mark[0].length) : text;
  if (rest === "") return;
  const pair = rest.includes(" from ") ? readArmFrame(rest, number) : undefined;
  if (pair) {
    vote(draft, "arm");
    const { frames } = openTrace(draft);
    const last = frames.at(-1);
    // The function that called and was not returned to is named as the callee of the next.
    if (!last || (last.offset === 0 && last.unreliable === true && last.function !== pair.callee.function))
      add(pair.callee, draft);
    add(pair.caller, draft);
    return;
  }
  const frame = rest.startsWith("#") ? readCoreFrame(rest, number) : readFrame(rest, number);
  if (frame) add(frame, draft);
  else if (rest.includes(" at: ")) readLockSite(rest, number, draft);
  else if (rest.includes("/")) readBare(rest, number, draft);
}

function readBare(text: string, number: number, draft: CrashDraft): void {
  const frame = readPlaced(text, number);
  if (!frame) return;
  draft.placed.push(frame);
  add(frame, draft);
}

/** ` (rtnl_mutex){+.+.}, at: [<000000009b3a8cd5>] rtnl_lock+0x17/0x20` */
function readLockSite(text: string, number: number, draft: CrashDraft): void {
  const site = text.slice(text.indexOf(" at: ") + " at: ".length);
  const frame = readFrame(site, number) ?? readPlaced(site, number);
  if (!frame) return;
  draft.sequence.push(frame);
  if (frame.inline === true && !site.endsWith("[inline]")) draft.placed.push(frame);
}

function enterStack(leaves: boolean, name: string, draft: CrashDraft): void {
  const trace = openTrace(draft);
  if (name === "TASK") trace.closed = leaves;
}

function add(printed: TraceFrame, draft: CrashDraft): void {
  const trace = openTrace(draft);
  const frame =
    trace.frames.length > 0 && returnsNowhere(printed) ? { ...printed, unreliable: true } : printed;
  draft.sequence.push(frame);
  if (!trace.closed) trace.frames.push(frame);
}

/**
 * No call returns to the beginning of a function: the one before it ended in a call that never returns. Entry code in
 * assembly (ret_fast_syscall) is returned to because it put its own address there.
 */
const returnsNowhere = ({ offset, size, function: name }: TraceFrame): boolean =>
  offset === 0 && size !== undefined && !name.startsWith("ret_");
