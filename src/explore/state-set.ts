import { hash128 } from "./hash.ts";

/** States by their 128-bit hash, numbered in the order of arrival. */
export class StateSet {
  size = 0;
  private capacity = 1 << 6;
  /** Four words of hash and one of number + 1, for each place of an open-addressed table. */
  private table = new Int32Array(this.capacity * 5);
  private readonly hash = new Int32Array(4);

  /** @returns the state's number, and whether it is new */
  add(state: Int32Array, extra = 0): { number: number; isNew: boolean } {
    hash128(state, extra, this.hash);
    const [a = 0, b = 0, c = 0, d = 0] = this.hash;
    const place = this.find(a, b, c, d);
    const known = this.table[place + 4]!;
    if (known !== 0) return { number: known - 1, isNew: false };
    this.table[place] = a;
    this.table[place + 1] = b;
    this.table[place + 2] = c;
    this.table[place + 3] = d;
    this.table[place + 4] = ++this.size;
    if (this.size * 2 > this.capacity) this.grow();
    return { number: this.size - 1, isNew: true };
  }

  private find(a: number, b: number, c: number, d: number): number {
    const { table, capacity } = this;
    for (let slot = a & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const at = slot * 5;
      if (table[at + 4] === 0) return at;
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return at;
    }
  }

  private grow(): void {
    const old = this.table;
    this.capacity *= 2;
    this.table = new Int32Array(this.capacity * 5);
    for (let at = 0; at < old.length; at += 5) {
      if (old[at + 4] === 0) continue;
      const place = this.find(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
      this.table.set(old.subarray(at, at + 5), place);
    }
  }
}
