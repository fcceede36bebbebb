import type { Failure, Move } from "./system.ts";

export interface Found {
  readonly failure: Failure;
  /** From the first state to the failure; the failing step is the last move, or the state after it cannot go on. */
  readonly path: readonly Move[];
}

/** Failures by key; the first path to each is kept. */
export class Findings {
  private readonly byKey = new Map<string, Found>();
  private readonly unwatched = new Map<string, Failure>();
  private readonly watch: (failure: Failure) => boolean;

  /** @param watch which failures are looked for: another one ends its run, and that is all */
  constructor(watch: (failure: Failure) => boolean = () => true) {
    this.watch = watch;
  }

  get size(): number {
    return this.byKey.size;
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  add(failure: Failure, path: () => Move[]): void {
    if (this.unwatched.has(failure.key)) return;
    if (!this.watch(failure)) this.unwatched.set(failure.key, failure);
    else if (!this.byKey.has(failure.key)) this.byKey.set(failure.key, { failure, path: path() });
  }

  clear(): void {
    this.byKey.clear();
    this.unwatched.clear();
  }

  /** The failures that stand, to go back to. */
  keys(): ReadonlySet<string> {
    return new Set([...this.byKey.keys(), ...this.unwatched.keys()]);
  }

  /** Forgets what came to `standing`: it was seen while something was assumed that is not so, and may be no failure. */
  goBackTo(standing: ReadonlySet<string>): void {
    for (const found of [this.byKey, this.unwatched])
      for (const key of found.keys()) if (!standing.has(key)) found.delete(key);
  }

  /** Forgets what rests on knowledge that has grown since, or never was complete. */
  dropProvisional(): void {
    for (const [key, { failure }] of this.byKey) if (failure.provisional) this.byKey.delete(key);
  }

  /** Failures that nobody looked for. */
  others(): Failure[] {
    return [...this.unwatched.values()];
  }

  all(): Found[] {
    return [...this.byKey.values()];
  }
}
