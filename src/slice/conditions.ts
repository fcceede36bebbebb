import { ASSUMING } from "../compile/program.ts";
import { calleeName, type Expr, type Stmt } from "../source/index.ts";
import type { Call } from "./calls.ts";
import { quote, type PlaceKey } from "./driver.ts";
import { ECHO, echoOf } from "./echoes.ts";
import { Keeping } from "./keeping.ts";
import { isHandle, PASSES, TRAIT } from "./words.ts";

/** A value that no constant has. */
const OTHER = "77777";

/** A test that is the environment's to answer, and nothing else. */
const CHOICE = /^unoops_any\("[^"]*"\)$/;

/** Length of a predicate's body, in characters. */
const SHORT = 700;

/** Where a test stands: `once` at an `if`, `again` in the head of a loop, which may go round as often as the environment likes. */
export type TestPlace = "once" | "again";

/** Writes tests: what the slice knows as the driver has it, the rest as choices; and remembers which values tests tell apart. */
export abstract class Conditions extends Keeping {
  condition(expr: Expr, place: TestPlace): string {
    if (expr.kind === "unary" && expr.op === "!") {
      const inner = this.condition(expr.operand, place);
      // what is asked for comes first, and that it is not there is what has to be assumed
      return CHOICE.test(inner) ? this.choice(expr, place) : `!${inner}`;
    }
    if (expr.kind === "binary" && (expr.op === "&&" || expr.op === "||"))
      return `(${this.condition(expr.left, place)} ${expr.op} ${this.condition(expr.right, place)})`;
    const name = calleeName(expr);
    const [only] = expr.kind === "call" ? expr.args : [];
    if (only && name !== undefined && /^(likely|unlikely)$/.test(name)) return this.condition(only, place);
    if (expr.kind === "call" && name !== undefined && ASSERTS.test(name)) return this.assertion(expr);
    if (this.isRefused) return this.choice(expr, place);
    if (name !== undefined && !this.facts.isOutline && this.isPredicate(name))
      this.facts.grow(this.facts.kept, name);
    const emptiness = this.emptiness(expr);
    if (emptiness !== undefined) return emptiness;
    const fixed = this.foundAgain(expr) ?? this.fixedTest(expr);
    if (fixed !== undefined) return fixed;
    const known = this.operand(expr);
    if (known === undefined) return this.choice(expr, place);
    this.noteTest(expr);
    return `(${known})`;
  }

  /** `WARN_ON(...)`: what the driver's author holds to be impossible the environment does not do. */
  private assertion(call: Call): string {
    const test = assertedIn(call);
    const known = test && this.operand(test);
    if (!test || known === undefined) return "0";
    this.noteAsserted(test);
    return `(${known})`;
  }

  /** `BUG_ON(!down_read_trylock(&lock))`: what it does on the way is done, whatever it asserts. */
  protected doneInAssertion(call: Call): string | undefined {
    const test = ASSERTS.test(calleeName(call) ?? "") ? assertedIn(call) : undefined;
    return test && this.isKept(test) ? this.operand(test) : undefined;
  }

  /** The values that an assertion tells apart; of pointers none, or the environment would come up with the impossible one. */
  private noteAsserted(test: Expr): void {
    if (test.kind === "unary" && test.op === "!") this.noteAsserted(test.operand);
    else if (test.kind === "binary" && /^(&&|\|\|)$/.test(test.op))
      for (const side of [test.left, test.right]) this.noteAsserted(side);
    else if (!this.driver.isPointer(test, this.fn)) this.noteTest(test);
  }

  /** `list_empty()` of a list of what the driver makes. */
  private emptiness(expr: Expr): string | undefined {
    const [list] =
      expr.kind === "call" && /^list_empty(_careful)?$/.test(calleeName(expr) ?? "") ? expr.args : [];
    const tag = list && this.driver.elementOf(list, this.fn);
    if (tag === undefined || !this.facts.allocated.has(tag)) return undefined;
    return this.facts.isListed(tag) ? `!unoops_any_listed_${tag}()` : `!unoops_last_${tag}`;
  }

  /** A short function of the driver's that says whether something holds: its answer is the driver's, not the environment's. */
  private isPredicate(name: string): boolean {
    const fn = this.driver.functions.get(name);
    return fn?.body !== undefined && fn.name !== this.fn.name && fn.end - fn.body.start < SHORT;
  }

  /** Whether a test is about nothing but what the function is handed: its parameters, and what the driver never writes of theirs. */
  isOfArguments(expr: Expr): boolean {
    switch (expr.kind) {
      case "number":
        return true;
      case "name":
        return (
          this.isParameter(this.driver.keyOf(expr, this.fn) ?? "") || this.constant(expr.name) !== undefined
        );
      case "member": {
        const key = this.driver.keyOf(expr, this.fn);
        return key !== undefined && !this.writes.has(key) && this.isOfArguments(expr.object);
      }
      case "unary":
        return this.isOfArguments(expr.operand);
      case "binary":
        return this.isOfArguments(expr.left) && this.isOfArguments(expr.right);
      case "call":
        return PASSES.test(calleeName(expr) ?? "") && expr.args.every((arg) => this.isOfArguments(arg));
      default:
        return false;
    }
  }

  /** Whether a place's value follows from what the slice keeps, without asking for it. */
  isKnown(expr: Expr): boolean {
    const key = this.driver.keyOf(expr, this.fn);
    const isPlace = expr.kind === "name" || expr.kind === "member";
    return isPlace && key !== undefined && this.isTracked(key, expr) && !this.facts.undeclared.has(key);
  }

  /** The value of a `switch`; the constants of its cases are what tells values apart. */
  switched(expr: Expr, cases: readonly Expr[]): string | undefined {
    const text = this.operand(expr);
    if (text !== undefined) for (const constant of cases) this.noteComparison(expr, "==", constant);
    return text;
  }

  /** Any of the cases of a `switch`, or none: the same each time where the driver never writes what decides. */
  anyWay(expr: Expr, cases: readonly Extract<Stmt, { kind: "case" }>[]): string {
    const ways = cases.length + (cases.some(({ value }) => value === undefined) ? 0 : 1);
    const place = this.givenPlace(expr);
    if (place === undefined) return `unoops_pick(${ways}, ${this.why(expr)})`;
    const names = cases.map(({ value }) => (value ? quote(this.fn, value) : "default"));
    const test = this.facts.fixedId(`switch ${place}: ${names.join(" ")}`);
    return `unoops_fixed_way(${test}, ${ways}, ${this.why(expr)})`;
  }

  /** `x->id == arg->id`, where the driver kept that number of the environment's itself. */
  private foundAgain(expr: Expr): string | undefined {
    if (expr.kind !== "binary" || !/^[=!]=$/.test(expr.op)) return undefined;
    for (const [kept, number] of [
      [expr.left, expr.right],
      [expr.right, expr.left],
    ] as const) {
      const key = this.driver.keyOf(kept, this.fn);
      const from = key === undefined ? undefined : echoOf(this.driver, this.writes, key);
      if (from === undefined || from !== this.driver.keyOf(number, this.fn)) continue;
      const place = this.path(kept);
      if (place !== undefined) return `(${place} ${expr.op} ${ECHO})`;
    }
    return undefined;
  }

  /** What the environment answers. */
  private choice(expr: Expr, place: TestPlace): string {
    if (this.facts.isLeftOut(this.fn, expr.start)) return "0";
    return `${place === "again" ? "unoops_again" : "unoops_any"}(${this.why(expr)})`;
  }

  /** @param says what is assumed of it, if it is no test */
  why(expr: Expr, says = ""): string {
    const text = quote(this.fn, expr)
      .replace(/[^\x20-\x7e]/g, " ")
      .replace(/["\\]/g, "'")
      .replace(/%/g, "%%");
    const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
    const file = this.fn.file.path.replace(/^.*\//, "").replace(/[^\w.+-]/g, "_");
    return `"${ASSUMING}${short}${says} (${file}:${this.fn.file.place(expr.start).line})"`;
  }

  /** A test of what the driver never writes, or of a trait of the device: it has one answer, whatever that is. */
  private fixedTest(expr: Expr): string | undefined {
    const text = this.fixedText(expr);
    if (text === undefined) return this.isThereFor(expr);
    const isNot = expr.kind === "binary" && expr.op === "!=";
    return `${isNot ? "!" : ""}unoops_fixed(${this.facts.fixedId(text)}, ${this.why(expr)})`;
  }

  /**
   * Whether a value is the answer to `has_feature(dev, FEATURE_CLOCK)`, of which nobody asks more than whether it is so. What names no
   * trait may be about a state (`is_busy(dev)`), and a thread looks at that again and again.
   */
  isTraitAnswer(expr: Expr, key: PlaceKey): boolean {
    return (
      expr.kind === "call" &&
      !this.facts.inThreads.has(this.fn.name) &&
      expr.args.some((arg) => arg.kind === "name" && this.constant(arg.name) !== undefined) &&
      this.fixedText(expr) !== undefined &&
      [...this.facts.valuesOf(key)].every((value) => value === "NULL")
    );
  }

  private fixedText(expr: Expr): string | undefined {
    if (expr.kind === "call") {
      const name = calleeName(expr);
      const isOurs = name !== undefined && (this.facts.kept.has(name) || this.driver.model.calls.has(name));
      if (name === undefined || !TRAIT.test(name) || isOurs) return undefined;
      // which trait is asked for is often a constant: `has_feature(dev, FEATURE_CLOCK)`
      return `${name}(${expr.args.flatMap((arg) => this.fixedConstant(arg) ?? []).join(", ")})`;
    }
    if (expr.kind === "binary" && /^([=!<>]=|<|>|&)$/.test(expr.op)) {
      const left = this.givenPlace(expr.left);
      const right = this.fixedConstant(expr.right);
      if (left === undefined || right === undefined) return undefined;
      return `${left} ${expr.op === "!=" ? "==" : expr.op} ${right}`;
    }
    return this.givenPlace(expr);
  }

  private fixedConstant(expr: Expr): string | undefined {
    if (expr.kind === "number") return `${expr.value}`;
    if (expr.kind === "unary" && expr.op === "-") return this.fixedConstant(expr.operand);
    return expr.kind === "name" && this.constant(expr.name) !== undefined ? expr.name : undefined;
  }

  /**
   * Whether there is what a pointer of an argument's points to, which the driver never sets: the same for the whole run, or an end
   * would not find what its beginning found. A thread may wait for it to change.
   */
  protected isThereFor(expr: Expr): string | undefined {
    if (expr.kind !== "member" || this.facts.inThreads.has(this.fn.name)) return undefined;
    const key = this.driver.keyOf(expr, this.fn);
    const tag = this.driver.tagOf(expr, this.fn);
    const isArgument = this.isParameter(this.driver.keyOf(expr.object, this.fn) ?? "");
    if (key === undefined || isHandle(tag) || !isArgument || this.writes.has(key)) return undefined;
    // of a field that nobody declares, whoever asks knows that it is one
    if (tag !== undefined && !this.driver.isPointer(expr, this.fn)) return undefined;
    return `unoops_fixed(${this.facts.fixedId(key)}, ${this.why(expr)})`;
  }

  /** A field or variable that only the environment fills. */
  private givenPlace(expr: Expr): string | undefined {
    if (expr.kind !== "member" && expr.kind !== "name") return undefined;
    const key = this.driver.keyOf(expr, this.fn);
    if (key === undefined || key.startsWith("?") || this.isParameter(key)) return undefined;
    if (expr.kind === "name" && this.driver.locals(this.fn).has(expr.name)) return undefined;
    if (expr.kind === "name" && (this.driver.functions.has(expr.name) || this.driver.isConstant(expr.name)))
      return undefined;
    if (expr.kind === "name" && /^(jiffies|current|true|false|NULL)$/.test(expr.name)) return undefined;
    if (expr.kind === "member" && this.isThread(expr.object)) return undefined;
    const type = expr.kind === "member" ? this.driver.tagOf(expr, this.fn) : undefined;
    if (type !== undefined && !type.includes("__")) return undefined;
    return this.writes.has(key) ? undefined : key;
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
    if (place.kind === "binary" && place.op === "&") {
      // `(flags & MASK) == VALUE`: none of the bits, those of the mask, all, and those that are asked for
      this.noteTest(place);
      const flags = this.driver.keyOf(place.left, this.fn);
      const asked = isConstant(constant) ? this.operand(constant) : undefined;
      if (flags !== undefined) this.facts.test(flags, "(-1)");
      if (flags !== undefined && asked !== undefined) this.facts.test(flags, asked);
      return;
    }
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
}

const ASSERTS = /(^|_)(WARN|BUG)(_ON)?(_ONCE)?$/;

/** `WARN(test, "...")`, and of a subsystem's own `drm_WARN_ON(device, test)`, `dev_WARN_ONCE(device, test, "...")`. */
function assertedIn(call: Call): Expr | undefined {
  const [first, second] = call.args;
  const isOfDevice = !/^(WARN|BUG)/.test(calleeName(call) ?? "") && second && second.kind !== "string";
  return isOfDevice ? second : first;
}

function isConstant(expr: Expr): boolean {
  if (expr.kind === "unary") return /^[-~]$/.test(expr.op) && isConstant(expr.operand);
  if (expr.kind === "binary") return isConstant(expr.left) && isConstant(expr.right);
  return expr.kind === "number" || (expr.kind === "name" && /^[A-Z]\w*$/.test(expr.name));
}

/** `a == b`, `!a`, `a && b`: a value that is true or false. */
export function isTest(expr: Expr): boolean {
  if (expr.kind === "unary") return expr.op === "!";
  return expr.kind === "binary" && /^([=!<>]=|<|>|&&|\|\|)$/.test(expr.op);
}
