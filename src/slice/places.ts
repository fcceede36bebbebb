import { calleeName, structTag, type CFunction, type Expr } from "../source/index.ts";
import { quote, type Driver, type PlaceKey } from "./driver.ts";
import { FEW, type SliceFacts } from "./facts.ts";
import { isHandle, PASSES } from "./words.ts";
import type { WriteTable } from "./write-table.ts";

/** Writes the places of one function as the slice has them. Every place that is written so is needed from then on. */
export abstract class Places {
  readonly driver: Driver;
  readonly facts: SliceFacts;
  readonly writes: WriteTable;
  readonly fn: CFunction;
  /** Whether the compiler refused what is written of this statement as the driver has it: its values are the environment's. */
  isRefused = false;

  constructor(driver: Driver, facts: SliceFacts, writes: WriteTable, fn: CFunction) {
    this.driver = driver;
    this.facts = facts;
    this.writes = writes;
    this.fn = fn;
  }

  /** An expression whose value the slice knows; undefined when the environment decides it. */
  abstract operand(expr: Expr): string | undefined;

  isNeeded(expr: Expr): boolean {
    const key = this.driver.keyOf(expr, this.fn);
    return key !== undefined && this.facts.needed.has(key);
  }

  /** An index that always means the same element: a constant's name, or a number, of what has no values of its own. */
  private constantIndex({ object, index }: Extract<Expr, { kind: "index" }>): string | undefined {
    if (index.kind === "name") {
      if (!this.driver.isConstant(index.name)) return undefined;
      const value = this.driver.numberOf(index);
      return value === undefined || value < 0 ? index.name : `${value}`;
    }
    if (index.kind !== "number" || index.value < 0) return undefined;
    const init = object.kind === "name" ? this.fn.file.globals.get(object.name)?.init : undefined;
    return init ? undefined : String(index.value);
  }

  /** A place as text; undefined when it leads through something that cannot be declared. */
  path(expr: Expr): string | undefined {
    switch (expr.kind) {
      case "name":
        return this.variable(expr.name);
      case "member": {
        const tag = this.driver.holderOf(expr.object, this.fn);
        if (tag === undefined) return undefined;
        const object = this.path(expr.object);
        if (object === undefined || !this.need(`${tag}.${expr.field}`)) return undefined;
        this.facts.grow(this.facts.tags, tag);
        if (!expr.arrow) return `${object}.${expr.field}`;
        // a pointer that the slice does not see set was set by somebody: that none is NULL here is not what is watched
        const isGiven = expr.object.kind === "member" && !this.driver.isKnownStruct(tag);
        return `${isGiven ? `unoops_at(${tag}, ${object})` : object}->${expr.field}`;
      }
      case "index": {
        const object = this.path(expr.object);
        if (object === undefined) return undefined;
        const key = this.driver.keyOf(expr.object, this.fn);
        const constant = this.constantIndex(expr);
        if (constant !== undefined && key !== undefined)
          return `${object}[${this.facts.rank(key, constant)}]`;
        const other = key === undefined ? 0 : this.facts.unknownElement(key);
        const index = this.operand(expr.index) ?? `${other}`;
        const elements = key === undefined ? FEW : this.facts.elements(key);
        return `${object}[${/^\d+$/.test(index) ? index : `unoops_nth(${index}, ${elements}, ${other})`}]`;
      }
      case "unary": {
        if (expr.op !== "*" && expr.op !== "&") return undefined;
        // `*(struct thing **)data`: what lies where a `void *` points is the object of that struct
        if (expr.op === "*" && expr.operand.kind === "cast" && this.starsOf(expr.operand) > 1)
          return this.theObject(structTag(expr.operand.type));
        const operand = this.path(expr.operand);
        return operand === undefined ? undefined : `(${expr.op}${this.castOf(expr)}${operand})`;
      }
      case "cast": {
        const operand = this.path(expr.operand);
        if (operand === undefined) return undefined;
        const type = structTag(expr.type);
        if (type !== undefined && !this.isPointerCast(expr)) return operand;
        if (type !== undefined) this.facts.grow(this.facts.tags, type);
        return type === undefined ? operand : `((struct ${type} *)${operand})`;
      }
      case "call": {
        const name = calleeName(expr);
        const [first] = expr.args;
        if (name !== undefined && PASSES.test(name) && first) {
          const inner = this.path(first);
          return inner === undefined
            ? undefined
            : `${this.driver.model.calls.has(name) ? name : ""}(${[inner, ...expr.args.slice(1).map(() => "1")].join(", ")})`;
        }
        return this.theObject(this.driver.tagOf(expr, this.fn));
      }
      default:
        return undefined;
    }
  }

  /** Of `*(int *)data` the cast: there is nothing where a `void *` points. */
  private castOf({ op, operand }: Extract<Expr, { kind: "unary" }>): string {
    if (op !== "*" || operand.kind !== "cast" || structTag(operand.type) !== undefined) return "";
    return this.isPointerCast(operand) ? this.fn.file.text.slice(operand.start, operand.operand.start) : "";
  }

  private isPointerCast(cast: Extract<Expr, { kind: "cast" }>): boolean {
    return this.starsOf(cast) > 0;
  }

  private starsOf({ start, operand }: Extract<Expr, { kind: "cast" }>): number {
    return this.fn.file.text.slice(start, operand.start).split("*").length - 1;
  }

  private variable(name: string): string | undefined {
    if (name === "current") return "current";
    const key = this.driver.keyOf({ kind: "name", name, start: 0, end: 0 }, this.fn);
    if (key === undefined) return undefined;
    const isVariable = this.driver.locals(this.fn).has(name) || this.driver.hasVariable(name, this.fn);
    return isVariable && this.need(key) ? name : undefined;
  }

  need(key: PlaceKey): boolean {
    if (this.facts.undeclared.has(key)) return false;
    this.facts.grow(this.facts.needed, key);
    const [, tag] = /^(\w+)\./.exec(key) ?? [];
    if (tag !== undefined)
      for (const member of this.driver.membersOfUnion(tag)) this.facts.grow(this.facts.needed, member);
    return true;
  }

  /** The one object of a struct that the environment has to give. */
  protected theObject(tag: string | undefined): string | undefined {
    if (tag === undefined || this.driver.isKnownStruct(tag)) return undefined;
    this.facts.grow(this.facts.tags, tag);
    return `unoops_the_${tag}()`;
  }

  /** The struct that a place points to; of a field that nobody declares, one that something is looked up in. */
  protected pointedTo(target: Expr): string | undefined {
    const tag = this.driver.tagOf(target, this.fn);
    if (tag !== undefined) return tag;
    const holder = this.driver.holderOf(target, this.fn);
    return holder !== undefined && this.facts.tags.has(holder) ? holder : undefined;
  }

  /** `TRUE`, `-EAGAIN`'s name, a macro that is a number, an enumerator: not a variable. */
  protected constant(name: string): string | undefined {
    if (this.driver.locals(this.fn).has(name) || this.driver.hasVariable(name, this.fn)) return undefined;
    if (name === "jiffies" || name === "current") return undefined;
    if (this.driver.functions.has(name)) return this.facts.kept.has(name) ? name : undefined;
    if (/^(NULL|true|false|HZ|THIS_MODULE)$/.test(name)) return name;
    if (this.driver.model.names.has(name)) return /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : undefined;
    if (!this.driver.isConstant(name)) return undefined;
    this.facts.grow(this.facts.constants, name);
    return name;
  }

  /** A place with a value that the driver itself gave it. */
  protected readable(expr: Expr): string | undefined {
    const key = this.driver.keyOf(expr, this.fn);
    if (key === undefined) return undefined;
    const isAddress = expr.kind === "unary" && expr.op === "&";
    // what a caller's buffer holds is the caller's
    const isContent = expr.kind === "index" || (expr.kind === "unary" && expr.op === "*");
    if (isContent && this.isParameter(key) && this.driver.tagOf(expr, this.fn) === undefined)
      return undefined;
    if (!isAddress && !this.isTracked(key, expr)) return undefined;
    // a thread that something which is not there created
    if (!isAddress && isHandle(this.driver.tagOf(expr, this.fn)) && this.writes.get(key)?.handed === true)
      this.lose(expr);
    return this.path(expr);
  }

  /** Whether a place's value follows from what the slice keeps. */
  protected isTracked(key: PlaceKey, expr: Expr): boolean {
    if (expr.kind === "member" && this.isThread(expr.object)) return this.isNeeded(expr.object);
    if (this.facts.isOutline && !this.isInOutline(key, expr)) return false;
    const writers = this.writes.get(key);
    const isGiven = expr.kind === "member" && writers === undefined;
    if (this.driver.tagOf(expr, this.fn) !== undefined && !isGiven) return true;
    if (writers?.counts === true || writers?.leaks === true || writers?.computed === true) return false;
    if (this.isParameter(key)) return true;
    return writers !== undefined;
  }

  /** What leads to a thread's handle, and what a function reckons with itself. */
  private isInOutline(key: PlaceKey, expr: Expr): boolean {
    const { facts } = this;
    if (!isLocal(key)) return facts.needed.has(key);
    const tag = this.driver.tagOf(expr, this.fn);
    if (tag === undefined) return !facts.inThreads.has(this.fn.name);
    return isHandle(tag) || facts.leadsOn(tag);
  }

  /** What is done to a thread cannot be written: nothing that is said of its end holds. */
  lose(expr: Expr): void {
    const { file } = this.fn;
    this.facts.lost.add(`${file.path}:${file.place(expr.start).line}: ${quote(this.fn, expr)}`);
  }

  protected isParameter(key: PlaceKey): boolean {
    const name = key.slice(key.indexOf(":") + 1);
    return key.startsWith(`${this.fn.name}:`) && this.driver.locals(this.fn).get(name)?.isParameter === true;
  }

  protected isThread(expr: Expr): boolean {
    return this.driver.tagOf(expr, this.fn) === "task_struct";
  }
}

/** A variable of a function, or what it returns. */
function isLocal(key: PlaceKey): boolean {
  return /^\w+(:|\(\))/.test(key);
}
