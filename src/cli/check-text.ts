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
