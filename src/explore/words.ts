/** Words that grow. */
export class Words {
  length = 0;
  array = new Int32Array(256);

  push(value: number): void {
    this.reserve(1);
    this.array[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.array[index] = value;
  }

  at(index: number): number {
    return this.array[index]!;
  }

  copy(from: Int32Array, start: number, end: number): void {
    this.reserve(end - start);
    this.array.set(from.subarray(start, end), this.length);
    this.length += end - start;
  }

  each(action: (value: number) => void): void {
    for (let i = 0; i < this.length; i++) action(this.array[i]!);
  }

  take(): Int32Array {
    return this.array.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.array.length) return;
    const grown = new Int32Array(Math.max(this.array.length * 2, this.length + more));
    grown.set(this.array);
    this.array = grown;
  }
}

/** A hash of the words from one index to another, and of something beside them. */
export function hashOf(words: Int32Array, from: number, to: number, extra = 0): number {
  let a = 0x243f6a88 ^ (to - from) ^ Math.imul(extra, 0x85ebca6b);
  for (let i = from; i < to; i++) {
    a = Math.imul(a ^ words[i]!, 0x9e3779b1);
    a ^= a >>> 15;
  }
  a = Math.imul(a, 0x85ebca6b);
  return a ^ (a >>> 13);
}
