import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { callsOf, isCreation } from "./calls.ts";
import { returnsNothing, withFewElements, withoutEnums, type Driver } from "./driver.ts";
import { isLoopLabel, jumpsAway, leavesFunction } from "./control-flow.ts";
import type { SliceFacts } from "./facts.ts";
import { LoopHeads, type For, type Loop } from "./loop-heads.ts";
import { Printer } from "./printer.ts";
import { assignmentBy } from "./stores.ts";
import { SliceLines, type SliceBody } from "./slice-lines.ts";
import { successMarks, throughName } from "./success-marks.ts";
import { threadMapCall } from "./thread-maps.ts";
import { classOf, CREATES, DEFINES, ENDS, isHandle } from "./words.ts";
import { reachable, type WriteTable } from "./write-table.ts";

/** Prepares to wait, or has waited: sleeps itself nowhere. */
const PREPARES = /^(__)?set_current_state$|^(prepare_to|finish)_wait|^(add|remove)_wait_queue|^cond_resched$/;

const ONCE = "for (int unoops_once = 0; unoops_once < 1; unoops_once++) {";

/** Writes the statements of one function that a slice keeps. */
export class Statements {
  private readonly fn: CFunction;
  private readonly facts: SliceFacts;
  private readonly driver: Driver;
  private readonly printer: Printer;
  private readonly lines: SliceLines;
  private readonly loops: LoopHeads;
  /** Whether jumps matter here: something of the function is kept. */
  private readonly jumps: boolean;
  private readonly isThread: boolean;

  constructor(driver: Driver, facts: SliceFacts, writes: WriteTable, fn: CFunction, isThread: boolean) {
    this.fn = fn;
    this.lines = new SliceLines(fn);
    this.facts = facts;
    this.driver = driver;
    this.printer = new Printer(driver, facts, writes, fn);
    this.loops = new LoopHeads(driver, facts, this.printer, fn);
    this.jumps = facts.kept.has(fn.name);
    this.isThread = isThread;
  }

  body(): SliceBody {
    if (this.fn.body) this.statement(this.fn.body);
    return this.lines;
  }

  /** @returns whether anything of it was kept */
  private statement(stmt: Stmt): boolean {
    if (this.jumps && successMarks(this.driver).get(this.fn.name)?.at === stmt.start)
      this.lines.emit(stmt.start, `${throughName(this.fn.name)} = 1;`);
    if (stmt.kind === "block") return stmt.body.map((inner) => this.statement(inner)).includes(true);
    const { facts, fn, printer } = this;
    if (facts.isLeftOut(fn, stmt.start)) return this.leaveOut(stmt);
    const isOuterRefused = printer.isRefused;
    printer.isRefused = facts.isRefused(fn, stmt.start);
    const kept = this.statementOf(stmt);
    printer.isRefused = isOuterRefused;
    return kept;
  }

  /** What cannot be written at all: nobody knows any more what is in the places that it sets, nor what becomes of its threads. */
  private leaveOut(stmt: Stmt): false {
    const { facts, driver, fn } = this;
    const unknown = (place: Expr): void => {
      const key = driver.keyOf(place, fn);
      if (key === undefined || !facts.needed.has(key)) return;
      facts.needed.delete(key);
      facts.grow(facts.undeclared, key);
    };
    if (stmt.kind === "decl")
      for (const { name, start } of stmt.declarators) unknown({ kind: "name", name, start, end: start });
    walkExpressions(stmt, (expr) => {
      this.loseThread(expr);
      if (expr.kind === "assign") unknown(expr.target);
    });
    return false;
  }

  /** What the part is without matters where it creates or ends a thread, or calls what may. */
  private loseThread(expr: Expr): void {
    const name = expr.kind === "call" ? (calleeName(expr) ?? "") : "";
    const reached = this.facts.kept.has(name) ? reachable(this.driver, new Set([name])) : [];
    const calls = [...reached].flatMap((one) => {
      const fn = this.driver.functions.get(one);
      return fn ? callsOf(fn, isAboutThreads) : [];
    });
    if (isAboutThreads(name) || calls.length > 0) this.printer.lose(expr);
  }

  private statementOf(stmt: Exclude<Stmt, { kind: "block" }>): boolean {
    switch (stmt.kind) {
      case "expr":
        return this.expression(stmt.expr);
      case "decl":
        return stmt.declarators.map((declarator) => this.declaration(declarator)).includes(true);
      case "if":
        return this.branch(stmt);
      case "while":
      case "do":
      case "for":
        return this.loop(stmt);
      case "macro":
        return this.macro(stmt);
      case "switch":
        return this.choice(stmt);
      case "label":
        if (!this.jumps) return false;
        this.lines.emit(stmt.start, `${stmt.name}:;`);
        if (isLoopLabel(this.fn, stmt.name, stmt.start)) this.lines.emit(stmt.start, "unoops_yield();");
        return true;
      case "goto":
        if (!this.jumps || stmt.label === undefined) return false;
        this.lines.emit(stmt.start, `goto ${stmt.label};`);
        return true;
      case "return":
        return this.leave(stmt);
      case "break":
      case "continue":
        if (!this.jumps) return false;
        this.lines.emit(stmt.start, `${stmt.kind};`);
        return true;
      default:
        return false;
    }
  }

  private expression(written: Expr): boolean {
    const { printer } = this;
    const expr = assignmentBy(written) ?? written;
    if (expr.kind === "call") {
      const name = calleeName(expr);
      if (name !== undefined && DEFINES.test(name)) return this.defined(expr, name);
      // nobody asks what ended the wait
      if (this.facts.isOutline && classOf(name ?? "") === "wait") return this.nap(expr, name ?? "");
    }
    if (expr.kind === "comma") return expr.items.map((item) => this.expression(item)).includes(true);
    const creates = expr.kind === "assign" && isCreation(expr.value);
    if (!creates && !printer.isKept(expr)) return this.looks(expr);
    const text =
      expr.kind === "assign"
        ? (printer.assignment(expr) ?? (printer.isKept(expr.value) ? printer.operand(expr.value) : undefined))
        : printer.operand(expr);
    if (creates && text !== undefined && !text.includes("=")) printer.lose(expr);
    if (text === undefined) {
      if (creates) printer.lose(expr);
      else if (printer.isRefused) this.loseThread(expr);
      return false;
    }
    if (creates || printer.acts(expr)) this.lines.act(expr.start, `${text};`);
    else this.lines.emit(expr.start, `${text};`);
    return true;
  }

  private nap({ start }: Expr, name: string): boolean {
    if (!this.jumps || PREPARES.test(name)) return false;
    this.lines.emit(start, "unoops_yield();");
    return true;
  }

  /** A look at a thread on the way to something that is not kept, such as `pr_info("%d", k->pid)`. */
  private looks(expr: Expr): boolean {
    const texts = this.printer.looksAtThreads(expr);
    for (const text of texts) this.lines.act(expr.start, `(void)${text};`);
    return texts.length > 0;
  }

  /** `DEFINE_WAIT(wait)` */
  private defined(expr: Extract<Expr, { kind: "call" }>, macro: string): boolean {
    const [name] = expr.args;
    if (!this.jumps || name?.kind !== "name" || !this.driver.model.calls.has(macro)) return false;
    const rest = expr.args.slice(1).map((arg) => this.printer.operand(arg) ?? "current");
    this.lines.emit(expr.start, `${macro}(${[name.name, ...rest].join(", ")});`);
    return true;
  }

  private declaration({
    name,
    init,
    start,
  }: Extract<Stmt, { kind: "decl" }>["declarators"][number]): boolean {
    const { printer } = this;
    const key = `${this.fn.name}:${name}`;
    const isNeeded = this.facts.needed.has(key);
    const target: Expr = { kind: "name", name, start, end: start };
    if (!isNeeded) {
      if (!init || !(printer.isKept(init) || isCreation(init))) return false;
      if (isCreation(init)) {
        printer.need(key);
        return true;
      }
      const text = printer.operand(init);
      if (text === undefined) return false;
      this.lines.act(start, `(void)${text};`);
      return true;
    }
    const local = this.driver.locals(this.fn).get(name);
    if (!local) return false;
    const filledIn = printer.filledIn(target, key, init);
    // what is left out may have set it: nothing must hang on what is in it before
    const value =
      filledIn !== undefined
        ? ` = ${filledIn}`
        : init && init.kind !== "list"
          ? ` = ${printer.value(init, key, target)}`
          : " = {0}";
    const text = `${withFewElements(withoutEnums(local.text), this.facts.elements(key))}${value};`;
    if (init && (printer.acts(init) || isCreation(init))) this.lines.act(start, text);
    else this.lines.emit(start, text);
    return true;
  }

  private branch(stmt: Extract<Stmt, { kind: "if" }>): boolean {
    const mark = this.lines.mark();
    const checks = mark.acted === 0 && isRefusal(stmt) && this.printer.isOfArguments(stmt.test);
    this.lines.emit(stmt.start, "if (");
    const yes = this.statement(stmt.yes);
    this.lines.emit(stmt.no?.start ?? stmt.yes.end, "} else {");
    const no = stmt.no ? this.statement(stmt.no) : false;
    const tests = this.printer.isKept(stmt.test);
    if (!yes && !no && !tests) return this.lines.undo(mark);
    if (this.printer.acts(stmt.test)) this.lines.acts.push(stmt.start);
    const test = this.printer.condition(stmt.test, "once");
    const isCheck = checks && /\bunoops_(any|fixed)\(/.test(test);
    if (isCheck) this.facts.grow(this.facts.checksArguments, this.fn.name);
    this.lines.rewrite(mark.from, `if (${isCheck ? `!${endsName(this.fn.name)} && (${test})` : test}) {`);
    if (!no) this.lines.drop("} else {");
    this.lines.emit(stmt.end, "}");
    // where the two ways meet again, what was chosen is forgotten: or each test would double the ways through the function
    if (/\bunoops_any\(/.test(test) && !(jumpsAway(stmt.yes) || (stmt.no && jumpsAway(stmt.no))))
      this.lines.emit(stmt.end, "unoops_yield();");
    return true;
  }

  private loop(stmt: Loop): boolean {
    const found = stmt.kind === "for" && this.inTable(stmt);
    return this.rounded(stmt, found) || found;
  }

  /** `for (chip = chips; chip->name; chip++)` finds an element of a table: any that the driver tells apart. */
  private inTable({ start, init, step }: For): boolean {
    const { printer, driver, fn } = this;
    const place = step?.kind === "unary" && step.op === "++" ? step.operand : undefined;
    if (place?.kind !== "name" || init?.kind !== "expr" || init.expr.kind !== "assign") return false;
    if (!this.facts.needed.has(`${fn.name}:${place.name}`) || !driver.isPointer(place, fn)) return false;
    const tag = driver.tagOf(place, fn);
    const object = isHandle(tag) ? undefined : printer.elementOf(tag);
    if (object !== undefined) this.lines.emit(start, `${place.name} = ${object};`);
    return object !== undefined;
  }

  /** @param overTable whether it goes over a table, one element of which stands for all: it goes round once */
  private rounded(stmt: Loop, overTable: boolean): boolean {
    const { printer } = this;
    const mark = this.lines.mark();
    const tests = stmt.test !== undefined && printer.isKept(stmt.test);
    this.lines.emit(stmt.start, "for (");
    const kept = this.statement(stmt.body);
    const works =
      this.lines.hasActed(mark) ||
      (this.jumps && this.lines.below(mark.from).some((text) => WORKS.test(text)));
    const endless = stmt.test === undefined || (stmt.test.kind === "number" && stmt.test.value !== 0);
    // a thread that looks at nothing in an endless loop is one that cannot be stopped: that much is kept
    if (!works && !tests && !(kept && leavesFunction(stmt.body)) && !(this.isThread && endless))
      return this.lines.undo(mark);
    if (stmt.test && printer.acts(stmt.test)) this.lines.acts.push(stmt.start);
    const isOnce = overTable && !(stmt.test && printer.acts(stmt.test));
    const { head, behind } = isOnce ? { head: ONCE } : this.loops.head(stmt, this.lines.below(mark.from));
    this.lines.rewrite(mark.from, head);
    // others may run between two rounds, whatever the loop does beside; and a round without end is seen to be one
    const once = stmt.kind === "do" && stmt.test.kind === "number" && stmt.test.value === 0;
    if (!once && !WAITS.test(this.lines.below(mark.from)[0] ?? ""))
      this.lines.insert(mark.from + 1, ["unoops_yield();"]);
    const end = stmt.kind === "do" ? `} while (${this.loops.test(stmt.test)});` : "}";
    this.lines.emit(stmt.end, end);
    if (behind !== undefined) this.lines.emit(stmt.end, behind);
    return true;
  }

  /** `list_for_each_entry(...) body` goes round for each object that the driver made, or for the environment's; `scoped_guard(...) body` is a block. */
  private macro(stmt: Extract<Stmt, { kind: "macro" }>): boolean {
    const mark = this.lines.mark();
    this.lines.emit(stmt.start, stmt.loop ? ONCE : "{");
    this.statement(stmt.body);
    if (!this.lines.hasActed(mark)) return this.lines.undo(mark);
    const mapped = stmt.loop ? threadMapCall(this.driver, stmt.head, this.fn) : undefined;
    const overMap = mapped && this.printer.onMap(mapped);
    if (overMap !== undefined) this.lines.rewrite(mark.from, `${overMap} {`);
    else if (stmt.loop && stmt.head.kind === "call") {
      this.iterators(stmt.head, mark.from);
      this.entries(stmt.head, stmt.body, mark.from);
    }
    this.lines.emit(stmt.end, "}");
    return true;
  }

  private iterators({ args }: Extract<Expr, { kind: "call" }>, from: number): void {
    for (const arg of args) {
      if (arg.kind !== "name" || !this.facts.needed.has(`${this.fn.name}:${arg.name}`)) continue;
      const tag = this.driver.tagOf(arg, this.fn);
      // a thread out of something that the part does not follow
      if (isHandle(tag)) this.printer.lose(arg);
      if (tag === undefined || this.driver.isKnownStruct(tag)) continue;
      this.facts.grow(this.facts.tags, tag);
      const isThere = this.inList(args, tag) ? `unoops_is_listed_${tag}(${arg.name})` : arg.name;
      if (this.facts.allocated.has(tag))
        this.forEachMade(from, [`${arg.name} = unoops_all_${tag}[unoops_n];`, `if (!${isThere}) continue;`]);
      else
        this.lines.insert(from + 1, [
          `${arg.name} = unoops_the_${tag}();`,
          ...(isThere === arg.name ? [] : [`if (!${isThere}) continue;`]),
        ]);
    }
  }

  /** `list_for_each(at, ...) { object = list_entry(at, ...); ...`: each object that the driver made is the last one in turn. */
  private entries({ args }: Extract<Expr, { kind: "call" }>, body: Stmt, from: number): void {
    const [at] = args;
    if (at?.kind !== "name") return;
    let tag: string | undefined;
    walkExpressions(body, (expr) => {
      if (expr.kind === "call" && expr.args[0]?.kind === "name" && expr.args[0].name === at.name)
        tag ??= this.driver.tagOf(expr, this.fn);
    });
    if (tag === undefined || !this.facts.allocated.has(tag)) return;
    const one = `unoops_all_${tag}[unoops_n]`;
    this.forEachMade(from, [
      `if (!${this.inList(args, tag) ? `unoops_is_listed_${tag}(${one})` : one}) continue;`,
      `unoops_last_${tag} = unoops_all_${tag}[unoops_n];`,
    ]);
  }

  /** Whether a loop goes over a list that the driver adds objects of a struct to: which ones it holds is known then. */
  private inList([, ...args]: readonly Expr[], tag: string): boolean {
    if (!args.some((list) => this.driver.elementOf(list, this.fn) === tag)) return false;
    this.facts.grow(this.facts.listed, tag);
    return this.facts.isListed(tag);
  }

  /** Lets the loop that begins at a line go round for each object that the driver made; each round begins with `first`. */
  private forEachMade(from: number, first: readonly string[]): void {
    this.lines.rewrite(from, "for (int unoops_n = 0; unoops_n < UNOOPS_MANY; unoops_n++) {");
    this.lines.insert(from + 1, first);
  }

  /** A `switch` on what the slice knows is the driver's; another takes any of its cases. */
  private choice(stmt: Extract<Stmt, { kind: "switch" }>): boolean {
    const body = stmt.body.kind === "block" ? stmt.body.body : [];
    const cases = body.filter((inner) => inner.kind === "case");
    const mark = this.lines.mark();
    this.lines.emit(stmt.start, "switch (");
    const labels = this.labels(stmt.value, cases);
    let number = 0;
    let kept = false;
    let last: Stmt | undefined;
    for (const inner of body) {
      if (inner.kind === "case") {
        const label = labels
          ? inner.value
            ? `case ${labels.get(inner.value)}`
            : "default"
          : `case ${number++}`;
        this.lines.emit(inner.start, `${label}:;`);
      } else if (this.statement(inner) && inner.kind !== "break") kept = true;
      last = inner;
    }
    if (!kept || (!this.lines.hasActed(mark) && !leavesFunction(stmt.body))) return this.lines.undo(mark);
    const value = labels && this.printer.switched(stmt.value, [...labels.keys()]);
    this.lines.rewrite(mark.from, `switch (${value ?? this.printer.anyWay(stmt.value, cases)}) {`);
    this.lines.emit(last?.end ?? stmt.end, "}");
    return true;
  }

  /** The constants of a `switch` on a place whose value the slice knows, as text. */
  private labels(
    value: Expr,
    cases: readonly Extract<Stmt, { kind: "case" }>[],
  ): Map<Expr, string> | undefined {
    // two constants of headers that are not there may have got one number
    if (!this.printer.isKnown(value) || cases.some((one) => this.facts.isRefused(this.fn, one.start)))
      return undefined;
    const labels = new Map<Expr, string>();
    for (const one of cases) {
      if (!one.value) continue;
      const text = this.printer.operand(one.value);
      if (text === undefined) return undefined;
      labels.set(one.value, text);
    }
    return labels;
  }

  private leave({ value, start }: Extract<Stmt, { kind: "return" }>): boolean {
    if (!this.jumps && !(value && this.printer.isKept(value))) return false;
    const isVoid = returnsNothing(this.fn);
    if (!value || isVoid) this.lines.emit(start, "return;");
    else {
      const text = `return ${this.printer.value(value, `${this.fn.name}()`, undefined)};`;
      if (this.printer.acts(value)) this.lines.act(start, text);
      else this.lines.emit(start, text);
    }
    return true;
  }
}

/** The constant that says whether a function ends what another one began, with the same arguments. */
export function endsName(name: string): string {
  return `unoops_ends_${name}`;
}

/** `if (...) return -EINVAL;`: its author's word for arguments that are none. */
function isRefusal({ yes, no }: Extract<Stmt, { kind: "if" }>): boolean {
  const last = yes.kind === "block" ? yes.body.at(-1) : yes;
  const value = last?.kind === "return" ? last.value : undefined;
  return (
    !no &&
    value?.kind === "unary" &&
    value.op === "-" &&
    value.operand.kind === "name" &&
    value.operand.name === "EINVAL"
  );
}

/** A line at which others run anyway. */
const WAITS = /^\(?(wait_for_completion|wait_event|schedule|msleep|unoops_yield|cond_resched)/;

/** A call that is kept, as a line. */
const WORKS = /\w\(.*\);$/;

function isAboutThreads(call: string): boolean {
  return CREATES.test(call) || ENDS.test(call);
}
