import { createReadStream } from "node:fs";
import { UserError } from "../core/user-error.ts";
import { CrashReader, type Crash } from "../oops/index.ts";

/** Crashes told in full; more of them are counted. */
const MOST_TOLD = 1000;

const PIECE = 1 << 20;

/** Reads the log in pieces: memory does not grow with it. */
export async function readLog(path: string): Promise<{ crashes: Crash[]; more: number }> {
  const reader = new CrashReader();
  const crashes: Crash[] = [];
  let more = 0;
  let bytes = 0;
  const take = (found: readonly Crash[]): void => {
    const room = Math.max(0, MOST_TOLD - crashes.length);
    crashes.push(...found.slice(0, room));
    more += Math.max(0, found.length - room);
  };
  const name = path === "-" ? "standard input" : path;
  if (path === "-" && process.stdin.isTTY) process.stderr.write("unoops: paste the log, then press Ctrl-D\n");
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: PIECE });
  try {
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array)) throw new TypeError("the stream is expected to give bytes");
      if (bytes === 0) refuseBinary(piece, name);
      bytes += piece.length;
      take(reader.push(piece));
    }
  } catch (error) {
    throw error instanceof UserError || error instanceof TypeError ? error : cannotRead(name, error);
  }
  take(reader.end());
  if (bytes === 0)
    throw new UserError(`${name}: the log is empty; paste the kernel's messages, from dmesg or a console`);
  return { crashes, more };
}

/** What compressors and Windows editors begin a file with, and what to do about it. */
const FOREIGN: readonly (readonly [start: readonly number[], advice: string])[] = [
  [[0x1f, 0x8b], "this is compressed; pipe it through zcat"],
  [[0x28, 0xb5, 0x2f, 0xfd], "this is compressed; pipe it through zstdcat"],
  [[0xfd, 0x37, 0x7a, 0x58], "this is compressed; pipe it through xzcat"],
  [[0xff, 0xfe], "this is UTF-16; pipe it through iconv -f UTF-16 -t UTF-8"],
  [[0xfe, 0xff], "this is UTF-16; pipe it through iconv -f UTF-16 -t UTF-8"],
];

function refuseBinary(bytes: Uint8Array, name: string): void {
  const foreign = FOREIGN.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  if (foreign) throw new UserError(`${name}: ${foreign[1]}`);
  if (isBinary(bytes))
    throw new UserError(`${name}: this is not text; give the kernel's messages, from dmesg or a console`);
}

/** More than a tenth of its first bytes are control characters. Serial consoles drop a few into real logs. */
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 1 << 16);
  let odd = 0;
  for (const byte of sample)
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x1b) odd++;
  return odd * 10 > sample.length;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "is a folder",
  EACCES: "may not be read by you",
};

export function cannotRead(path: string, error: unknown): UserError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REASONS[code] ?? `cannot be read (${code})`;
  return new UserError(`${path}: ${reason}; give a kernel log, or - for standard input`);
}
