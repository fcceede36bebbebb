import { readdirSync, readFileSync, type Dirent } from "node:fs";

/** Reasons of the system for which one file of many is passed over, and told of. */
const PASSED_OVER = new Set(["EACCES", "EPERM", "ENOENT", "EISDIR", "ELOOP", "EIO"]);

let standardInput: Buffer | undefined;

/** Bytes of a file; `-` is standard input, which is read once. */
export function readBytes(path: string): Buffer {
  if (path !== "-") return readFileSync(path);
  standardInput ??= readFileSync(0);
  return standardInput;
}

/** As readBytes(), or the system's word for why the file cannot be read. */
export function tryReadBytes(path: string): Buffer | string {
  return orWhy(() => readBytes(path));
}

/** What lies in a folder, or the system's word for why that cannot be known. */
export function tryReadFolder(path: string): Dirent[] | string {
  return orWhy(() => readdirSync(path, { withFileTypes: true }));
}

/** What lies in a folder that was read before; nothing, should it be gone since. */
export function entriesOf(path: string): Dirent[] {
  const entries = tryReadFolder(path);
  return typeof entries === "string" ? [] : entries;
}

/** Text of a file that may be there; empty when it cannot be read. */
export function textIfAny(path: string): string {
  const bytes = tryReadBytes(path);
  return typeof bytes === "string" ? "" : decodeSource(bytes);
}

function orWhy<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (PASSED_OVER.has(code)) return code;
    throw error;
  }
}

/** Text of a C file in whatever encoding: UTF-16 by its mark, else UTF-8, else Latin-1. */
export function decodeSource(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const swapped = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return swapped.swap16().toString("utf16le");
  }
  const text = bytes.toString("utf8", startsWithMark(bytes) ? 3 : 0);
  return text.includes("\ufffd") ? bytes.toString("latin1") : text;
}

/** Whether the file begins with a mark of UTF-16, in which no word of ASCII can be found by its bytes. */
export function isWide(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function startsWithMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
