/**
 * Where values that are loaded from memory go. A load is idle when what it reads reaches no branch, no address, no call into
 * the kernel but printk, and no division: it may be added to, stored, passed between functions of the module and printed.
 */
export interface Flow {
  /** Sites of idle loads. */
  readonly idle: readonly number[];
  /** For each store that a value of an idle load reaches: the store's site and the sites of those loads. */
  readonly stores: readonly { readonly site: number; readonly loads: readonly number[] }[];
}

/** A place that values pass through: `load:SITE`, `store:SITE`, a local, a stack slot, a result; or the sink. */
export type Node = string;

/** Whoever gets here decides something. */
export const SINK: Node = "sink";

/** Values and the places they flow to, over all functions of a module, whatever the order of execution. */
export class ValueFlowGraph {
  private readonly next = new Map<Node, Set<Node>>();
  private readonly loads = new Set<number>();

  edge(from: readonly Node[], to: Node): void {
    for (const node of from) {
      let targets = this.next.get(node);
      if (!targets) this.next.set(node, (targets = new Set()));
      targets.add(to);
    }
  }

  load(site: number): Node {
    this.loads.add(site);
    return `load:${site}`;
  }

  solve(): Flow {
    const idle: number[] = [];
    const loadsOf = new Map<number, number[]>();
    for (const site of this.loads) {
      const reached = this.reach(`load:${site}`);
      if (reached.has(SINK)) continue;
      idle.push(site);
      for (const node of reached) {
        if (!node.startsWith("store:")) continue;
        const store = Number(node.slice("store:".length));
        loadsOf.set(store, [...(loadsOf.get(store) ?? []), site]);
      }
    }
    return { idle, stores: [...loadsOf].map(([site, loads]) => ({ site, loads })) };
  }

  /** Does nothing that is stored here ever reach a decision, or memory that others see? */
  isIdle(node: Node): boolean {
    const reached = this.reach(node);
    return !reached.has(SINK) && ![...reached].some((place) => place.startsWith("store:"));
  }

  private reach(start: Node): Set<Node> {
    const reached = new Set([start]);
    for (const node of reached) for (const target of this.next.get(node) ?? []) reached.add(target);
    return reached;
  }
}
