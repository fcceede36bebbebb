import { constantIn, type CFunction, type SourceFile } from "../../source/index.ts";
import type { UserRecord } from "../../machine/user-input.ts";
import { askedBy, type Asked, type Sum } from "./asked-bytes.ts";
import { namesFrom, USER } from "./origins.ts";

/** Frames of one buffer, and values of one byte of it, that are tried. */
const MOST = { frames: 12, values: 5, bytes: 64 };

/** Buffers of bytes that hold what a module asks of them: `f[0] == 0x5a`, `memcmp(f, magic, 4)`, `digit = f[1] - '0'`, `sum == f[3]`. */
export function framesOf(
  functions: readonly CFunction[],
  files: readonly SourceFile[],
  sizes: readonly number[],
): Uint8Array[] {
  const names = namesFrom(USER, functions);
  return functions.flatMap((fn) => {
    if (!fn.body) return [];
    const found: Uint8Array[] = [];
    for (const [buffer, asked] of askedBy(fn, files)) {
      if (!names.has(buffer)) continue;
      const known = sizeOfBuffer(buffer, fn, files);
      const least = Math.max(-1, ...asked.values.keys(), ...asked.sums.map(({ at = -1 }) => at)) + 1;
      // a single byte is a number or a character, which is tried by itself
      if (asked.sums.length === 0 && (asked.values.size < 2 || least > MOST.bytes)) continue;
      const exact = sizes.filter((size) => size >= least && (known === undefined || size <= known));
      const wanted = exact.length > 0 ? exact : [asked.sums.length > 0 ? (known ?? least) : least];
      for (const size of wanted.slice(0, 2))
        if (size <= MOST.bytes) found.push(...filled(asked, size).slice(0, MOST.frames));
    }
    return found;
  });
}

/** A frame that somebody can type; undefined where it is none. */
export function typed(frame: Uint8Array): string | undefined {
  const text = String.fromCharCode(...frame);
  return /^[ -~]+$/.test(text) ? text : undefined;
}

export function recordOfFrame(frame: Uint8Array): UserRecord {
  return { bytes: frame, says: `${frame.length} bytes` };
}

/** Each combination of what is asked; bytes that nothing is asked of are 0, or `a` in a text. */
function filled({ values, sums }: Asked, size: number): Uint8Array[] {
  const isText = [...values.values()].every((all) => all.every((one) => one >= 32 && one < 127));
  let frames: Uint8Array[] = [new Uint8Array(size).fill(isText && sums.length === 0 ? 97 : 0)];
  for (const [index, all] of values) {
    if (index >= size) continue;
    frames = frames
      .flatMap((frame) =>
        [...new Set(all)]
          .filter((value) => value >= 0 && value < 256)
          .slice(0, MOST.values)
          .map((value) => withByte(frame, index, value)),
      )
      .slice(0, 4 * MOST.frames);
  }
  // `f[5] == 0` may be what keeps it from going on
  const [first] = frames;
  if (first && frames.length === 1)
    frames = [
      first,
      ...[...values.keys()].filter((index) => index < size).map((index) => other(first, index)),
    ];
  return sums.length === 0 ? frames : frames.flatMap((frame) => sums.flatMap((sum) => summed(frame, sum)));
}

/** A sum may begin behind the first byte. */
function summed(frame: Uint8Array, { op, at = frame.length - 1, total }: Sum): Uint8Array[] {
  return [0, 1].map((from) => {
    const others = frame.filter(
      (_, index) => index >= from && index !== at && (total !== undefined || index < at),
    );
    const sum = others.reduce((before, byte) => (op === "+" ? before + byte : before ^ byte), 0);
    const byte = total === undefined ? sum : op === "+" ? total - sum : total ^ sum;
    return withByte(frame, at, byte & 255);
  });
}

function other(frame: Uint8Array, index: number): Uint8Array {
  return withByte(frame, index, ((frame[index] ?? 0) + 1) & 255);
}

function withByte(frame: Uint8Array, index: number, value: number): Uint8Array {
  const other = frame.slice();
  other[index] = value;
  return other;
}

/** How many bytes a buffer has that is declared as an array. */
function sizeOfBuffer(
  name: string,
  { file, start, end }: CFunction,
  files: readonly SourceFile[],
): number | undefined {
  const declared = new RegExp(
    `\\b(?:char|u8|uint8_t|__u8|unsigned char)\\b[^;()]*\\b${name}\\s*\\[\\s*(\\w+)\\s*\\]`,
  );
  const [, size = ""] = declared.exec(file.code.slice(start, end)) ?? declared.exec(file.code) ?? [];
  return /^\d+$/.test(size) ? Number(size) : constantIn(size, files);
}
