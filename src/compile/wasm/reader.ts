const DECODER = new TextDecoder();

/** A cursor over bytes; every read moves it. */
export class Reader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Error("wasm: ends in the middle of an instruction");
    return value;
  }

  /** Unsigned LEB128, 32 bits. */
  u32(): number {
    const first = this.byte();
    if (first < 0x80) return first; // most are
    this.at--;
    return this.leb().value >>> 0;
  }

  /** Signed LEB128 of up to 32 bits. */
  s32(): number {
    const { value, bits, last } = this.leb();
    return bits < 32 && last & 0x40 ? value | (-1 << bits) : value;
  }

  skipLeb(): void {
    while (this.byte() & 0x80);
  }

  name(): string {
    const length = this.u32();
    this.at += length;
    return DECODER.decode(this.bytes.subarray(this.at - length, this.at));
  }

  /** Seven bits a byte, the lowest first; `last` is the byte that ends the number. */
  private leb(): { value: number; bits: number; last: number } {
    let value = 0;
    let bits = 0;
    let last: number;
    do {
      last = this.byte();
      value |= (last & 0x7f) << bits;
      bits += 7;
    } while (last & 0x80);
    return { value, bits, last };
  }
}
