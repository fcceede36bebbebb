import type { Accesses, Step } from "./system.ts";

const READ = 1;
const WRITE = 2;

/** What each process, and every process it brings into being, has been seen to touch in its whole life. */
export class Footprints {
  /** Something was learned since it was last set to false. */
  grown = false;
  /** Somebody relied on what was learned. */
  asked = false;
  private readonly touched: Uint8Array[] = [];
  private readonly children: Set<number>[] = [];

  learn(process: number, step: Pick<Step, "spawned">, accesses: Accesses): void {
    for (const location of accesses.reads) this.use(process, location, READ);
    for (const location of accesses.writes) this.use(process, location, WRITE);
    for (const child of step.spawned) this.bear(process, child);
  }

  /** Could anything that `other` or its descendants ever do collide with this step? */
  collides(other: number, reads: readonly number[], writes: readonly number[]): boolean {
    this.asked = true;
    return this.family(other).some((member) => {
      const touched = this.touched[member];
      if (!touched) return false;
      return (
        writes.some((location) => touched[location]) ||
        reads.some((location) => (touched[location] ?? 0) & WRITE)
      );
    });
  }

  readsOf(process: number): number[] {
    const found: number[] = [];
    this.touched[process]?.forEach((bits, location) => bits && found.push(location));
    return found;
  }

  private family(process: number): readonly number[] {
    if (!this.children[process]?.size) return [process];
    const members = [process];
    for (let i = 0; i < members.length; i++) {
      for (const child of this.children[members[i]!] ?? []) if (!members.includes(child)) members.push(child);
    }
    return members;
  }

  private use(process: number, location: number, bit: number): void {
    let touched = this.touched[process];
    if (!touched || location >= touched.length) {
      const larger = new Uint8Array(Math.max(256, location * 2));
      if (touched) larger.set(touched);
      this.touched[process] = touched = larger;
    }
    if (touched[location]! & bit) return;
    touched[location]! |= bit;
    this.grown = true;
  }

  private bear(process: number, child: number): void {
    const children = (this.children[process] ??= new Set());
    if (children.has(child)) return;
    children.add(child);
    this.grown = true;
  }
}
