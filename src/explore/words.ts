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
