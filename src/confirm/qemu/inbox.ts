/** Lines that arrive and somebody may be waiting for. A line that nobody waits for yet is kept. */
export class Inbox<Line> {
  #kept: Line[] = [];
  #waiters: { readonly wants: (line: Line) => boolean; readonly take: (line: Line) => void }[] = [];
  #failure: Error | undefined;
  #failing: ((error: Error) => void)[] = [];

  put(line: Line): void {
    const at = this.#waiters.findIndex(({ wants }) => wants(line));
    if (at < 0) this.#kept.push(line);
    else this.#waiters.splice(at, 1)[0]?.take(line);
  }

  /** No more lines will come: everybody who waits is told, and who comes later. */
  fail(error: Error): void {
    this.#failure ??= error;
    for (const tell of this.#failing.splice(0)) tell(this.#failure);
  }

  /** The first line that is wanted, kept or to come; undefined when none came in `limit` ms. */
  async take(wants: (line: Line) => boolean, limit: number): Promise<Line | undefined> {
    const at = this.#kept.findIndex(wants);
    if (at >= 0) return this.#kept.splice(at, 1)[0];
    if (this.#failure) throw this.#failure;
    return new Promise((resolve, reject) => {
      const give = (line: Line | undefined): void => {
        clearTimeout(timer);
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        this.#failing = this.#failing.filter((other) => other !== tell);
        resolve(line);
      };
      const waiter = { wants, take: give };
      const tell = (error: Error): void => {
        reject(error);
        give(undefined); // takes it off the lists; the promise is settled already
      };
      const timer = setTimeout(() => give(undefined), limit);
      this.#waiters.push(waiter);
      this.#failing.push(tell);
    });
  }
}
