import { hashOf, Words } from "./words.ts";

/** Words of a piece of memory that states are kept in; the first piece grows up to it. */
const PIECE = 1 << 18;
const SMALLEST = 1 << 8;

/**
 * States, kept whole and numbered in the order of arrival: two are the same when all their words are. Nothing rests on a hash, and a
 * state costs its words and some twenty bytes.
 */
export class StateSet {
  private readonly pieces: Int32Array[] = [new Int32Array(SMALLEST)];
  /** The first free word, counted over all pieces. */
  private free = 0;
  /** Of each state, the first of its words: something beside it, then the state. */
  private readonly starts = new Words();
  private readonly lengths = new Words();
  private readonly hashes = new Words();
  /** Open addressing: number of the state + 1, 0 where there is none. */
  private table = new Int32Array(SMALLEST * 2);

  get size(): number {
    return this.starts.length;
  }

  /**
   * @param extra tells states apart whose words are the same
   * @returns the state's number, and whether it is new
   */
  add(state: Int32Array, extra = 0): { number: number; isNew: boolean } {
    const hash = hashOf(state, 0, state.length, extra);
    const mask = this.table.length - 1;
    let slot = hash & mask;
    for (; this.table[slot] !== 0; slot = (slot + 1) & mask) {
      const number = this.table[slot]! - 1;
      if (this.hashes.at(number) === hash && this.isSame(number, state, extra))
        return { number, isNew: false };
    }
    const number = this.size;
    this.table[slot] = number + 1;
    this.hashes.push(hash);
    this.keep(state, extra);
    if (this.size * 2 > this.table.length) this.rehash();
    return { number, isNew: true };
  }

  /** A copy of a state. */
  get(number: number): Int32Array {
    const start = this.starts.at(number);
    const at = start % PIECE;
    return this.pieces[Math.floor(start / PIECE)]!.slice(at + 1, at + 1 + this.lengths.at(number));
  }

  private isSame(number: number, state: Int32Array, extra: number): boolean {
    if (this.lengths.at(number) !== state.length) return false;
    const start = this.starts.at(number);
    const piece = this.pieces[Math.floor(start / PIECE)]!;
    let at = start % PIECE;
    if (piece[at++] !== extra) return false;
    for (let i = 0; i < state.length; i++) if (piece[at++] !== state[i]) return false;
    return true;
  }

  private keep(state: Int32Array, extra: number): void {
    const piece = this.roomFor(state.length + 1);
    const at = this.free % PIECE;
    piece[at] = extra;
    piece.set(state, at + 1);
    this.starts.push(this.free);
    this.lengths.push(state.length);
    this.free += state.length + 1;
  }

  /** The piece that has room for so many words, from the first free one on: no state lies in two pieces. */
  private roomFor(words: number): Int32Array {
    if (words > PIECE) throw new RangeError(`a state of ${words} words`);
    let last = this.pieces.length - 1;
    if (this.free + words > (last + 1) * PIECE) {
      this.free = ++last * PIECE;
      this.pieces.push(new Int32Array(PIECE));
    }
    const needed = (this.free % PIECE) + words;
    const piece = this.pieces[last]!;
    if (needed <= piece.length) return piece;
    return (this.pieces[last] = larger(piece, Math.min(PIECE, Math.max(needed, piece.length * 2))));
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2);
    const mask = this.table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.hashes.at(number) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = number + 1;
    }
  }
}

function larger(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const found = new Int32Array(length);
  found.set(words);
  return found;
}
