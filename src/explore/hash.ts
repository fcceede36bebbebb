/**
 * 128 bits of a state's words, mixed with `extra`. Two different states share them with a chance of about n^2 / 2^129 for n
 * states: less than 1e-26 for a million, far below that of a broken memory cell. 53 bits would not do for a proof.
 */
export function hash128(words: Int32Array, extra: number, into: Int32Array): void {
  let a = 0x243f6a88 ^ words.length;
  let b = 0x85a308d3 ^ extra;
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    a = Math.imul(a ^ word, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul((b + word) | 0, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
    c = Math.imul(c ^ a ^ (word << 7), 0xc2b2ae35);
    c ^= c >>> 13;
    d = (Math.imul(d, 31) + (b ^ (word >>> 3))) | 0;
    d = (d << 11) | (d >>> 21);
  }
  into[0] = finish(a ^ d);
  into[1] = finish(b ^ Math.imul(a, 0x27d4eb2f));
  into[2] = finish(c ^ Math.imul(b, 0x165667b1));
  into[3] = finish(d ^ Math.imul(c, 0x9e3779b1));
}

function finish(value: number): number {
  let x = value;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}
