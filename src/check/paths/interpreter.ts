import type { CFunction, Expr, ControlFlowGraph, FlowNode, NodeId } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";
import { decideCondition } from "./conditions.ts";
import { evaluateExpression, statesAfter } from "./expressions.ts";
import { liveNames } from "./liveness.ts";
import { assumeValue } from "./places.ts";
import type {
  PathEnd,
  Evaluator,
  CallFrame,
  PathLimits,
  Evaluated,
  Semantics,
  Decision,
} from "./semantics.ts";
import type { State } from "./state.ts";
import { compare, UNKNOWN } from "./value.ts";

/** Explores every path of a function, as far as values are known, and forks where they are not. */
export class Interpreter implements Evaluator {
  readonly program: SourceProgram;
  complete = true;
  readonly exits: PathEnd[] = [];
  readonly semantics: Semantics;
  readonly limits: PathLimits;
  readonly memo = new Map<string, readonly PathEnd[]>();
  #visited = 0;

  constructor(program: SourceProgram, semantics: Semantics, limits: PathLimits) {
    this.program = program;
    this.semantics = semantics;
    this.limits = limits;
  }

  get visited(): number {
    return this.#visited;
  }

  /** Every way the function can end, from its entry in this state. */
  run(fn: CFunction, state: State): readonly PathEnd[] {
    const frame: CallFrame = { fn, depth: 0, stack: [fn] };
    return fn.flow ? this.explore(fn.flow, frame, state) : [];
  }

  explore(flow: ControlFlowGraph, frame: CallFrame, start: State): PathEnd[] {
    const live = liveNames(flow);
    const seen = new Set<string>();
    const queue: { node: NodeId; state: State }[] = [];
    const ends: PathEnd[] = [];
    const prefix = `${frame.depth}:`;
    const go = (node: NodeId, state: State): void => {
      const names = live[node];
      const lean = state.keepValues(
        (name) => !name.startsWith(prefix) || (names?.has(name.slice(prefix.length)) ?? false),
      );
      const id = `${node}|${lean.key}`;
      if (seen.has(id)) return;
      seen.add(id);
      queue.push({ node, state: lean });
    };
    go(flow.entry, start);
    for (let at = 0; at < queue.length; at++) {
      const entry = queue[at];
      if (!entry) break;
      if (++this.#visited > this.limits.states) {
        this.complete = false;
        break;
      }
      const node = flow.nodes[entry.node];
      if (node) this.#step(node, frame, entry.state, go, ends);
    }
    return ends;
  }

  #step(
    node: FlowNode,
    frame: CallFrame,
    state: State,
    go: (node: NodeId, state: State) => void,
    ends: PathEnd[],
  ): void {
    switch (node.kind) {
      case "pass":
        go(node.next, state);
        break;
      case "leave":
        go(node.next, this.semantics.leave(node.head, frame, state));
        break;
      case "eval":
        for (const outcome of this.evaluate(node.expr, frame, state)) go(node.next, outcome.state);
        break;
      case "branch":
        for (const decision of this.decide(node.test, frame, state)) {
          const after = node.loop ? this.semantics.atLoop(node.test, decision.state) : decision.state;
          go(decision.truth ? node.yes : node.no, after);
        }
        break;
      case "choice":
        for (const outcome of this.evaluate(node.head, frame, state)) {
          const after = this.semantics.atLoop(node.head, outcome.state);
          go(node.body, after);
          go(node.after, after);
        }
        break;
      case "switch":
        this.#switch(node, frame, state, go);
        break;
      case "return": {
        const outcomes = node.value ? this.evaluate(node.value, frame, state) : [{ value: UNKNOWN, state }];
        for (const { value, state: last } of outcomes) {
          ends.push({ kind: "return", value, state: last, fn: frame.fn, offset: node.at });
        }
        break;
      }
    }
  }

  #switch(
    node: Extract<FlowNode, { kind: "switch" }>,
    frame: CallFrame,
    state: State,
    go: (node: NodeId, state: State) => void,
  ): void {
    for (const { value, state: after } of this.evaluate(node.value, frame, state)) {
      let certain = false;
      for (const entry of node.cases) {
        if (!entry.value) continue;
        const [label] = this.evaluate(entry.value, frame, after);
        const same = label && !entry.to ? compare("==", value, label.value) : undefined;
        if (same === false) continue;
        const step = { fn: frame.fn, range: entry.value, truth: undefined, text: "this case is taken" };
        const refined = label ? assumeValue(this, node.value, label.value, frame, after) : after;
        go(entry.next, same === undefined ? refined.step(step) : after);
        certain ||= same === true;
        if (certain) break;
      }
      if (!certain) go(node.after, after);
    }
  }

  evaluate(expr: Expr, frame: CallFrame, state: State): Evaluated[] {
    return evaluateExpression(this, expr, frame, state);
  }

  evaluateAll(parts: readonly Expr[], frame: CallFrame, state: State): State[] {
    return statesAfter(this, parts, frame, state);
  }

  decide(expr: Expr, frame: CallFrame, state: State): Decision[] {
    return decideCondition(this, expr, frame, state);
  }
}
