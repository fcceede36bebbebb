import { ARCHITECTURES, architecture } from "./arch/all.ts";
import { readArmFrame, readArmRow } from "./arch/arm.ts";
import { elect, newDraft, vote, type Draft, type LineReader } from "./draft.ts";
import { COMMON_READERS } from "./parts/common.ts";
import { readCode } from "./parts/code.ts";
import type { Line } from "./text/line.ts";
import { readFrame } from "./trace/frame.ts";

/** Readers of every architecture by first word: a word that several use is tried in order. */
const READERS: ReadonlyMap<string, readonly LineReader[]> = (() => {
  const byWord = new Map<string, LineReader[]>();
  for (const table of [COMMON_READERS, ...ARCHITECTURES.map((arch) => arch.readers)]) {
    for (const [word, reader] of Object.entries(table))
      byWord.set(word, [...(byWord.get(word) ?? []), reader]);
  }
  return byWord;
})();

const WORD_END = /[\s:([]/;

function firstWord(text: string): string {
  const end = text.slice(0, 16).search(WORD_END);
  return end < 0 ? text.slice(0, 16) : text.slice(0, end);
}

/** Reads the lines of one report, which begins at its headline. */
export function readReport(lines: readonly Line[]): Draft {
  const draft = newDraft();
  for (const { text, number } of lines) readLine(text, number, draft);
  const arch = architecture(elect(draft));
  draft.code =
    draft.codeText === undefined ? undefined : readCode(draft.codeText, arch?.littleEndianCode ?? true);
  draft.syscall = arch?.syscall?.(draft);
  return draft;
}

function readLine(text: string, number: number, draft: Draft): void {
  const readers = READERS.get(firstWord(text));
  if (readers?.some((read) => read(text, number, draft))) return;
  if (readArmRow(text, number, draft)) return;
  readTraceLine(text, number, draft);
}

/** `<TASK>`, `<IRQ>`, `</TASK>`: which stack the frames lie on. */
const STACK_MARK = /^<(\/?)([A-Z#]+)>$/;

function readTraceLine(text: string, number: number, draft: Draft): void {
  if (draft.traceDone || draft.aside) return;
  const mark = STACK_MARK.exec(text);
  if (mark) {
    draft.inTrace = true;
    if (mark[1] === "/" && mark[2] === "TASK") draft.traceDone = true;
    return;
  }
  const pair = text.includes(" from ") ? readArmFrame(text, number) : undefined;
  if (pair) {
    vote(draft, "arm");
    if (draft.frames.length === 0) draft.frames.push(pair.callee);
    draft.frames.push(pair.caller);
    return;
  }
  const frame = readFrame(text, number);
  if (frame) draft.frames.push(frame);
}
