import {
  calleeName,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Expr,
  type Stmt,
} from "../source/index.ts";
import { callsOf, type Call } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import { outPlaces } from "./out-parameters.ts";
import { parametersOf } from "./parameters.ts";
import { giversOf, handingsOf, startsOf, storesOf } from "./stores.ts";
import { threadMapCall } from "./thread-maps.ts";
import { classOf, CREATES } from "./words.ts";

/** How a place is written. */
interface Writers {
  /** It counts in a thread: it would have no end of values. */
  counts: boolean;
  /** Its address goes to a call of the environment, or of the driver's that does more than fill it in. */
  leaks: boolean;
  /** Its address goes to a call of the environment. */
  handed: boolean;
  /** It is a number that is reckoned with, such as a size or a time: tests of it have any answer. */
  computed: boolean;
}

/** The same, for every place that the driver writes. */
export type WriteTable = ReadonlyMap<PlaceKey, Writers>;

/** Functions that run as a kthread, by name. */
export function threadFunctions(driver: Driver): Set<string> {
  const found = new Set<string>();
  for (const fn of driver.functions.values())
    for (const creation of callsOf(fn, (name) => CREATES.test(name)))
      for (const start of startsOf(driver, fn, creation)) found.add(start);
  return found;
}

/** What is written, over the whole driver; `inThreads` are the functions that run in threads. */
export function writeTable(driver: Driver, inThreads: ReadonlySet<string>): WriteTable {
  const table = new Table(driver, inThreads);
  table.parameters();
  for (const fn of driver.functions.values()) if (fn.body) table.read(fn, fn.body);
  table.carryOn();
  return table.writers;
}

class Table {
  readonly writers = new Map<PlaceKey, Writers>();
  private readonly driver: Driver;
  private readonly inThreads: ReadonlySet<string>;
  /** Where numbers go, from place to place. */
  private readonly flows: { readonly from: PlaceKey; readonly to: PlaceKey }[] = [];

  constructor(driver: Driver, inThreads: ReadonlySet<string>) {
    this.driver = driver;
    this.inThreads = inThreads;
  }

  read(fn: CFunction, body: Stmt): void {
    for (const { key, value, by } of storesOf(this.driver, fn)) this.given(key, value, fn, by !== "return");
    this.searches(fn, body);
    walkExpressions(body, (expr) => {
      if (expr.kind === "assign" && expr.op !== "=") {
        const key = this.driver.keyOf(expr.target, fn);
        if (key === undefined) return;
        const writers = this.at(key);
        // flags are set and cleared, not reckoned with
        if (/[|&]/.test(expr.op)) return;
        writers.counts ||= this.inThreads.has(fn.name);
        writers.computed ||= /^(\*|\/|%|<<|>>)=$/.test(expr.op) || !isStep(expr.value);
      } else if (expr.kind === "unary" && (expr.op === "++" || expr.op === "--")) {
        const key = this.driver.keyOf(expr.operand, fn);
        if (key === undefined) return;
        this.at(key).counts ||= this.inThreads.has(fn.name);
      } else if (expr.kind === "call") this.call(expr, fn);
    });
  }

  /** Parameters of the module's that user space writes at any time. */
  parameters(): void {
    for (const { variable, isWritable } of parametersOf(this.driver))
      if (isWritable) this.at(`:${variable}`).leaks = true;
  }

  private at(key: PlaceKey): Writers {
    let writers = this.writers.get(key);
    if (!writers)
      this.writers.set(key, (writers = { counts: false, leaks: false, handed: false, computed: false }));
    return writers;
  }

  /**
   * What a loop over things of the environment's finds of them, such as `found = true`: it goes round once for all of them, so tests
   * of it have any answer.
   */
  private searches(fn: CFunction, stmt: Stmt): void {
    if (/^(for|while|macro)$/.test(stmt.kind) && isSearch(stmt, this.driver) && !this.inThreads.has(fn.name))
      walkExpressions(stmt, (expr) => {
        if (expr.kind !== "assign" || expr.op !== "=" || expr.target.kind !== "name") return;
        const key = this.driver.keyOf(expr.target, fn);
        if (key !== undefined && isTruth(expr.value)) this.at(key).leaks = true;
      });
    else for (const inner of innerStatements(stmt)) this.searches(fn, inner);
  }

  /** What a place gets; what a function returns, or is handed, is written by nobody. */
  private given(key: PlaceKey, value: Expr, fn: CFunction, writes = true): void {
    if (this.isComputed(value)) this.at(key).computed = true;
    else {
      for (const giver of giversOf(value)) {
        const from = this.driver.keyOf(giver, fn);
        if (from !== undefined && from !== key) this.flows.push({ from, to: key });
      }
      if (writes) this.at(key);
    }
  }

  /** Arithmetic on what is no constant. */
  private isComputed(expr: Expr): boolean {
    if (expr.kind === "cast") return this.isComputed(expr.operand);
    if (expr.kind === "conditional") return this.isComputed(expr.yes) || this.isComputed(expr.no);
    return expr.kind === "binary" && /^(\+|-|\*|\/|%|<<|>>)$/.test(expr.op) && !this.isConstant(expr);
  }

  private isConstant(expr: Expr): boolean {
    if (expr.kind === "binary") return this.isConstant(expr.left) && this.isConstant(expr.right);
    if (expr.kind === "cast" || expr.kind === "unary") return this.isConstant(expr.operand);
    return expr.kind === "number" || (expr.kind === "name" && this.driver.isConstant(expr.name));
  }

  private call(expr: Call, fn: CFunction): void {
    const { driver } = this;
    const name = calleeName(expr);
    const own = name === undefined ? undefined : driver.functions.get(name);
    const handings = handingsOf(driver, fn, expr);
    for (const arg of expr.args) {
      const takers = handings.filter((one) => one.arg === arg);
      if (own) for (const { parameter } of takers) this.given(`${own.name}:${parameter}`, arg, fn, false);
      const place = driver.addressedBy(arg, fn);
      const key = place && driver.keyOf(place, fn);
      if (key === undefined) continue;
      // what is no object of the kernel's may be written by whoever has its address: a thread, the driver, the environment
      const isObject =
        name !== undefined &&
        driver.model.calls.has(name) &&
        (!/^(none|thread)$/.test(classOf(name)) || threadMapCall(driver, expr, fn) !== undefined);
      const pointers = takers.map((taker) => outPlaces(driver, taker.own, taker.parameter));
      const isOut = pointers.length > 0 && pointers.every(({ size }) => size > 0);
      if (isOut) for (const from of pointers.flatMap((some) => [...some])) this.flows.push({ from, to: key });
      this.at(key).leaks ||= !isObject && !isOut;
      this.at(key).handed ||= own === undefined && name !== undefined && !driver.model.calls.has(name);
    }
  }

  /** Carries on what is reckoned with to where its values go. */
  carryOn(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const { from, to } of this.flows) {
        if (this.writers.get(from)?.computed !== true || this.writers.get(to)?.computed === true) continue;
        this.at(to).computed = true;
        changed = true;
      }
    }
  }
}

/** A loop that does nothing with threads, and calls nothing of the driver's. */
function isSearch(loop: Stmt, driver: Driver): boolean {
  let isPlain = true;
  walkExpressions(loop, (expr) => {
    const name = calleeName(expr);
    if (name !== undefined && (driver.functions.has(name) || classOf(name) !== "none")) isPlain = false;
  });
  return isPlain;
}

function isTruth(expr: Expr): boolean {
  return expr.kind === "number" ? expr.value === 1 : expr.kind === "name" && expr.name === "true";
}

/** `n += 1` */
function isStep(value: Expr): boolean {
  return value.kind === "number" && value.value === 1;
}

/** Functions, and those that they call. */
export function reachable(driver: Driver, from: ReadonlySet<string>): Set<string> {
  const found = new Set(from);
  for (const name of found) {
    const body = driver.functions.get(name)?.body;
    if (body)
      walkExpressions(body, (expr) => {
        const callee = calleeName(expr);
        if (callee !== undefined && driver.functions.has(callee)) found.add(callee);
      });
  }
  return found;
}
