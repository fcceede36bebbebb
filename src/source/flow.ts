import type { Expr, Stmt } from "./ast.ts";

/** Index into the nodes of a ControlFlowGraph. */
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
export interface ControlFlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly entry: NodeId;
}

/** Where a jump goes, and how many scopes are open there. */
interface Target {
  readonly to: NodeId;
  readonly open: number;
}

/** What stands around a statement. */
interface Around {
  readonly breakTo: Target | undefined;
  readonly continueTo: Target | undefined;
  /** The guards and the macros whose scope it is in, outermost first. */
  readonly scopes: readonly Expr[];
}

export function flowOf(body: Stmt): ControlFlowGraph {
  const builder = new FlowBuilder();
  const end = builder.add({ kind: "return", value: undefined, at: body.end });
  const entry = builder.statement(body, end, { breakTo: undefined, continueTo: undefined, scopes: [] });
  builder.aimGotos();
  return { nodes: builder.nodes, entry };
}

type Pass = Extract<FlowNode, { kind: "pass" }>;

type Cases = Extract<FlowNode, { kind: "switch" }>["cases"];

/** Builds backwards: each statement is told where control goes after it and says where it begins. */
class FlowBuilder {
  readonly nodes: FlowNode[] = [];
  readonly #labels = new Map<string, { readonly node: Pass; readonly id: NodeId; scopes: readonly Expr[] }>();
  readonly #gotos: { readonly node: Pass; readonly label: string; readonly scopes: readonly Expr[] }[] = [];
  #cases: Cases | undefined;

  add(node: FlowNode): NodeId {
    return this.nodes.push(node) - 1;
  }

  statement(stmt: Stmt, next: NodeId, around: Around): NodeId {
    switch (stmt.kind) {
      case "block":
        return this.#block(stmt.body, next, around);
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
        const yes = this.statement(stmt.yes, next, around);
        const no = stmt.no ? this.statement(stmt.no, next, around) : next;
        return this.add({ kind: "branch", test: stmt.test, yes, no, loop: false });
      }
      case "while":
        return this.#loop(stmt.test, stmt.body, undefined, next, around);
      case "for": {
        const head = this.#loop(stmt.test, stmt.body, stmt.step, next, around);
        return stmt.init ? this.statement(stmt.init, head, around) : head;
      }
      case "do": {
        const head = this.#branch(stmt.test, next);
        const body = this.statement(stmt.body, head.id, within(around, next, head.id));
        head.node.yes = body;
        return body;
      }
      case "macro":
        return this.#macro(stmt, next, around);
      case "switch":
        return this.#switch(stmt, next, around);
      case "case": {
        this.#cases?.push({ value: stmt.value, to: stmt.to, next });
        return next;
      }
      case "label": {
        const label = this.#label(stmt.name);
        label.node.next = next;
        label.scopes = around.scopes;
        return label.id;
      }
      case "goto":
        return this.#goto(stmt, next, around);
      case "return":
        return this.add({ kind: "return", value: stmt.value, at: stmt.start });
      case "break":
        return around.breakTo ? this.#jump(around.breakTo, around) : next;
      case "continue":
        return around.continueTo ? this.#jump(around.continueTo, around) : next;
      case "empty":
        return next;
    }
  }

  /** What the guards of a block hold is let go where the block ends, and by each jump that leaves it behind them. */
  #block(body: readonly Stmt[], next: NodeId, around: Around): NodeId {
    const inner = [...around.scopes];
    const scopes = body.map((stmt) => {
      const before = [...inner];
      if (stmt.kind === "expr" && isGuard(stmt.expr)) inner.push(stmt.expr);
      return before;
    });
    return body.reduceRight(
      (after, stmt, index) =>
        this.statement(stmt, after, { ...around, scopes: scopes[index] ?? around.scopes }),
      this.#leave(inner.slice(around.scopes.length), next),
    );
  }

  /** Leaves scopes, the innermost first. */
  #leave(scopes: readonly Expr[], next: NodeId): NodeId {
    return scopes.reduce((after, head) => this.add({ kind: "leave", head, next: after }), next);
  }

  #jump({ to, open }: Target, { scopes }: Around): NodeId {
    return this.#leave(scopes.slice(open), to);
  }

  #branch(test: Expr, no: NodeId): { id: NodeId; node: Extract<FlowNode, { kind: "branch" }> } {
    // `do { ... } while (0)` goes round nothing
    const loop = test.kind !== "number" || test.value !== 0;
    const node: Extract<FlowNode, { kind: "branch" }> = { kind: "branch", test, yes: no, no, loop };
    return { id: this.add(node), node };
  }

  #loop(test: Expr | undefined, body: Stmt, step: Expr | undefined, next: NodeId, around: Around): NodeId {
    const always: Expr = { kind: "number", value: 1, start: body.start, end: body.start };
    const head = this.#branch(test ?? always, next);
    const again = step ? this.add({ kind: "eval", expr: step, next: head.id }) : head.id;
    head.node.yes = this.statement(body, again, within(around, next, again));
    return head.id;
  }

  #macro(stmt: Extract<Stmt, { kind: "macro" }>, next: NodeId, around: Around): NodeId {
    if (stmt.loop) {
      const node: Extract<FlowNode, { kind: "choice" }> = {
        kind: "choice",
        head: stmt.head,
        body: next,
        after: next,
      };
      const head = this.add(node);
      node.body = this.statement(stmt.body, head, within(around, next, head));
      return head;
    }
    // These macros are loops that run once: break and continue end them, and nothing around them.
    const leave = this.add({ kind: "leave", head: stmt.head, next });
    const scopes = [...around.scopes, stmt.head];
    const body = this.statement(stmt.body, leave, within({ ...around, scopes }, leave, leave));
    const enter = this.add({ kind: "eval", expr: stmt.head, next: body });
    const condition = conditionOf(stmt.head);
    if (!condition) return enter;
    const { interrupted, head, returns, value } = condition;
    const without = returns ? this.add({ kind: "return", value, at: stmt.head.start }) : next;
    return interrupted
      ? this.add({ kind: "branch", test: interrupted, yes: without, no: enter, loop: false })
      : this.add({ kind: "choice", head, body: enter, after: without });
  }

  #switch(stmt: Extract<Stmt, { kind: "switch" }>, next: NodeId, around: Around): NodeId {
    const outer = this.#cases;
    const cases: Cases = [];
    this.#cases = cases;
    this.statement(stmt.body, next, { ...around, breakTo: { to: next, open: around.scopes.length } });
    this.#cases = outer;
    const byDefault = cases.find((entry) => entry.value === undefined);
    return this.add({
      kind: "switch",
      value: stmt.value,
      cases: cases.filter((entry) => entry.value !== undefined),
      after: byDefault?.next ?? next,
    });
  }

  #label(name: string): { readonly node: Pass; readonly id: NodeId; scopes: readonly Expr[] } {
    const known = this.#labels.get(name);
    if (known) return known;
    const node: Pass = { kind: "pass", next: 0 };
    const label = { node, id: this.add(node), scopes: [] };
    this.#labels.set(name, label);
    return label;
  }

  /** A goto whose label is missing, or computed, ends the function: node 0 is its end. */
  #goto(stmt: Extract<Stmt, { kind: "goto" }>, next: NodeId, { scopes }: Around): NodeId {
    if (stmt.label === undefined) return next;
    const { id } = this.#label(stmt.label);
    if (scopes.length === 0) return id;
    const node: Pass = { kind: "pass", next: id };
    this.#gotos.push({ node, label: stmt.label, scopes });
    return this.add(node);
  }

  /** A goto leaves the scopes that its label, which may stand before it, is not in. */
  aimGotos(): void {
    for (const { node, label, scopes } of this.#gotos) {
      const target = this.#label(label);
      const left = scopes.filter((scope) => !target.scopes.includes(scope));
      node.next = this.#leave(left, target.id);
    }
  }
}

/** What stands around the body of a loop. */
function within(around: Around, breakTo: NodeId, continueTo: NodeId): Around {
  const open = around.scopes.length;
  return { ...around, breakTo: { to: breakTo, open }, continueTo: { to: continueTo, open } };
}

/** `scoped_cond_guard(mutex_intr, return -EINTR, &lock)`: how the lock is asked for, and what is done without it. */
interface Condition {
  /** Undefined where either may come. */
  readonly interrupted: Expr | undefined;
  readonly head: Expr;
  readonly returns: boolean;
  readonly value: Expr | undefined;
}

function conditionOf(head: Expr): Condition | undefined {
  if (head.kind !== "call" || head.callee.kind !== "name" || head.callee.name !== "scoped_cond_guard")
    return undefined;
  const [kind, failure, lock] = head.args;
  if (!failure || !lock || kind?.kind !== "name") return undefined;
  const asks = ASKED_BY.find(([ending]) => kind.name.endsWith(ending))?.[1];
  const { start, end } = failure;
  const callee: Expr = { kind: "name", name: asks ?? "", start, end };
  const interrupted: Expr | undefined = asks && { kind: "call", callee, args: [lock], start, end };
  return { interrupted, head: lock, ...failed(failure) };
}

const ASKED_BY = [
  ["_intr", "mutex_lock_interruptible"],
  ["_kill", "mutex_lock_killable"],
] as const;

/** A statement among the arguments is opaque: its words alone are known. */
function failed(failure: Expr): Pick<Condition, "returns" | "value"> {
  if (failure.kind !== "opaque") return { returns: false, value: undefined };
  const [, error] = /^return - (\w+)$/.exec(failure.text) ?? [];
  if (error === undefined) return { returns: /^return\b/.test(failure.text), value: failure };
  const { start, end } = failure;
  const operand: Expr = { kind: "name", name: error, start, end };
  return { returns: true, value: { kind: "unary", op: "-", operand, postfix: false, start, end } };
}

/** `guard(mutex)(&lock)`, `CLASS(spinlock, held)(&lock)`, `ACQUIRE(mutex_intr, held)(&lock)`: include/linux/cleanup.h. */
export function isGuard(expr: Expr): boolean {
  return (
    expr.kind === "call" &&
    expr.callee.kind === "call" &&
    expr.callee.callee.kind === "name" &&
    GUARD_MACROS.has(expr.callee.callee.name)
  );
}

const GUARD_MACROS: ReadonlySet<string> = new Set(["guard", "CLASS", "ACQUIRE"]);
