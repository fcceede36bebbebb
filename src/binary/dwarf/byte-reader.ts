/** Reads DWARF's numbers one after the other. Beyond the end it throws a RangeError, as DataView does. */
export class ByteReader {
  readonly #data: DataView;
  readonly #little: boolean;
  at: number;

  constructor(bytes: Uint8Array, little: boolean, at = 0) {
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#little = little;
    this.at = at;
  }

  get left(): number {
    return this.#data.byteLength - this.at;
  }

  u8(): number {
    return this.#data.getUint8(this.at++);
  }

  u16(): number {
    return this.#data.getUint16(this.#step(2), this.#little);
  }

  u24(): number {
    const [a, b, c] = [this.u8(), this.u8(), this.u8()];
    return this.#little ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  }

  u32(): number {
    return this.#data.getUint32(this.#step(4), this.#little);
  }

  u64(): bigint {
    return this.#data.getBigUint64(this.#step(8), this.#little);
  }

  /** An address of 4 or 8 bytes. */
  address(size: number): bigint {
    return size === 8 ? this.u64() : BigInt(this.u32());
  }

  /** An offset within a section: 4 bytes, or 8 in 64-bit DWARF. */
  offset(wide: boolean): number {
    return wide ? Number(this.u64()) : this.u32();
  }

  /** ULEB128; exact below 2^53. */
  uleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** SLEB128. */
  sleb(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return byte & 0x40 ? value - scale : value;
    }
  }

  bytes(length: number): Uint8Array {
    const from = this.#step(length);
    if (length < 0 || from + length > this.#data.byteLength)
      throw new RangeError("a block ends beyond its section");
    return new Uint8Array(this.#data.buffer, this.#data.byteOffset + from, length);
  }

  string(): string {
    let text = "";
    for (let byte = this.u8(); byte !== 0; byte = this.u8()) text += String.fromCharCode(byte);
    return text;
  }

  #step(length: number): number {
    const from = this.at;
    this.at += length;
    return from;
  }
}
