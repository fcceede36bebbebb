/** A stretch of a log that may hold a report, from the start of a line to the end of one. In bytes. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What is kept before a hint: the lines that explain it. */
const BEFORE = 6_000;
/** How far a report goes on without another hint: registers, a long trace, a dump of the object. */
const AFTER = 48_000;
/** No line is looked at for longer than this. */
const LONGEST_LINE = 1 << 22;

/** The stretches around `hits`, which are in order; apart from each other, and none beyond `end`. */
export function windowsAround(hits: readonly number[], bytes: Uint8Array, end: number): Window[] {
  const windows: { from: number; to: number }[] = [];
  for (const hit of hits) {
    const last = windows.at(-1);
    // The end of a window is a line's end: look for it once a hit has moved it by more than a line.
    if (last && hit + AFTER - last.to < SLACK && hit < last.to) continue;
    const from = lineStart(bytes, Math.max(0, hit - BEFORE), hit);
    const to = lineEnd(bytes, Math.min(end, hit + AFTER), end);
    if (last && from <= last.to) last.to = to;
    else windows.push({ from, to });
  }
  return windows;
}

const SLACK = 4_000;

const NEWLINE = 0x0a;

function lineStart(bytes: Uint8Array, at: number, hit: number): number {
  const start = bytes.lastIndexOf(NEWLINE, at) + 1;
  return hit - start > LONGEST_LINE ? at : start;
}

function lineEnd(bytes: Uint8Array, at: number, end: number): number {
  const newline = bytes.indexOf(NEWLINE, Math.max(0, at - 1));
  return newline < 0 || newline >= end ? end : newline + 1;
}
