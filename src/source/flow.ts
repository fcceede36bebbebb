import type { Expr, Stmt } from "./ast.ts";

/** Index into the nodes of a FlowGraph. */
export type NodeId = number;

export type FlowNode =
  | { readonly kind: "eval"; readonly expr: Expr; next: NodeId }
  | { readonly kind: "branch"; readonly test: Expr; yes: NodeId; no: NodeId; readonly loop: boolean }
  /** Either way may be taken: the head of a loop macro. */
  | { readonly kind: "choice"; readonly head: Expr; body: NodeId; after: NodeId }
  | {
      readonly kind: "switch";
      readonly value: Expr;
      readonly cases: {
        readonly value: Expr | undefined;
        readonly to: Expr | undefined;
        readonly next: NodeId;
      }[];
      /** Where it goes on when no case fits. */
      after: NodeId;
    }
  /** The end of the scope that a macro such as `scoped_guard(...)` opened, or of one with a `guard(...)(...)` in it. */
  | { readonly kind: "leave"; readonly head: Expr; next: NodeId }
  | { readonly kind: "return"; readonly value: Expr | undefined; readonly at: number }
  | { readonly kind: "pass"; next: NodeId };

/** The control flow of one function. Falling off the end is a `return` without a value. */
export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly entry: NodeId;
}

interface Targets {
  readonly breakTo: NodeId | undefined;
  readonly continueTo: NodeId | undefined;
}

export function flowOf(body: Stmt): FlowGraph {
  const builder = new FlowBuilder();
  const end = builder.add({ kind: "return", value: undefined, at: body.end });
  const entry = builder.statement(body, end, { breakTo: undefined, continueTo: undefined });
  return { nodes: builder.nodes, entry };
}

type Cases = Extract<FlowNode, { kind: "switch" }>["cases"];

/** Builds backwards: each statement is told where control goes after it and says where it begins. */
class FlowBuilder {
  readonly nodes: FlowNode[] = [];
  readonly #labels = new Map<string, Extract<FlowNode, { kind: "pass" }>>();
  readonly #labelIds = new Map<string, NodeId>();
  #cases: Cases | undefined;

  add(node: FlowNode): NodeId {
    return this.nodes.push(node) - 1;
  }

  statement(stmt: Stmt, next: NodeId, targets: Targets): NodeId {
    switch (stmt.kind) {
      case "block":
        return stmt.body.reduceRight(
          (after, inner) => this.statement(inner, after, targets),
          this.#leaveGuards(stmt.body, next),
        );
      case "expr":
        return this.add({ kind: "eval", expr: stmt.expr, next });
      case "decl":
        return stmt.declarators.reduceRight((after, declarator) => {
          if (!declarator.init) return after;
          const { start, end, name, init } = declarator;
          const target: Expr = { kind: "name", name, start, end };
          return this.add({
            kind: "eval",
            expr: { kind: "assign", op: "=", target, value: init, start, end },
            next: after,
          });
        }, next);
      case "if": {
        const yes = this.statement(stmt.yes, next, targets);
        const no = stmt.no ? this.statement(stmt.no, next, targets) : next;
        return this.add({ kind: "branch", test: stmt.test, yes, no, loop: false });
      }
      case "while":
        return this.#loop(stmt.test, stmt.body, undefined, next);
      case "for": {
        const head = this.#loop(stmt.test, stmt.body, stmt.step, next);
        return stmt.init ? this.statement(stmt.init, head, targets) : head;
      }
      case "do": {
        const head = this.#branch(stmt.test, next);
        const body = this.statement(stmt.body, head.id, { breakTo: next, continueTo: head.id });
        head.node.yes = body;
        return body;
      }
      case "macro":
        return this.#macro(stmt, next, targets);
      case "switch":
        return this.#switch(stmt, next, targets);
      case "case": {
        this.#cases?.push({ value: stmt.value, to: stmt.to, next });
        return next;
      }
      case "label": {
        const node = this.#label(stmt.name);
        node.next = next;
        return this.#labelIds.get(stmt.name) ?? next;
      }
      case "goto":
        return this.#goto(stmt, next);
      case "return":
        return this.add({ kind: "return", value: stmt.value, at: stmt.start });
      case "break":
        return targets.breakTo ?? next;
      case "continue":
        return targets.continueTo ?? next;
      case "empty":
        return next;
    }
  }

  /** What the guards of a block hold is let go where the block ends. */
  #leaveGuards(body: readonly Stmt[], next: NodeId): NodeId {
    const guards = body.flatMap((stmt) => (stmt.kind === "expr" && isGuard(stmt.expr) ? [stmt.expr] : []));
    return guards.reduce((after, head) => this.add({ kind: "leave", head, next: after }), next);
  }

  #branch(test: Expr, no: NodeId): { id: NodeId; node: Extract<FlowNode, { kind: "branch" }> } {
    const node: Extract<FlowNode, { kind: "branch" }> = { kind: "branch", test, yes: no, no, loop: true };
    return { id: this.add(node), node };
  }

  #loop(test: Expr | undefined, body: Stmt, step: Expr | undefined, next: NodeId): NodeId {
    const always: Expr = { kind: "number", value: 1, start: body.start, end: body.start };
    const head = this.#branch(test ?? always, next);
    const again = step ? this.add({ kind: "eval", expr: step, next: head.id }) : head.id;
    head.node.yes = this.statement(body, again, { breakTo: next, continueTo: again });
    return head.id;
  }

  #macro(stmt: Extract<Stmt, { kind: "macro" }>, next: NodeId, targets: Targets): NodeId {
    if (stmt.loop) {
      const node: Extract<FlowNode, { kind: "choice" }> = {
        kind: "choice",
        head: stmt.head,
        body: next,
        after: next,
      };
      const head = this.add(node);
      node.body = this.statement(stmt.body, head, { breakTo: next, continueTo: head });
      return head;
    }
    const leave = this.add({ kind: "leave", head: stmt.head, next });
    const body = this.statement(stmt.body, leave, targets);
    return this.add({ kind: "eval", expr: stmt.head, next: body });
  }

  #switch(stmt: Extract<Stmt, { kind: "switch" }>, next: NodeId, targets: Targets): NodeId {
    const outer = this.#cases;
    const cases: Cases = [];
    this.#cases = cases;
    this.statement(stmt.body, next, { breakTo: next, continueTo: targets.continueTo });
    this.#cases = outer;
    const byDefault = cases.find((entry) => entry.value === undefined);
    return this.add({
      kind: "switch",
      value: stmt.value,
      cases: cases.filter((entry) => entry.value !== undefined),
      after: byDefault?.next ?? next,
    });
  }

  #label(name: string): Extract<FlowNode, { kind: "pass" }> {
    const known = this.#labels.get(name);
    if (known) return known;
    const node: Extract<FlowNode, { kind: "pass" }> = { kind: "pass", next: 0 };
    this.#labels.set(name, node);
    this.#labelIds.set(name, this.add(node));
    return node;
  }

  /** A goto whose label is missing, or computed, ends the function: node 0 is its end. */
  #goto(stmt: Extract<Stmt, { kind: "goto" }>, next: NodeId): NodeId {
    if (stmt.label === undefined) return next;
    this.#label(stmt.label);
    return this.#labelIds.get(stmt.label) ?? next;
  }
}

/** `guard(mutex)(&lock)`, include/linux/cleanup.h. */
function isGuard(expr: Expr): boolean {
  return (
    expr.kind === "call" &&
    expr.callee.kind === "call" &&
    expr.callee.callee.kind === "name" &&
    expr.callee.callee.name === "guard"
  );
}
