/** A set of local variables, by number. */
export class LocalSet {
  private readonly words: Uint32Array;

  /** @param size one more than the highest number */
  constructor(size: number, words = new Uint32Array((size + 31) >>> 5)) {
    this.words = words;
  }

  copy(): LocalSet {
    return new LocalSet(0, this.words.slice());
  }

  has(local: number): boolean {
    return ((this.words[local >>> 5] ?? 0) & (1 << (local & 31))) !== 0;
  }

  add(local: number): void {
    this.words[local >>> 5]! |= 1 << (local & 31);
  }

  delete(local: number): void {
    this.words[local >>> 5]! &= ~(1 << (local & 31));
  }

  /** Adds all of another set. @returns whether that changed anything */
  addAll(other: LocalSet): boolean {
    let changed = false;
    for (let i = 0; i < this.words.length; i++) {
      const before = this.words[i]!;
      this.words[i]! |= other.words[i]!;
      changed ||= this.words[i] !== before;
    }
    return changed;
  }

  /** Makes it the same as another set. */
  become(other: LocalSet): void {
    this.words.set(other.words);
  }

  clear(): void {
    this.words.fill(0);
  }

  /** In rising order. */
  list(): number[] {
    const found: number[] = [];
    for (let i = 0; i < this.words.length; i++) {
      for (let word = this.words[i]!; word !== 0; word &= word - 1) {
        found.push(32 * i + 31 - Math.clz32(word & -word));
      }
    }
    return found;
  }
}
