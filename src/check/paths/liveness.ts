import {
  childrenOf,
  walkExpressions,
  type Expr,
  type ControlFlowGraph,
  type FlowNode,
  type NodeId,
} from "../../source/index.ts";

const cache = new WeakMap<ControlFlowGraph, readonly ReadonlySet<string>[]>();

/**
 * For each node, the names that may be read at it or after it before they are written. A state forgets all others, so
 * that paths which differ only in what nobody asks again become one.
 */
export function liveNames(flow: ControlFlowGraph): readonly ReadonlySet<string>[] {
  const known = cache.get(flow);
  if (known) return known;
  const live = flow.nodes.map(() => new Set<string>());
  const uses = flow.nodes.map((node) => usesOf(node));
  for (let changed = true; changed;) {
    changed = false;
    // Nodes are made from the end of the function to its beginning, so this order is nearly backwards already.
    for (const [id, node] of flow.nodes.entries()) {
      const here = live[id];
      const use = uses[id];
      if (!here || !use) continue;
      const before = here.size;
      for (const name of use.reads) here.add(name);
      for (const next of successors(node)) {
        for (const name of live[next] ?? []) if (name !== use.writes) here.add(name);
      }
      changed ||= here.size !== before;
    }
  }
  cache.set(flow, live);
  return live;
}

function successors(node: FlowNode): readonly NodeId[] {
  switch (node.kind) {
    case "eval":
    case "leave":
    case "pass":
      return [node.next];
    case "branch":
      return [node.yes, node.no];
    case "choice":
      return [node.body, node.after];
    case "switch":
      return [...node.cases.map((entry) => entry.next), node.after];
    case "return":
      return [];
  }
}

interface Uses {
  readonly reads: readonly string[];
  /** A name that is written whatever happens. */
  readonly writes: string | undefined;
}

function usesOf(node: FlowNode): Uses {
  switch (node.kind) {
    case "eval": {
      const { expr } = node;
      if (expr.kind === "assign" && expr.op === "=" && expr.target.kind === "name") {
        const reads = namesIn(expr.value);
        return { reads, writes: reads.includes(expr.target.name) ? undefined : expr.target.name };
      }
      return { reads: namesIn(expr), writes: undefined };
    }
    case "branch":
      return { reads: namesIn(node.test), writes: undefined };
    case "choice":
    case "leave":
      return { reads: namesIn(node.head), writes: undefined };
    case "switch":
      return { reads: namesIn(node.value), writes: undefined };
    case "return":
      return { reads: node.value ? namesIn(node.value) : [], writes: undefined };
    case "pass":
      return { reads: [], writes: undefined };
  }
}

function namesIn(expr: Expr): string[] {
  if (expr.kind === "name") return [expr.name];
  if (expr.kind === "block") {
    const names: string[] = [];
    walkExpressions(expr.body, (inner) => {
      if (inner.kind === "name") names.push(inner.name);
    });
    return names;
  }
  return childrenOf(expr).flatMap((child) => namesIn(child));
}
