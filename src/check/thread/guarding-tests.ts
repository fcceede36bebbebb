import { childrenOf, innerStatements, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import type { CallFrame } from "../paths/semantics.ts";
import type { Thread } from "./thread.ts";

/** An `if` and what it guards. */
type If = Extract<Stmt, { kind: "if" }>;

/**
 * Tests that a function makes both where it creates the thread and where it stops it: `if (features & ALARM)`. Their outcome
 * is remembered along a path, so that no path stops what it cannot have created.
 */
export class GuardingTests {
  readonly #thread: Thread;
  readonly #names = new Map<CFunction, ReadonlyMap<Expr, string>>();

  constructor(thread: Thread) {
    this.#thread = thread;
  }

  /** What is asked, when the outcome is to be remembered. */
  nameOf(test: Expr, { fn }: CallFrame): string | undefined {
    let names = this.#names.get(fn);
    if (!names) this.#names.set(fn, (names = this.#namesIn(fn)));
    return names.get(test);
  }

  #namesIn(fn: CFunction): Map<Expr, string> {
    const { creations, stops } = this.#thread;
    const within = (list: Thread["stops"] | Thread["creations"]): Expr[] =>
      list.filter(({ site }) => site.fn === fn).map(({ site }) => site.call);
    const [created, stopped] = [within(creations), within(stops)];
    const names = new Map<Expr, string>();
    if (!fn.body || created.length === 0 || stopped.length === 0) return names;
    const ifs = ifsIn(fn.body);
    const guards = (calls: readonly Expr[]): If[] =>
      ifs.filter(({ yes }) => calls.some(({ start }) => start >= yes.start && start < yes.end));
    const word = ({ start, end }: Expr): string => fn.file.text.slice(start, end).replace(/\s+/g, " ");
    const creating = testedIn(guards(created));
    const stopping = testedIn(guards(stopped));
    const shared = new Set(
      creating.map(word).filter((text) => stopping.some((other) => word(other) === text)),
    );
    // Every `if` that asks the same is one of them, such as one that undoes a part of the start.
    for (const atom of testedIn(ifs)) if (shared.has(word(atom))) names.set(atom, word(atom));
    return names;
  }
}

function ifsIn(stmt: Stmt): If[] {
  const inner = innerStatements(stmt).flatMap(ifsIn);
  return stmt.kind === "if" ? [stmt, ...inner] : inner;
}

function testedIn(ifs: readonly If[]): Expr[] {
  return ifs.flatMap(({ test }) => atomsOf(test));
}

/** The parts of a condition that calls nothing and writes nothing, and may be asked twice. */
function atomsOf(test: Expr): Expr[] {
  if (test.kind === "unary" && test.op === "!") return atomsOf(test.operand);
  if (test.kind === "binary" && (test.op === "&&" || test.op === "||"))
    return [...atomsOf(test.left), ...atomsOf(test.right)];
  return isPure(test) ? [test] : [];
}

function isPure(expr: Expr): boolean {
  if (expr.kind === "call" || expr.kind === "assign" || expr.kind === "block") return false;
  if (expr.kind === "unary" && (expr.op === "++" || expr.op === "--")) return false;
  return childrenOf(expr).every(isPure);
}
