const SHORT = 32;
const NONE = new Uint8Array();
/** Room that nobody writes to any more: programs are long, and fresh memory for each pass over one costs more than the pass. */
let spare: Uint8Array | undefined;
const ENCODER = new TextEncoder();

/** Bytes that grow. */
export class Writer {
  private bytes: Uint8Array;
  private length = 0;

  constructor() {
    this.bytes = spare ?? new Uint8Array(1 << 10);
    spare = undefined;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  raw(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.bytes.set(values, this.length);
    this.length += values.length;
  }

  /** A piece of other bytes; most pieces are short, and a view of each would cost more than its bytes. */
  copy(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > SHORT) return this.raw(bytes.subarray(from, to));
    this.reserve(to - from);
    for (let at = from; at < to; at++) this.bytes[this.length++] = bytes[at]!;
  }

  /** What another one has written, behind its size; that one is empty then. */
  sized(other: Writer): void {
    this.u32(other.length);
    this.copy(other.bytes, 0, other.length);
    other.length = 0;
  }

  u32(value: number): void {
    let rest = value >>> 0;
    do {
      const low = rest & 0x7f;
      rest >>>= 7;
      this.byte(rest ? low | 0x80 : low);
    } while (rest);
  }

  s32(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  name(text: string): void {
    const bytes = ENCODER.encode(text);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  section(id: number, body: Uint8Array): void {
    this.byte(id);
    this.u32(body.length);
    this.raw(body);
  }

  /** What was written, once and for all. */
  take(): Uint8Array {
    const { bytes, length } = this;
    if (!spare || spare.length < bytes.length) spare = bytes;
    this.bytes = NONE;
    this.length = 0;
    return bytes.slice(0, length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}
