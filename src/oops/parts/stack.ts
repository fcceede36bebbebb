import type { StackWord } from "../crash.ts";

const BOUNDS = /\(0x([0-9a-f]{8,16}) to 0x([0-9a-f]{8,16})\)/;
const ROW = /^([0-9a-f]{4,16}): *((?:[0-9a-f]{8,16}(?:\s+|$))+)/;

/** First address of `Stack: (0x8a1c5f28 to 0x8a1c6000)`. */
export function readStackBounds(text: string): { low: bigint; high: bigint } | undefined {
  const match = BOUNDS.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return { low: BigInt(`0x${match[1]}`), high: BigInt(`0x${match[2]}`) };
}

/**
 * The words of one row such as `5f20: 86475f80 86475f88`. Rows name the low 16 bits of a 32-byte line, and the
 * first row is filled from its end: words that lie below the stack pointer are blanks.
 */
export function readStackRow(text: string, bounds: { low: bigint; high: bigint }): StackWord[] {
  const match = ROW.exec(text);
  if (!match?.[1] || !match[2]) return [];
  const words = match[2].trim().split(/\s+/);
  const bytes = BigInt((words[0]?.length ?? 8) / 2);
  const mask = (1n << BigInt(match[1].length * 4)) - 1n;
  const row = (bounds.low & ~mask) | BigInt(`0x${match[1]}`);
  const start = row < bounds.low && words.length < 8 ? row + 32n - BigInt(words.length) * bytes : row;
  return words.map((word, index) => ({ address: start + BigInt(index) * bytes, value: BigInt(`0x${word}`) }));
}
