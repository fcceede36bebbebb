/** Which state leads to which, and where the system can end: enough to find states from which it never ends. */
export class Graph {
  private readonly from: number[] = [];
  private readonly to: number[] = [];
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
      next[edge] = heads[this.to[edge]!]!;
      heads[this.to[edge]!] = edge;
    }
    const canEnd = new Uint8Array(states);
    const queue = [...this.ends];
    for (const state of queue) canEnd[state] = 1;
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      for (let edge = heads[state]!; edge >= 0; edge = next[edge]!) {
        const before = this.from[edge]!;
        if (canEnd[before]) continue;
        canEnd[before] = 1;
        queue.push(before);
      }
    }
    return [...canEnd.keys()].filter((state) => canEnd[state] === 0);
  }
}
