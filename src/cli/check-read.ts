import { readFileSync } from "node:fs";

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
  try {
    return readBytes(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (PASSED_OVER.has(code)) return code;
    throw error;
  }
}
