import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { counterOf, type Counter } from "./control-flow.ts";
import type { Driver } from "./driver.ts";
import { FEW, type IndexRange, type SliceFacts } from "./facts.ts";
import type { Printer } from "./printer.ts";

export type Loop = Extract<Stmt, { kind: "while" | "do" | "for" }>;
export type For = Extract<Stmt, { kind: "for" }>;

/** Elements that a loop of a part goes over. */
type Elements = ReturnType<SliceFacts["range"]>;

const FIRST_FEW: Elements = { first: 0, end: FEW };

/** A call that creates a thread, as a line. */
const CREATION = /\bkthread_(run|create)(_worker)?\(/;

/** How often the loops of one function go round in a slice, and over which elements. */
export class LoopHeads {
  private readonly driver: Driver;
  private readonly facts: SliceFacts;
  private readonly printer: Printer;
  private readonly fn: CFunction;

  constructor(driver: Driver, facts: SliceFacts, printer: Printer, fn: CFunction) {
    this.driver = driver;
    this.facts = facts;
    this.printer = printer;
    this.fn = fn;
  }

  /** The condition under which a loop goes round again. */
  test(expr: Expr | undefined): string {
    return expr ? this.printer.condition(expr, "again") : "1";
  }

  /**
   * The line that a loop begins with, and one that follows it where it goes round less often than the driver's.
   * @param inside what is kept of its body
   */
  head(stmt: Loop, inside: readonly string[]): { readonly head: string; readonly behind?: string } {
    if (stmt.kind === "do") return { head: "do {" };
    if (stmt.kind === "while") return { head: `while (${this.test(stmt.test)}) {` };
    const { printer } = this;
    const counter = counterOf(stmt);
    if (counter) {
      const used = inside.some((text) => new RegExp(`\\b${counter.name}\\b`).test(text));
      const last = counter.bound && printer.operand(counter.bound);
      const isFew = last !== undefined && /^\(?[A-Z0-9_x]+\)?$/.test(last);
      const bound = counter.isInclusive ? `(${last} + 1)` : last;
      const name = used ? counter.name : `unoops_${counter.name}`;
      if (used) printer.need(`${this.fn.name}:${counter.name}`);
      const { first, end } =
        (used && this.elementsBy(stmt.body, counter.name, this.rangeOf(counter))) || FIRST_FEW;
      const few = isFew
        ? `unoops_few(${bound}, ${end})`
        : end > FEW
          ? `${end}`
          : `${first > 0 ? `${first} + ` : ""}${this.rounds(stmt, used ? counter : undefined, inside)}`;
      return {
        head: `for (${used ? "" : "int "}${name} = ${first}; ${name} < ${few}; ${name}++) {`,
        // two rounds stand for all: whoever looks at the counter afterwards sees that it came to the end
        ...(used && isFew ? { behind: `if (${name} == ${few}) ${name} = ${bound};` } : {}),
      };
    }
    const init =
      stmt.init?.kind === "expr" && printer.acts(stmt.init.expr) ? printer.operand(stmt.init.expr) : "";
    const step = stmt.step && printer.acts(stmt.step) ? printer.operand(stmt.step) : "";
    return { head: `for (${init ?? ""}; ${stmt.test ? this.test(stmt.test) : ""}; ${step ?? ""}) {` };
  }

  /**
   * Rounds of a loop that nothing says the number of. Where one of them creates threads there are one or two of these, and one answer
   * for the whole run: who ends them goes round as often as who created them.
   */
  private rounds({ body }: For, counter: Counter | undefined, inside: readonly string[]): string {
    const { facts, printer } = this;
    if (!counter?.bound || !this.areElements(body, counter.name)) return "1";
    if (inside.some((text) => CREATION.test(text))) facts.countThreads();
    if (!facts.countsThreads) return "1";
    return `1 + unoops_fixed(${facts.fixedId("threads in a row")}, ${printer.why(counter.bound, " is 2")})`;
  }

  /** Whether all that a counter is an index of is arrays, of which there are two elements. */
  private areElements(body: Stmt, counter: string): boolean {
    const arrays: boolean[] = [];
    walkExpressions(body, (expr) => {
      if (expr.kind !== "index" || expr.index.kind !== "name" || expr.index.name !== counter) return;
      const isTable = this.driver.isTable(expr.object, this.fn, this.driver.tagOf(expr.object, this.fn));
      arrays.push(isTable || this.driver.addressedBy(expr.object, this.fn) !== undefined);
    });
    return arrays.length > 0 && !arrays.includes(false);
  }

  private rangeOf({ from, bound, isInclusive }: Counter): IndexRange {
    const last = bound && this.driver.numberOf(bound);
    return {
      from: Math.max(0, (from && this.driver.numberOf(from)) ?? 0),
      below: last === undefined ? Infinity : isInclusive ? last + 1 : last,
    };
  }

  /** Elements of the arrays that a counter is an index of, in functions too that it is handed to: from the first of all to the last. */
  private elementsBy(
    body: Stmt,
    counter: string,
    range: IndexRange,
    fn = this.fn,
    above: readonly CFunction[] = [],
  ): Elements | undefined {
    let all: Elements | undefined;
    const add = (some: Elements | undefined): void => {
      all =
        all && some
          ? { first: Math.min(all.first, some.first), end: Math.max(all.end, some.end) }
          : (all ?? some);
    };
    walkExpressions(body, (expr) => {
      if (expr.kind === "index" && expr.index.kind === "name" && expr.index.name === counter) {
        const key = this.driver.keyOf(expr.object, fn);
        if (key !== undefined) add(this.facts.range(key, range));
      }
      const own = this.driver.functions.get(calleeName(expr) ?? "");
      if (expr.kind !== "call" || !own?.body || above.includes(own)) return;
      for (const [index, arg] of expr.args.entries()) {
        const parameter = own.parameters[index];
        if (parameter && arg.kind === "name" && arg.name === counter)
          add(this.elementsBy(own.body, parameter.name, range, own, [...above, fn]));
      }
    });
    return all;
  }
}
