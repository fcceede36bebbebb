import { calleeName, type CFunction, type Expr } from "../source/index.ts";
import { withoutComments, type Driver, type Key } from "./driver.ts";
import type { Facts, WriteTable } from "./facts.ts";
import {
  ALLOCATES,
  classOf,
  CREATES,
  FREES,
  PASSES,
  pointsTo,
  takesThread,
  THREAD_TESTS,
  TRAIT,
} from "./words.ts";

type Call = Extract<Expr, { kind: "call" }>;
type Binary = Extract<Expr, { kind: "binary" }>;

/** A value that no constant has. */
const OTHER = "77777";

/** Length of a predicate's body, in characters. */
const SHORT = 300;

/** Where a test stands: `once` at an `if`, `again` in the head of a loop, which may go round as often as the environment likes. */
export type TestPlace = "once" | "again";

/**
 * Writes expressions of one function as the slice has them: what matters as the driver has it, what the environment decides as a
 * choice. Every place that is written so is needed from then on.
 */
export class Printer {
  readonly driver: Driver;
  readonly facts: Facts;
  readonly writes: WriteTable;
  readonly fn: CFunction;
  /** The counter of the `for` loop whose test is written, and its bound. */
  counter: Key | undefined;

  constructor(driver: Driver, facts: Facts, writes: WriteTable, fn: CFunction) {
    this.driver = driver;
    this.facts = facts;
    this.writes = writes;
    this.fn = fn;
  }

  // --- what is kept at all ---------------------------------------------------------------

  /** Whether it is kept in a function of which something is. */
  isKept(expr: Expr): boolean {
    return this.holds(expr, false);
  }

  /** Whether it is a reason to keep the function: it does, or looks at, what a slice is about. A lock or a nap alone is none. */
  acts(expr: Expr): boolean {
    return this.holds(expr, true);
  }

  private holds(expr: Expr, asReason: boolean): boolean {
    if (expr.kind === "call") {
      const name = calleeName(expr);
      if (name !== undefined && this.keeps(name, expr, asReason)) return true;
    }
    if (expr.kind === "assign" && this.isNeeded(expr.target)) return true;
    if (expr.kind === "unary" && /^(\+\+|--)$/.test(expr.op) && this.isNeeded(expr.operand)) return true;
    return partsOf(expr).some((part) => this.holds(part, asReason));
  }

  /** Whether a call is kept where it stands. */
  private keeps(name: string, { args }: Call, asReason: boolean): boolean {
    if (this.driver.functions.has(name)) return this.facts.kept.has(name);
    if (FREES.test(name)) return args[0] !== undefined && this.isAllocated(args[0]);
    if (!this.driver.model.calls.has(name)) return false;
    switch (classOf(name)) {
      case "thread":
        return true;
      case "wait":
        return !asReason || args.some((arg) => this.isNeeded(arg));
      case "look":
        return THREAD_TESTS.test(name);
      case "lock":
        return !asReason && args.some((arg) => this.isNeeded(arg));
      case "sync":
      case "deferred":
        return args.some((arg) => this.isNeeded(arg) || this.isKeptFunction(arg));
      case "none":
        return false;
    }
  }

  /** Members of threads that an expression reads, where the thread is one of those that matter. */
  looksAtThreads(expr: Expr): string[] {
    if (expr.kind === "member" && this.isThread(expr.object) && this.isNeeded(expr.object)) {
      const text = this.path(expr);
      return text === undefined ? [] : [text];
    }
    if (expr.kind === "unary" && expr.op === "sizeof") return [];
    return partsOf(expr).flatMap((part) => this.looksAtThreads(part));
  }

  private isThread(expr: Expr): boolean {
    return this.driver.tagOf(expr, this.fn) === "task_struct";
  }

  private isKeptFunction(arg: Expr): boolean {
    return arg.kind === "name" && this.facts.kept.has(arg.name) && this.driver.functions.has(arg.name);
  }

  private isAllocated(expr: Expr): boolean {
    const tag = this.driver.tagOf(expr, this.fn);
    return tag !== undefined && this.facts.allocated.has(tag) && expr.kind !== "unary";
  }

  isNeeded(expr: Expr): boolean {
    const key = this.driver.keyOf(expr, this.fn);
    return key !== undefined && this.facts.needed.has(key);
  }

  // --- places ----------------------------------------------------------------------------

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
        return `${object}[${this.operand(expr.index) ?? "0"}]`;
      }
      case "unary": {
        if (expr.op !== "*" && expr.op !== "&") return undefined;
        const operand = this.path(expr.operand);
        return operand === undefined ? undefined : `(${expr.op}${operand})`;
      }
      case "cast": {
        const operand = this.path(expr.operand);
        if (operand === undefined) return undefined;
        const type = this.driver.tagIn(expr.type);
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
            : `${this.driver.model.calls.has(name) ? name : ""}(${inner})`;
        }
        return this.theObject(this.driver.tagOf(expr, this.fn));
      }
      default:
        return undefined;
    }
  }

  private isPointerCast({ start, operand }: Extract<Expr, { kind: "cast" }>): boolean {
    return this.fn.file.text.slice(start, operand.start).includes("*");
  }

  private variable(name: string): string | undefined {
    if (name === "current") return "current";
    const key = this.driver.keyOf({ kind: "name", name, start: 0, end: 0 }, this.fn);
    if (key === undefined) return undefined;
    const isVariable =
      this.driver.locals(this.fn).has(name) || this.driver.globalOf(name, this.fn) !== undefined;
    return isVariable && this.need(key) ? name : undefined;
  }

  need(key: Key): boolean {
    if (this.facts.undeclared.has(key)) return false;
    this.facts.grow(this.facts.needed, key);
    return true;
  }

  /** The one object of a struct that the environment has to give. */
  private theObject(tag: string | undefined): string | undefined {
    if (tag === undefined || this.driver.isKnownStruct(tag)) return undefined;
    this.facts.grow(this.facts.tags, tag);
    return `unoops_the_${tag}()`;
  }

  // --- values ----------------------------------------------------------------------------

  /** An expression whose value the slice knows; undefined when the environment decides it. */
  operand(expr: Expr): string | undefined {
    switch (expr.kind) {
      case "number":
        return this.fn.file.text.slice(expr.start, expr.end);
      case "string":
        return '""';
      case "name":
        return this.constant(expr.name) ?? this.readable(expr);
      case "member":
      case "index":
        return this.readable(expr);
      case "unary": {
        if (expr.op === "&" || expr.op === "*") return this.readable(expr);
        if (expr.op === "sizeof") return undefined;
        if (expr.op === "++" || expr.op === "--") return this.counting(expr);
        const operand = this.operand(expr.operand);
        return operand === undefined ? undefined : `(${expr.op}${operand})`;
      }
      case "binary": {
        const left = this.operand(expr.left);
        const right = left === undefined ? undefined : this.operand(expr.right);
        if (left === undefined || right === undefined) return undefined;
        return `(${left} ${expr.op} ${right})`;
      }
      case "cast":
        return this.operand(expr.operand);
      case "conditional": {
        const yes = this.operand(expr.yes);
        const no = this.operand(expr.no);
        if (yes === undefined || no === undefined) return undefined;
        return `(${this.condition(expr.test, "once")} ? ${yes} : ${no})`;
      }
      case "assign":
        return this.assignment(expr);
      case "comma": {
        const last = expr.items.at(-1);
        return last && expr.items.length === 1 ? this.operand(last) : undefined;
      }
      case "call":
        return this.smaller(expr) ?? this.call(expr);
      default:
        return undefined;
    }
  }

  /** Of `min(a, b)` and its kin the one that the slice knows: the other is taken to be no limit. */
  private smaller(expr: Call): string | undefined {
    const match = /^(min|max)(_t|3)?$/.exec(calleeName(expr) ?? "");
    if (!match) return undefined;
    const args = expr.args.slice(match[2] === "_t" ? 1 : 0);
    return args.map((arg) => this.operand(arg)).find((text) => text !== undefined);
  }

  /** `TRUE`, `-EAGAIN`'s name, a macro that is a number, an enumerator: not a variable. */
  private constant(name: string): string | undefined {
    if (this.driver.locals(this.fn).has(name) || this.driver.globalOf(name, this.fn)) return undefined;
    if (name === "jiffies" || name === "current") return undefined;
    if (this.driver.functions.has(name)) return this.facts.kept.has(name) ? name : undefined;
    if (/^(NULL|true|false|HZ|THIS_MODULE)$/.test(name)) return name;
    if (this.driver.model.names.has(name)) return /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : undefined;
    if (!this.driver.isConstant(name)) return undefined;
    this.facts.grow(this.facts.constants, name);
    return name;
  }

  /** A place with a value that the driver itself gave it. */
  private readable(expr: Expr): string | undefined {
    const key = this.driver.keyOf(expr, this.fn);
    if (key === undefined) return undefined;
    const isAddress = expr.kind === "unary" && expr.op === "&";
    // what a caller's buffer holds is the caller's
    const isContent = expr.kind === "index" || (expr.kind === "unary" && expr.op === "*");
    if (isContent && this.isParameter(key) && this.driver.tagOf(expr, this.fn) === undefined)
      return undefined;
    if (!isAddress && !this.isTracked(key, expr)) return undefined;
    return this.path(expr);
  }

  /** Whether a place's value follows from what the slice keeps. */
  private isTracked(key: Key, expr: Expr): boolean {
    if (expr.kind === "member" && this.isThread(expr.object)) return this.isNeeded(expr.object);
    if (this.driver.tagOf(expr, this.fn) !== undefined && !this.isMember(expr)) return true;
    const writers = this.writes.get(key);
    if (writers?.counts === true || writers?.leaks === true) return false;
    if (this.isParameter(key)) return true;
    return writers !== undefined;
  }

  private isMember(expr: Expr): boolean {
    return expr.kind === "member" && this.writes.get(this.driver.keyOf(expr, this.fn) ?? "") === undefined;
  }

  private isParameter(key: Key): boolean {
    const name = key.slice(key.indexOf(":") + 1);
    return key.startsWith(`${this.fn.name}:`) && this.driver.locals(this.fn).get(name)?.isParameter === true;
  }

  private counting({ op, operand, postfix }: Extract<Expr, { kind: "unary" }>): string | undefined {
    const key = this.driver.keyOf(operand, this.fn);
    if (key === undefined || !this.isTracked(key, operand)) return undefined;
    const place = this.path(operand);
    if (place === undefined) return undefined;
    return postfix ? `${place}${op}` : `${op}${place}`;
  }

  // --- tests -----------------------------------------------------------------------------

  condition(expr: Expr, place: TestPlace): string {
    if (expr.kind === "unary" && expr.op === "!") return `!${this.condition(expr.operand, place)}`;
    if (expr.kind === "binary" && (expr.op === "&&" || expr.op === "||"))
      return `(${this.condition(expr.left, place)} ${expr.op} ${this.condition(expr.right, place)})`;
    const name = calleeName(expr);
    const [only] = expr.kind === "call" ? expr.args : [];
    if (only && name !== undefined && /^(likely|unlikely)$/.test(name)) return this.condition(only, place);
    if (expr.kind === "call" && name !== undefined && /(^|_)(WARN|BUG)(_ON)?(_ONCE)?$/.test(name))
      return this.assertion(expr, place);
    if (name !== undefined && this.isPredicate(name)) this.facts.grow(this.facts.kept, name);
    const fixed = this.fixedTest(expr);
    if (fixed !== undefined) return fixed;
    const known = this.operand(expr);
    if (known === undefined) return this.choice(expr, place);
    this.noteTest(expr);
    return `(${known})`;
  }

  /** `WARN_ON(...)`: what the driver's author holds to be impossible the environment does not do. */
  private assertion({ args }: Call, place: TestPlace): string {
    const test = args.find((arg) => isTest(arg) || this.driver.keyOf(arg, this.fn) !== undefined);
    const text = test ? this.condition(test, place) : "0";
    return /\bunoops_(any|again|fixed)\(/.test(text) ? "0" : text;
  }

  /** A short function of the driver's that says whether something holds: its answer is the driver's, not the environment's. */
  private isPredicate(name: string): boolean {
    const fn = this.driver.functions.get(name);
    return fn?.body !== undefined && fn.name !== this.fn.name && fn.end - fn.body.start < SHORT;
  }

  /** What the environment answers. */
  private choice(expr: Expr, place: TestPlace): string {
    if (this.facts.isRefused(this.fn, expr.start)) return "0";
    return `${place === "again" ? "unoops_again" : "unoops_any"}(${this.why(expr)})`;
  }

  why(expr: Expr): string {
    const text = withoutComments(this.fn.file.text.slice(expr.start, expr.end))
      .replace(/[^\x20-\x7e]|\s+/g, " ")
      .replace(/["\\]/g, "'")
      .replace(/%/g, "%%");
    const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
    const file = this.fn.file.path.replace(/^.*\//, "").replace(/[^\w.+-]/g, "_");
    return `"assuming: ${short} (${file}:${this.fn.file.place(expr.start).line})"`;
  }

  /** A test of what the driver never writes, or of a trait of the device: it has one answer, whatever that is. */
  private fixedTest(expr: Expr): string | undefined {
    const text = this.fixedText(expr);
    if (text === undefined) return undefined;
    const isNot = expr.kind === "binary" && expr.op === "!=";
    return `${isNot ? "!" : ""}unoops_fixed(${this.facts.fixedId(text)}, ${this.why(expr)})`;
  }

  private fixedText(expr: Expr): string | undefined {
    if (expr.kind === "call") {
      const name = calleeName(expr);
      const isOurs = name !== undefined && (this.facts.kept.has(name) || this.driver.model.calls.has(name));
      return name !== undefined && TRAIT.test(name) && !isOurs ? `${name}()` : undefined;
    }
    if (expr.kind === "binary" && /^([=!<>]=|<|>|&)$/.test(expr.op)) {
      const left = this.givenPlace(expr.left);
      const right = this.fixedConstant(expr.right);
      if (left === undefined || right === undefined || this.isCounterTest(expr)) return undefined;
      return `${left} ${expr.op === "!=" ? "==" : expr.op} ${right}`;
    }
    return this.givenPlace(expr);
  }

  private fixedConstant(expr: Expr): string | undefined {
    if (expr.kind === "number") return `${expr.value}`;
    if (expr.kind === "unary" && expr.op === "-") return this.fixedConstant(expr.operand);
    return expr.kind === "name" && this.constant(expr.name) !== undefined ? expr.name : undefined;
  }

  /** A field or variable that only the environment fills. */
  private givenPlace(expr: Expr): string | undefined {
    if (expr.kind !== "member" && expr.kind !== "name") return undefined;
    const key = this.driver.keyOf(expr, this.fn);
    if (key === undefined || key.startsWith("?") || this.isParameter(key)) return undefined;
    if (expr.kind === "name" && this.driver.locals(this.fn).has(expr.name)) return undefined;
    if (expr.kind === "name" && (this.driver.functions.has(expr.name) || this.driver.isConstant(expr.name)))
      return undefined;
    if (expr.kind === "name" && /^(jiffies|current)$/.test(expr.name)) return undefined;
    if (expr.kind === "member" && this.isThread(expr.object)) return undefined;
    const type = expr.kind === "member" ? this.driver.tagOf(expr, this.fn) : undefined;
    if (type !== undefined && !type.includes("__")) return undefined;
    return this.writes.has(key) ? undefined : key;
  }

  private isCounterTest(expr: Binary): boolean {
    return this.counter !== undefined && this.driver.keyOf(expr.left, this.fn) === this.counter;
  }

  /** Remembers which values a test tells apart. */
  private noteTest(expr: Expr): void {
    if (expr.kind === "binary" && /^([=!<>]=|<|>)$/.test(expr.op)) {
      this.noteComparison(expr.left, expr.op, expr.right);
      this.noteComparison(expr.right, expr.op, expr.left);
      return;
    }
    if (expr.kind === "binary" && expr.op === "&") {
      const bits = isConstant(expr.right) ? this.operand(expr.right) : undefined;
      const flags = this.driver.keyOf(expr.left, this.fn);
      if (flags !== undefined) this.facts.test(flags, bits ?? "(-1)");
      return;
    }
    if (expr.kind === "call") {
      const [first] = expr.args;
      const name = calleeName(expr) ?? "";
      const key = first && name.startsWith("IS_ERR") ? this.driver.keyOf(first, this.fn) : undefined;
      if (key !== undefined) this.facts.test(key, "ERR");
      if (key !== undefined && name === "IS_ERR_OR_NULL") this.facts.test(key, "NULL");
    }
    const place = expr.kind === "assign" ? expr.target : expr;
    const key = this.driver.keyOf(place, this.fn);
    if (key !== undefined) this.facts.test(key, "NULL");
  }

  private noteComparison(place: Expr, op: string, constant: Expr): void {
    const inner = place.kind === "assign" ? place.target : place;
    const key = this.driver.keyOf(inner, this.fn);
    if (key === undefined) return;
    if (constant.kind === "name" && constant.name === "NULL") this.facts.test(key, "NULL");
    else if (constant.kind === "number" && constant.value === 0)
      this.facts.test(key, op === "<" || op === ">=" ? "(-5)" : op === ">" || op === "<=" ? "1" : "NULL");
    else {
      const text = isConstant(constant) ? this.operand(constant) : undefined;
      // beside another place: one value more than nothing, so that there is something to tell apart
      this.facts.test(key, text ?? "1");
      if (text !== undefined && /^[=!]=$/.test(op)) this.facts.test(key, OTHER);
    }
  }

  // --- assignments and calls ----------------------------------------------------------------

  /** `place = value`; undefined when the place cannot be declared, or holds what nobody asks for. */
  assignment({ target, value, op }: Extract<Expr, { kind: "assign" }>): string | undefined {
    const key = this.driver.keyOf(target, this.fn);
    if (key === undefined) return undefined;
    const place = this.path(target);
    if (place === undefined) return undefined;
    if (op !== "=") {
      const operand = this.operand(value);
      return operand === undefined ? undefined : `${place} ${op} ${operand}`;
    }
    return `(${place} = ${this.value(value, key, target)})`;
  }

  /** What a place is given: as written where that is known, else any value that the driver can tell apart. */
  value(expr: Expr, key: Key, target: Expr | undefined): string {
    const from = this.driver.keyOf(expr, this.fn);
    if (from !== undefined) this.facts.flow(from, key);
    const name = calleeName(expr);
    const tag = target ? this.pointedTo(target) : this.driver.tagIn(this.fn.returnType);
    if (name !== undefined && ALLOCATES.test(name) && tag !== undefined && !this.driver.isKnownStruct(tag)) {
      this.facts.grow(this.facts.allocated, tag);
      this.facts.grow(this.facts.tags, tag);
      return `(unoops_a_${tag} = kzalloc(sizeof(struct ${tag}), GFP_KERNEL))`;
    }
    if (expr.kind === "assign") return this.assignment(expr) ?? this.value(expr.value, key, target);
    if (name !== undefined && CREATES.test(name)) this.facts.inferred.set(key, "struct task_struct *");
    if (isTest(expr)) return this.condition(expr, "once");
    return this.operand(expr) ?? this.anyValue(expr, key, tag);
  }

  /** The struct that a place points to; of a field that nobody declares, one that something is looked up in. */
  private pointedTo(target: Expr): string | undefined {
    const tag = this.driver.tagOf(target, this.fn);
    if (tag !== undefined) return tag;
    const holder = this.driver.holderOf(target, this.fn);
    return holder !== undefined && this.facts.tags.has(holder) ? holder : undefined;
  }

  private anyValue(expr: Expr, key: Key, tag: string | undefined): string {
    const tests = this.facts.valuesOf(key);
    const isPointer = tag !== undefined;
    const object = this.theObject(tag);
    const values = isPointer && object === undefined ? ["0"] : [object ?? "0"];
    for (const test of tests) {
      if (test === "ERR") values.push("(-5)");
      else if (test === "NULL")
        values.push(isPointer ? "0" : key.includes(":") || key.endsWith("()") ? "(-5)" : "1");
      else values.push(test);
    }
    const distinct = [...new Set(values)].filter(
      (value) => !isPointer || /^(0|\(-5\)|unoops_the_\w+\(\))$/.test(value),
    );
    if (distinct.length === 1) return distinct[0] ?? "0";
    return `unoops_value(${this.why(expr)}, ${distinct.map((value) => `(long)${value}`).join(", ")})`;
  }

  /** A call that is kept; undefined when what it acts on cannot be written. */
  call(expr: Call): string | undefined {
    const name = calleeName(expr);
    if (name === undefined) return undefined;
    if (PASSES.test(name)) return expr.args[0] ? this.readable(expr) : undefined;
    if (this.driver.functions.has(name)) return this.ownCall(name, expr);
    if (FREES.test(name)) return this.free(expr);
    const kind = classOf(name);
    if (!this.driver.model.calls.has(name) || kind === "none") return undefined;
    if (CREATES.test(name)) return this.creation(name, expr);
    if (name.startsWith("wait_event")) return this.waitEvent(name, expr);
    return this.modelCall(name, expr);
  }

  private ownCall(name: string, { args }: Call): string | undefined {
    if (!this.facts.kept.has(name)) return undefined;
    const fn = this.driver.functions.get(name);
    const texts = fn?.parameters.map((parameter, index) => {
      const arg = args[index];
      const key = `${name}:${parameter.name}`;
      if (!arg) return "0";
      const from = this.driver.keyOf(arg, this.fn);
      if (from !== undefined) this.facts.flow(from, key);
      if (!this.facts.needed.has(key)) return "0";
      const tag = this.driver.tagIn(parameter.type);
      return (
        this.operand(arg) ?? (tag === undefined ? undefined : this.path(arg)) ?? this.anyValue(arg, key, tag)
      );
    });
    return `${name}(${(texts ?? []).join(", ")})`;
  }

  private free({ args: [object] }: Call): string | undefined {
    const tag = object && this.driver.tagOf(object, this.fn);
    const place = object && this.path(object);
    if (tag === undefined || place === undefined || !this.facts.allocated.has(tag)) return undefined;
    return `unoops_free_${tag}(${place})`;
  }

  private creation(name: string, { args }: Call): string | undefined {
    let [start, data] = args;
    while (start?.kind === "cast" || (start?.kind === "unary" && start.op === "&")) start = start.operand;
    if (start?.kind !== "name" || !this.driver.functions.has(start.name)) return undefined;
    this.facts.grow(this.facts.kept, start.name);
    const given = data
      ? (this.path(data) ?? this.theObject(this.driver.tagOf(data, this.fn)) ?? this.operand(data))
      : undefined;
    const format = args.find((arg) => arg.kind === "string");
    const comm = (format ? this.fn.file.text.slice(format.start, format.end) : '"kthread"').replace(
      /[^\w/:. "-]|%-?\d*[a-z]*/gi,
      "",
    );
    const creator = /run/.test(name) ? "kthread_run" : "kthread_create";
    return `${creator}(${start.name}, (void *)${given ?? "0"}, ${/^"[^"]+"$/.test(comm) ? comm : `"${start.name}"`})`;
  }

  /** A wait for a condition: where the environment has a say in that, it may end at any time. */
  private waitEvent(name: string, { args: [queue, test, ...rest] }: Call): string | undefined {
    const place = queue && this.path(queue);
    if (place === undefined || !test || !queue) return undefined;
    this.infer(name, queue);
    const condition = this.condition(test, "once");
    const isOurs = !/\bunoops_any\(/.test(condition);
    if (isOurs) {
      const more = rest.map((arg) => this.operand(arg) ?? "HZ");
      return `${name}(${[place, condition, ...more].join(", ")})`;
    }
    const wakes = /interruptible|killable|freezable/.test(name)
      ? "wait_event_interruptible_timeout"
      : "wait_event_timeout";
    const wait = `${wakes}(${place}, ${condition}, HZ)`;
    return /timeout/.test(name) ? wait : `unoops_woken(${wait})`;
  }

  private modelCall(name: string, { args }: Call): string | undefined {
    const [first] = args;
    if (first) this.infer(name, first);
    const texts: string[] = [];
    for (const [index, arg] of args.entries()) {
      const text = this.argument(arg);
      // of what a call acts on there is no other
      if (text === undefined && index === 0 && !/^(msleep|ssleep|usleep|schedule_timeout)/.test(name))
        return undefined;
      if (text === undefined && classOf(name) === "sync" && index === 1) return undefined;
      texts.push(text ?? "1");
    }
    return `${name}(${texts.join(", ")})`;
  }

  private argument(arg: Expr): string | undefined {
    if (arg.kind === "name" && this.driver.functions.has(arg.name)) {
      this.facts.grow(this.facts.kept, arg.name);
      return arg.name;
    }
    return this.operand(arg) ?? this.path(arg);
  }

  /** What a field must be, if nobody says: told by what it is given to. */
  private infer(callee: string, expr: Expr): void {
    const place = expr.kind === "unary" && expr.op === "&" ? expr.operand : expr;
    const key = this.driver.keyOf(place, this.fn);
    if (key === undefined) return;
    if (takesThread(callee)) this.facts.inferred.set(key, "struct task_struct *");
    else {
      const type = pointsTo(callee);
      if (type !== undefined) this.facts.inferred.set(key, expr === place ? `${type} *` : type);
    }
  }
}

function isConstant(expr: Expr): boolean {
  if (expr.kind === "unary") return /^[-~]$/.test(expr.op) && isConstant(expr.operand);
  if (expr.kind === "binary") return isConstant(expr.left) && isConstant(expr.right);
  return expr.kind === "number" || (expr.kind === "name" && /^[A-Z]\w*$/.test(expr.name));
}

/** `a == b`, `!a`, `a && b`: a value that is true or false. */
function isTest(expr: Expr): boolean {
  if (expr.kind === "unary") return expr.op === "!";
  return expr.kind === "binary" && /^([=!<>]=|<|>|&&|\|\|)$/.test(expr.op);
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "unary":
    case "cast":
      return [expr.operand];
    case "binary":
      return [expr.left, expr.right];
    case "assign":
      return [expr.target, expr.value];
    case "conditional":
      return [expr.test, expr.yes, expr.no];
    case "call":
      return expr.args;
    case "comma":
      return expr.items;
    case "index":
      return [expr.object, expr.index];
    case "member":
      return [expr.object];
    default:
      return [];
  }
}
