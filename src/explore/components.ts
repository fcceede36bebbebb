/** A strongly connected part of the state graph from which no step leads out, and the processes that move somewhere in it. */
export interface Terminal {
  readonly moved: ReadonlySet<number>;
}

/**
 * Strongly connected components, found while states are searched depth first (Tarjan, SIAM J. Comput. 1972). States are numbered in
 * the order in which they are entered.
 */
export class Components {
  private readonly low: number[] = [];
  private readonly open: number[] = [];
  private readonly isOpen = new Set<number>();
  /** States with a step into a component that is closed already. */
  private readonly leadsOut = new Set<number>();
  private readonly moved = new Map<number, readonly number[]>();

  enter(state: number): void {
    this.low[state] = state;
    this.open.push(state);
    this.isOpen.add(state);
  }

  edge(from: number, to: number): void {
    if (this.isOpen.has(to)) this.low[from] = Math.min(this.low[from]!, to);
    else this.leadsOut.add(from);
  }

  /** Everything that `state` leads to is searched; these processes moved there. */
  finish(state: number, moved: readonly number[]): void {
    this.moved.set(state, moved);
  }

  /** The component that `state` is the root of, when no step leads out of it; to be asked after finish(), before leave(). */
  terminalAt(state: number): Terminal | undefined {
    if (this.low[state] !== state) return undefined;
    const members = this.open.slice(this.open.lastIndexOf(state));
    if (members.some((member) => this.leadsOut.has(member))) return undefined;
    return { moved: new Set(members.flatMap((member) => this.moved.get(member) ?? [])) };
  }

  /** Goes back to the state from which `state` was entered. */
  leave(state: number, parent: number | undefined): void {
    if (this.low[state] === state) {
      for (const member of this.open.splice(this.open.lastIndexOf(state))) {
        this.isOpen.delete(member);
        this.leadsOut.delete(member);
        this.moved.delete(member);
      }
      if (parent !== undefined) this.leadsOut.add(parent);
    } else if (parent !== undefined) this.low[parent] = Math.min(this.low[parent]!, this.low[state]!);
  }
}
