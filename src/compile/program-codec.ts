import type { LinkedProgram } from "./program.ts";

/** A program as one run of bytes: the length of a JSON header, the header, the wasm. */
export function encodeProgram(program: LinkedProgram): Uint8Array {
  const { wasm, ...rest } = program;
  const header = new TextEncoder().encode(JSON.stringify(rest));
  const bytes = new Uint8Array(4 + header.length + wasm.length);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  bytes.set(wasm, 4 + header.length);
  return bytes;
}

/** The reverse; the bytes come from our own cache, whose key covers everything that went in. */
export function decodeProgram(bytes: Uint8Array): LinkedProgram {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const rest: Omit<LinkedProgram, "wasm"> = JSON.parse(
    new TextDecoder().decode(bytes.subarray(4, 4 + length)),
  );
  return { ...rest, wasm: bytes.slice(4 + length) };
}
