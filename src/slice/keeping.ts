import { ENDS_ALL_WORK } from "../kernel-api/index.ts";
import { calleeName, childrenOf, type Expr } from "../source/index.ts";
import { behind, type Call } from "./calls.ts";
import { ADDS_TO_LIST, LEAVES_LIST } from "./driver.ts";
import { outPlaces } from "./out-parameters.ts";
import { Places } from "./places.ts";
import { handingsOf } from "./stores.ts";
import { threadMapCall } from "./thread-maps.ts";
import { classOf, CREATES, FREES, MAKES_LOCK, THREAD_TESTS } from "./words.ts";

/** Decides which expressions a slice keeps. */
export abstract class Keeping extends Places {
  /** Whether it is kept in a function of which something is. */
  isKept(expr: Expr): boolean {
    return this.holds(expr, false);
  }

  /**
   * Whether it is a reason to keep the function: it does, or looks at, what a slice is about. A lock or a nap alone is none, but what makes
   * a lock is: whoever took it without would fail.
   */
  acts(expr: Expr): boolean {
    return this.holds(expr, true);
  }

  private holds(expr: Expr, asReason: boolean): boolean {
    if (expr.kind === "call") {
      const name = calleeName(expr);
      this.fills(expr);
      if (name !== undefined && this.keeps(name, expr, asReason)) return true;
    }
    if (expr.kind === "assign" && (this.isNeeded(expr.target) || this.handsOn(expr))) return true;
    if (expr.kind === "unary" && /^(\+\+|--)$/.test(expr.op) && this.isNeeded(expr.operand)) return true;
    return childrenOf(expr).some((part) => this.holds(part, asReason));
  }

  /** `notify = &done`: who has the address of what others wait for ends the wait. */
  private handsOn({ target, value }: Extract<Expr, { kind: "assign" }>): boolean {
    if (value.kind !== "unary" || value.op !== "&" || !this.isNeeded(value.operand)) return false;
    const waits = /^(completion|wait_queue_head)$/.test(this.driver.tagOf(value.operand, this.fn) ?? "");
    const key = this.driver.keyOf(target, this.fn);
    return waits && key !== undefined && this.need(key);
  }

  /**
   * `read_id(dev, &x->id)`, `kthread_run(worker, &err, ...)`: where the driver's own function, or a thread, fills in what is needed, what
   * it puts there is needed too.
   */
  protected fills(call: Call): void {
    for (const { own, parameter, arg } of handingsOf(this.driver, this.fn, call)) {
      const place = this.driver.addressedBy(arg, this.fn);
      const key = place && this.isNeeded(place) ? this.driver.keyOf(place, this.fn) : undefined;
      if (key === undefined) continue;
      for (const pointer of outPlaces(this.driver, own, parameter)) {
        this.need(pointer);
        this.facts.flow(pointer, key);
      }
    }
  }

  /** Whether a call is kept where it stands. */
  private keeps(name: string, call: Call, asReason: boolean): boolean {
    const { args } = call;
    if (this.driver.functions.has(name)) return this.facts.kept.has(name);
    if (FREES.test(name)) return args[0] !== undefined && this.isAllocated(args[0]);
    if (this.listed(name, args) !== undefined) return true;
    if (CREATES.test(name) || threadMapCall(this.driver, call, this.fn)) return true;
    if (!this.driver.model.calls.has(name)) return false;
    switch (classOf(name)) {
      case "thread":
        return true;
      case "module":
        return !asReason && args[0]?.kind === "name" && args[0].name === "THIS_MODULE";
      case "wait":
        if (this.facts.isOutline) return !asReason;
        return !asReason || args.some((arg) => this.isNeeded(arg));
      case "look":
        return THREAD_TESTS.test(name);
      case "lock":
        return (!asReason || MAKES_LOCK.test(name)) && args.some((arg) => this.isNeeded(arg));
      case "deferred":
        if (ENDS_ALL_WORK.has(name)) return this.facts.works;
        return args.some((arg) => this.isNeeded(arg) || this.isKeptFunction(arg));
      case "sync":
        if (this.facts.isOutline) return false;
        return args.some((arg) => this.isNeeded(arg) || this.isKeptFunction(arg));
      case "none":
        return false;
    }
  }

  /** The object that a call puts into a list, or takes out of it, where a kept loop goes over such lists; and its struct. */
  listed(name: string, [first]: Call["args"]): { readonly object: Expr; readonly tag: string } | undefined {
    const member = first && (ADDS_TO_LIST.test(name) || LEAVES_LIST.test(name)) ? behind(first) : undefined;
    if (member?.kind !== "member") return undefined;
    const tag = this.driver.holderOf(member.object, this.fn);
    return tag !== undefined && this.facts.isListed(tag) ? { object: member.object, tag } : undefined;
  }

  /** Members of threads that an expression reads, where the thread is one of those that matter. */
  looksAtThreads(expr: Expr): string[] {
    if (expr.kind === "member" && this.isThread(expr.object) && this.isNeeded(expr.object)) {
      const text = this.path(expr);
      return text === undefined ? [] : [text];
    }
    if (expr.kind === "unary" && expr.op === "sizeof") return [];
    return childrenOf(expr).flatMap((part) => this.looksAtThreads(part));
  }

  private isKeptFunction(arg: Expr): boolean {
    return arg.kind === "name" && this.facts.kept.has(arg.name) && this.driver.functions.has(arg.name);
  }

  private isAllocated(expr: Expr): boolean {
    const tag = this.driver.tagOf(expr, this.fn);
    const isObject = expr.kind !== "unary" && !this.driver.isTable(expr, this.fn, tag);
    return tag !== undefined && this.facts.allocated.has(tag) && isObject;
  }
}
