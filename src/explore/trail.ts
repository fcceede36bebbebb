import type { Move } from "./system.ts";
import { Words } from "./words.ts";

/** How each state was first reached: enough to walk to it again. States are numbered in the order of arrival. */
export class StateTrail {
  private readonly parents = new Words();
  private readonly processes = new Words();
  private readonly points = new Words();
  /** Index into `choices`. */
  private readonly chosen = new Words();
  /** The choices that were ever made in one move, none of them first: few differ. */
  private readonly choices: (readonly number[])[] = [[]];
  private readonly indexOf = new Map<string, number>();

  /** The state with the next number was reached from `parent` by `move`; the first state has neither. */
  add(parent: number, move: Move | undefined): void {
    this.parents.push(parent);
    this.processes.push(move?.process ?? -1);
    this.points.push(move?.points ?? 0);
    this.chosen.push(this.indexFor(move?.choices ?? []));
  }

  to(state: number): Move[] {
    const path: Move[] = [];
    for (let at = state; this.parents.at(at) >= 0; at = this.parents.at(at)) {
      const choices = this.choices[this.chosen.at(at)] ?? [];
      path.push({ process: this.processes.at(at), points: this.points.at(at), choices });
    }
    return path.toReversed();
  }

  private indexFor(choices: readonly number[]): number {
    if (choices.length === 0) return 0;
    const name = choices.join();
    const known = this.indexOf.get(name);
    if (known !== undefined) return known;
    const index = this.choices.push(choices) - 1;
    this.indexOf.set(name, index);
    return index;
  }
}
