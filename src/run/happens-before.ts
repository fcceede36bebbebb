/** A moment in the life of a process. */
export interface Epoch {
  readonly life: number;
  readonly time: number;
}

/**
 * What happened before what, by vector clocks (Lamport; Mattern). A process that reads what another wrote through the kernel, or by a
 * marked access, comes after all that the other did before. That orders more than Linux's memory model promises, never less.
 */
export class HappensBefore {
  /** Process numbers are used again: each life counts for itself. */
  private readonly lifeOf = new Map<number, number>();
  private readonly clocks: number[][] = [];
  /** What whoever reads a word comes after. */
  private readonly released = new Map<number, number[]>();

  clear(): void {
    this.lifeOf.clear();
    this.clocks.length = 0;
    this.released.clear();
  }

  spawn(parent: number, child: number): void {
    const life = this.begin(child);
    join(this.clockOf(life), this.clockOf(this.life(parent)));
    this.tick(this.life(parent));
  }

  /** @param word number of a 32-bit word of memory */
  touch(process: number, word: number, write: boolean): void {
    const life = this.life(process);
    const clock = this.clockOf(life);
    const released = this.released.get(word);
    if (released) join(clock, released);
    if (!write) return;
    if (released) join(released, clock);
    else this.released.set(word, [...clock]);
    this.tick(life);
  }

  now(process: number): Epoch {
    const life = this.life(process);
    return { life, time: this.clockOf(life)[life] ?? 0 };
  }

  /** Whether a moment of the past lies before all that the process does from now on. */
  isBefore({ life, time }: Epoch, process: number): boolean {
    const own = this.life(process);
    return life === own || (this.clockOf(own)[life] ?? 0) >= time;
  }

  private life(process: number): number {
    return this.lifeOf.get(process) ?? this.begin(process);
  }

  private begin(process: number): number {
    const life = this.clocks.push([]) - 1;
    this.lifeOf.set(process, life);
    this.tick(life);
    return life;
  }

  private clockOf(life: number): number[] {
    return (this.clocks[life] ??= []);
  }

  private tick(life: number): void {
    const clock = this.clockOf(life);
    clock[life] = (clock[life] ?? 0) + 1;
  }
}

function join(clock: number[], other: readonly number[]): void {
  for (let life = 0; life < other.length; life++) clock[life] = Math.max(clock[life] ?? 0, other[life] ?? 0);
}
