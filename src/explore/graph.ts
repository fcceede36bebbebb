import { Words } from "./words.ts";

/** Which state leads to which, and where the system can end: enough to find states from which it never ends. */
export class Graph {
  private readonly from = new Words();
  private readonly to = new Words();
  private readonly ends = new Set<number>();

  edge(from: number, to: number): void {
    this.from.push(from);
    this.to.push(to);
  }

  /** Here everything is over, well or badly, or one step further it is. */
  end(state: number): void {
    this.ends.add(state);
  }

  /** The states, in order of number, from which no end can be reached whatever the scheduler does. */
  endless(states: number): number[] {
    const heads = new Int32Array(states).fill(-1);
    const next = new Int32Array(this.from.length);
    for (let edge = 0; edge < this.from.length; edge++) {
      next[edge] = heads[this.to.at(edge)]!;
      heads[this.to.at(edge)] = edge;
    }
    const canEnd = new Uint8Array(states);
    const queue = [...this.ends];
    for (const state of queue) canEnd[state] = 1;
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      for (let edge = heads[state]!; edge >= 0; edge = next[edge]!) {
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
    const endless = new Set(this.endless(states));
    if (endless.size === 0) return [];
    const next = new Map<number, number[]>([...endless].map((state) => [state, []]));
    for (let edge = 0; edge < this.from.length; edge++) next.get(this.from.at(edge))?.push(this.to.at(edge));
    return terminalParts(next).toSorted((a, b) => a - b);
  }
}

/** States of strongly connected components without a way out (Tarjan, SIAM J. Comput. 1972), without recursion. */
function terminalParts(next: ReadonlyMap<number, readonly number[]>): number[] {
  const low = new Map<number, number>();
  const open: number[] = [];
  const closed = new Set<number>();
  const leaves = new Set<number>();
  const found: number[] = [];
  let count = 0;
  for (const root of next.keys()) {
    if (low.has(root)) continue;
    const order = new Map<number, number>();
    const stack: { readonly state: number; at: number }[] = [];
    const enter = (state: number): void => {
      order.set(state, count);
      low.set(state, count++);
      open.push(state);
      stack.push({ state, at: 0 });
    };
    enter(root);
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const { state } = frame;
      const target = next.get(state)?.[frame.at++];
      if (target !== undefined) {
        if (closed.has(target)) leaves.add(state);
        else if (low.has(target)) low.set(state, Math.min(low.get(state)!, low.get(target)!));
        else enter(target);
        continue;
      }
      stack.pop();
      const parent = stack.at(-1)?.state;
      if (low.get(state) === order.get(state)) {
        const part = open.splice(open.lastIndexOf(state));
        if (!part.some((member) => leaves.has(member))) found.push(...part);
        for (const member of part) closed.add(member);
        if (parent !== undefined) leaves.add(parent);
      } else if (parent !== undefined) {
        low.set(parent, Math.min(low.get(parent)!, low.get(state)!));
      }
    }
  }
  return found;
}
