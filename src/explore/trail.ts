import type { Move } from "./system.ts";

/** How each state was first reached: enough to walk to it again. States are numbered in the order of arrival. */
export class Trail {
  private readonly parents: number[] = [];
  private readonly moves: (Move | undefined)[] = [];

  /** The state with the next number was reached from `parent` by `move`; the first state has neither. */
  add(parent: number, move: Move | undefined): void {
    this.parents.push(parent);
    this.moves.push(move);
  }

  to(state: number): Move[] {
    const path: Move[] = [];
    for (let at = state; at >= 0; at = this.parents[at]!) {
      const move = this.moves[at];
      if (move) path.push(move);
    }
    return path.toReversed();
  }
}
