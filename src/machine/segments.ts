import { hashOf } from "../explore/words.ts";

/** Words of the heap's address range; what could be pointers to its objects. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const NONE = new Int32Array(0);

/**
 * Pieces of memory by content: equal pieces have one number, so that a state is a short list of numbers, two states share
 * what they have in common, and putting one back costs what differs. (SPIN's collapse compression: Holzmann, "State
 * compression in SPIN", 1997.) Contents are compared word by word; nothing rests on a hash here.
 */
export class Segments {
  /** Bytes of all contents. */
  bytes = 0;
  private readonly contents: Int32Array[] = [NONE];
  private readonly pointers: Int32Array[] = [NONE];
  private readonly heap: Range;
  /** Open addressing: number of the segment, 0 where there is none. */
  private table = new Int32Array(1 << 10);

  constructor(heap: Range) {
    this.heap = heap;
  }

  /** The number of the content of `words` from one index to another; 0 when it is empty. */
  number(words: Int32Array, from: number, to: number): number {
    if (to <= from) return 0;
    let slot = hashOf(words, from, to) & (this.table.length - 1);
    for (; this.table[slot] !== 0; slot = (slot + 1) & (this.table.length - 1)) {
      if (same(this.contents[this.table[slot]!]!, words, from, to)) return this.table[slot]!;
    }
    const content = words.slice(from, to);
    const number = this.contents.push(content) - 1;
    this.pointers.push(this.pointersIn(content));
    this.bytes += content.byteLength;
    this.table[slot] = number;
    if (number * 2 > this.table.length) this.grow();
    return number;
  }

  content(number: number): Int32Array {
    return this.contents[number]!;
  }

  /** Words of the content that could be addresses of heap objects. */
  pointersOf(number: number): Int32Array {
    return this.pointers[number]!;
  }

  private pointersIn(content: Int32Array): Int32Array {
    const { from, to } = this.heap;
    const found: number[] = [];
    for (const word of content) if (word >>> 0 >= from && word >>> 0 < to) found.push(word);
    return found.length > 0 ? Int32Array.from(found) : NONE;
  }

  private grow(): void {
    this.table = new Int32Array(this.table.length * 2);
    for (let number = 1; number < this.contents.length; number++) {
      const content = this.contents[number]!;
      let slot = hashOf(content, 0, content.length) & (this.table.length - 1);
      while (this.table[slot] !== 0) slot = (slot + 1) & (this.table.length - 1);
      this.table[slot] = number;
    }
  }
}

function same(content: Int32Array, words: Int32Array, from: number, to: number): boolean {
  if (content.length !== to - from) return false;
  for (let i = 0; i < content.length; i++) if (content[i] !== words[from + i]) return false;
  return true;
}
