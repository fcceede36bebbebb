import { Words } from "./words.ts";

/** A strongly connected part of a graph that no step leads out of, and the processes that move somewhere in it. */
export interface ClosedPart {
  readonly states: readonly number[];
  readonly moved: ReadonlySet<number>;
}

/** Which state leads to which, by whose step, and where the system can end: enough to find states from which it never ends. */
export class Graph {
  private readonly from = new Words();
  private readonly to = new Words();
  private readonly by = new Words();
  private readonly ends = new Set<number>();
  /** Of states that were chosen for again: the first edge that counts since. */
  private readonly since = new Map<number, number>();

  edge(from: number, to: number, process = 0): void {
    this.from.push(from);
    this.to.push(to);
    this.by.push(process);
  }

  /** Here everything is over, well or badly, or one step further it is. */
  end(state: number): void {
    this.ends.add(state);
  }

  /** What was tried from a state was too little: what is tried from now on was chosen for it. */
  chosenAgain(state: number): void {
    this.since.set(state, this.from.length);
  }

  /** The states, in order of number, from which no end can be reached whatever the scheduler does. */
  endless(states: number): number[] {
    const { heads, next } = this.chained(states, this.to, () => true);
    const canEnd = new Uint8Array(states);
    const queue = [...this.ends];
    for (const state of queue) canEnd[state] = 1;
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      for (let edge = heads[state]!; edge !== NONE; edge = next[edge]!) {
        const before = this.from.at(edge);
        if (canEnd[before]) continue;
        canEnd[before] = 1;
        queue.push(before);
      }
    }
    return [...canEnd.keys()].filter((state) => canEnd[state] === 0);
  }

  /** Of the endless states, those that every step leads back to: the strongly connected parts that nothing leaves. */
  eternal(states: number): number[] {
    const endless = this.endless(states);
    if (endless.length === 0) return [];
    const parts = this.closed(states, endless, () => true);
    return parts.flatMap((part) => part.states).toSorted((a, b) => a - b);
  }

  /** The strongly connected parts that no step leaves of those that were chosen last; where all is over is none. */
  closedParts(states: number): ClosedPart[] {
    const since = new Int32Array(states);
    for (const [state, edge] of this.since) since[state] = edge;
    return this.closed(states, since.keys(), (edge) => edge >= since[this.from.at(edge)]!);
  }

  /** Strongly connected components without a way out (Tarjan, SIAM J. Comput. 1972), without recursion, over some of the edges. */
  private closed(states: number, roots: Iterable<number>, counts: (edge: number) => boolean): ClosedPart[] {
    const { heads, next } = this.chained(states, this.from, counts);
    /** 0 for a state that was not come to yet. */
    const order = new Int32Array(states);
    const low = new Int32Array(states);
    const isOpen = new Uint8Array(states);
    const leaves = new Uint8Array(states);
    const edges = heads.slice();
    const open: number[] = [];
    const path: number[] = [];
    const found: ClosedPart[] = [];
    let count = 0;
    const enter = (state: number): void => {
      order[state] = low[state] = ++count;
      isOpen[state] = 1;
      open.push(state);
      path.push(state);
    };
    for (const root of roots) {
      if (order[root] !== 0) continue;
      enter(root);
      for (let state = path.at(-1); state !== undefined; state = path.at(-1)) {
        const edge = edges[state]!;
        if (edge !== NONE) {
          edges[state] = next[edge]!;
          const target = this.to.at(edge);
          if (order[target] === 0) enter(target);
          else if (isOpen[target] === 1) low[state] = Math.min(low[state]!, low[target]!);
          else leaves[state] = 1;
          continue;
        }
        path.pop();
        const parent = path.at(-1);
        if (low[state] === order[state]) {
          const part = open.splice(open.lastIndexOf(state));
          for (const member of part) isOpen[member] = 0;
          if (heads[state] !== NONE && !part.some((member) => leaves[member] === 1))
            found.push({ states: part, moved: this.movedIn(part, heads, next) });
          if (parent !== undefined) leaves[parent] = 1;
        } else if (parent !== undefined) {
          low[parent] = Math.min(low[parent]!, low[state]!);
        }
      }
    }
    return found;
  }

  /** The edges at each state, by one of their ends: the first, and of each edge the next. */
  private chained(
    states: number,
    ends: Words,
    counts: (edge: number) => boolean,
  ): { readonly heads: Int32Array; readonly next: Int32Array } {
    const heads = new Int32Array(states).fill(NONE);
    const next = new Int32Array(ends.length).fill(NONE);
    for (let edge = ends.length - 1; edge >= 0; edge--) {
      if (!counts(edge)) continue;
      next[edge] = heads[ends.at(edge)]!;
      heads[ends.at(edge)] = edge;
    }
    return { heads, next };
  }

  private movedIn(part: readonly number[], heads: Int32Array, next: Int32Array): Set<number> {
    const moved = new Set<number>();
    for (const state of part)
      for (let edge = heads[state]!; edge !== NONE; edge = next[edge]!) moved.add(this.by.at(edge));
    return moved;
  }
}

/** No edge. */
const NONE = -1;
