/**
 * Where values that are loaded from memory go. A load is idle when what it reads reaches no branch, no address, no call into
 * the kernel but printk, and no division: it may be added to, stored, passed between functions of the module and printed. A load is
 * *counted* when its value may, besides, be compared with small numbers, and nothing is made of it but sums with numbers above 0 before it
 * is compared or stored.
 */
export interface Flow {
  /** Sites of idle loads. */
  readonly idle: readonly number[];
  /** Sites of counted loads, idle ones among them, and the highest number that what they read is compared with; -1: with none. */
  readonly counted: readonly { readonly site: number; readonly most: number }[];
  /** For each store that a value of an idle or counted load reaches: the store's site and the sites of those loads. */
  readonly stores: readonly { readonly site: number; readonly loads: readonly number[] }[];
}

/** A place that values pass through: `load:SITE`, `store:SITE`, a local, a stack slot, a result, a comparison; or the sink. */
export type Node = string;

/** Whoever gets here decides something. */
export const SINK: Node = "sink";

const TEST = "test:";
const MIXED = "mixed:";
const STORE = "store:";

/** Counts beyond which telling all is as good. */
const HIGHEST = 64;

/** A comparison with a number: it tells values apart up to that. */
export function testOf(number: number): Node {
  return number > HIGHEST ? SINK : `${TEST}${Math.max(number, 0)}`;
}

/** What is made of values otherwise than by counting on from them. */
export function mixedAt(functionIndex: number, offset: number): Node {
  return `${MIXED}${functionIndex}:${offset}`;
}

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
    const counted: { site: number; most: number }[] = [];
    const loadsOf = new Map<number, number[]>();
    for (const site of this.loads) {
      const reached = this.reach(`load:${site}`);
      if (reached.has(SINK)) continue;
      const tests = [...reached].filter((node) => node.startsWith(TEST));
      const isMixed = this.isMixed(reached);
      if (tests.length === 0) idle.push(site);
      else if (isMixed) continue;
      const most = Math.max(-1, ...tests.map((node) => Number(node.slice(TEST.length))));
      if (!isMixed) counted.push({ site, most });
      for (const node of reached) {
        if (!node.startsWith(STORE)) continue;
        const store = Number(node.slice(STORE.length));
        loadsOf.set(store, [...(loadsOf.get(store) ?? []), site]);
      }
    }
    return { idle, counted, stores: [...loadsOf].map(([site, loads]) => ({ site, loads })) };
  }

  /** Does nothing that is stored here ever reach a decision, or memory that others see? */
  isIdle(node: Node): boolean {
    const decides = (place: Node): boolean =>
      place === SINK || place.startsWith(TEST) || place.startsWith(STORE);
    return ![...this.reach(node)].some(decides);
  }

  /** Whether something is made of a value, and then compared or stored. */
  private isMixed(reached: ReadonlySet<Node>): boolean {
    return [...reached].some(
      (node) =>
        node.startsWith(MIXED) &&
        [...this.reach(node)].some((place) => place.startsWith(TEST) || place.startsWith(STORE)),
    );
  }

  private reach(start: Node): Set<Node> {
    const reached = new Set([start]);
    for (const node of reached) for (const target of this.next.get(node) ?? []) reached.add(target);
    return reached;
  }
}
