import type { CodeBytes } from "../crash.ts";

const WORD = /^[(<]?([0-9a-f]{2}|[0-9a-f]{4}|[0-9a-f]{8})[)>]?$/;

/**
 * Reads `Code: e590031c (e1902f9f)` or `Code: 00 3e <0f> c1`. The marked unit starts the faulting instruction.
 * Units wider than a byte are instruction words, shown as numbers: `littleEndian` says how they lie in memory.
 */
export function readCode(text: string, littleEndian: boolean): CodeBytes | undefined {
  const bytes: number[] = [];
  let fault: number | undefined;
  let width = 1;
  for (const word of text.trim().split(/\s+/)) {
    const hex = WORD.exec(word)?.[1];
    if (hex === undefined) break;
    if (word.startsWith("(") || word.startsWith("<")) fault = bytes.length;
    const unit = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
    width = unit.length;
    bytes.push(...(littleEndian ? unit.toReversed() : unit));
  }
  return fault === undefined ? undefined : { bytes: Uint8Array.from(bytes), fault, unit: width };
}
