import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { callsOf, isCreation } from "./calls.ts";
import { returnsNothing, withFewElements, withoutEnums, type Driver } from "./driver.ts";
import { counterOf, isLoopLabel, jumpsAway, leavesFunction, type Counter } from "./control-flow.ts";
import { FEW, type IndexRange, type SliceFacts } from "./facts.ts";
import { Printer } from "./printer.ts";
import { assignmentBy } from "./stores.ts";
import { successMarks, throughName } from "./success-marks.ts";
import { threadMapCall } from "./thread-maps.ts";
import { classOf, CREATES, DEFINES, ENDS, isHandle } from "./words.ts";
import { reachable, type WriteTable } from "./write-table.ts";

/** A line of a slice, and the line of the driver that it stands for. */
export interface SliceLine {
  readonly line: number;
  readonly text: string;
}

export interface SliceBody {
  readonly lines: readonly SliceLine[];
  /** Offsets of what was kept for itself: not declarations, jumps or what only leads there. */
  readonly acts: readonly number[];
}

/** Prepares to wait, or has waited: sleeps itself nowhere. */
const PREPARES = /^(__)?set_current_state$|^(prepare_to|finish)_wait|^(add|remove)_wait_queue|^cond_resched$/;

const ONCE = "for (int unoops_once = 0; unoops_once < 1; unoops_once++) {";

type For = Extract<Stmt, { kind: "for" }>;

/** Writes the statements of one function that a slice keeps. */
export class Statements {
  private readonly fn: CFunction;
  private readonly facts: SliceFacts;
  private readonly driver: Driver;
  private readonly printer: Printer;
  private readonly lines: SliceLine[] = [];
  private readonly acts: number[] = [];
  /** Whether jumps matter here: something of the function is kept. */
  private readonly jumps: boolean;
  private readonly isThread: boolean;

  constructor(driver: Driver, facts: SliceFacts, writes: WriteTable, fn: CFunction, isThread: boolean) {
    this.fn = fn;
    this.facts = facts;
    this.driver = driver;
    this.printer = new Printer(driver, facts, writes, fn);
    this.jumps = facts.kept.has(fn.name);
    this.isThread = isThread;
  }

  body(): SliceBody {
    if (this.fn.body) this.statement(this.fn.body);
    return { lines: this.lines, acts: this.acts };
  }

  private emit(offset: number, text: string): void {
    this.lines.push({ line: this.fn.file.place(offset).line, text });
  }

  private act(offset: number, text: string): void {
    this.acts.push(offset);
    this.emit(offset, text);
  }

  private mark(): { from: number; acted: number } {
    return { from: this.lines.length, acted: this.acts.length };
  }

  /** Takes back what was written since a mark: nothing of the statement is kept. */
  private undo(from: number, acted: number): false {
    this.lines.length = from;
    this.acts.length = acted;
    return false;
  }

  /** Writes a line anew, now that it is known what it says. */
  private rewrite(at: number, text: string): void {
    const { line } = this.lines[at] ?? { line: 1 };
    this.lines[at] = { line, text };
  }

  /** Puts lines in, which stand for the line above them. */
  private insert(at: number, texts: readonly string[]): void {
    const { line } = this.lines[at - 1] ?? { line: 1 };
    this.lines.splice(at, 0, ...texts.map((text) => ({ line, text })));
  }

  /** @returns whether anything of it was kept */
  private statement(stmt: Stmt): boolean {
    if (this.jumps && successMarks(this.driver).get(this.fn.name)?.at === stmt.start)
      this.emit(stmt.start, `${throughName(this.fn.name)} = 1;`);
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
        this.emit(stmt.start, `${stmt.name}:;`);
        if (isLoopLabel(this.fn, stmt.name, stmt.start)) this.emit(stmt.start, "unoops_yield();");
        return true;
      case "goto":
        if (!this.jumps || stmt.label === undefined) return false;
        this.emit(stmt.start, `goto ${stmt.label};`);
        return true;
      case "return":
        return this.leave(stmt);
      case "break":
      case "continue":
        if (!this.jumps) return false;
        this.emit(stmt.start, `${stmt.kind};`);
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
    if (creates || printer.acts(expr)) this.act(expr.start, `${text};`);
    else this.emit(expr.start, `${text};`);
    return true;
  }

  private nap({ start }: Expr, name: string): boolean {
    if (!this.jumps || PREPARES.test(name)) return false;
    this.emit(start, "unoops_yield();");
    return true;
  }

  /** A look at a thread on the way to something that is not kept, such as `pr_info("%d", k->pid)`. */
  private looks(expr: Expr): boolean {
    const texts = this.printer.looksAtThreads(expr);
    for (const text of texts) this.act(expr.start, `(void)${text};`);
    return texts.length > 0;
  }

  /** `DEFINE_WAIT(wait)` */
  private defined(expr: Extract<Expr, { kind: "call" }>, macro: string): boolean {
    const [name] = expr.args;
    if (!this.jumps || name?.kind !== "name" || !this.driver.model.calls.has(macro)) return false;
    const rest = expr.args.slice(1).map((arg) => this.printer.operand(arg) ?? "current");
    this.emit(expr.start, `${macro}(${[name.name, ...rest].join(", ")});`);
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
      this.act(start, `(void)${text};`);
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
    if (init && (printer.acts(init) || isCreation(init))) this.act(start, text);
    else this.emit(start, text);
    return true;
  }

  private branch(stmt: Extract<Stmt, { kind: "if" }>): boolean {
    const { from, acted } = this.mark();
    const checks = acted === 0 && isRefusal(stmt) && this.printer.isOfArguments(stmt.test);
    this.emit(stmt.start, "if (");
    const yes = this.statement(stmt.yes);
    this.emit(stmt.no?.start ?? stmt.yes.end, "} else {");
    const no = stmt.no ? this.statement(stmt.no) : false;
    const tests = this.printer.isKept(stmt.test);
    if (!yes && !no && !tests) return this.undo(from, acted);
    if (this.printer.acts(stmt.test)) this.acts.push(stmt.start);
    const test = this.printer.condition(stmt.test, "once");
    const isCheck = checks && /\bunoops_(any|fixed)\(/.test(test);
    if (isCheck) this.facts.grow(this.facts.checksArguments, this.fn.name);
    this.rewrite(from, `if (${isCheck ? `!${endsName(this.fn.name)} && (${test})` : test}) {`);
    if (!no) this.drop("} else {");
    this.emit(stmt.end, "}");
    // where the two ways meet again, what was chosen is forgotten: or each test would double the ways through the function
    if (/\bunoops_any\(/.test(test) && !(jumpsAway(stmt.yes) || (stmt.no && jumpsAway(stmt.no))))
      this.emit(stmt.end, "unoops_yield();");
    return true;
  }

  /** Takes the last line away, if it is this one. */
  private drop(text: string): void {
    if (this.lines.at(-1)?.text === text) this.lines.pop();
  }

  private loop(stmt: Extract<Stmt, { kind: "while" | "do" | "for" }>): boolean {
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
    if (object !== undefined) this.emit(start, `${place.name} = ${object};`);
    return object !== undefined;
  }

  /** @param overTable whether it goes over a table, one element of which stands for all: it goes round once */
  private rounded(stmt: Extract<Stmt, { kind: "while" | "do" | "for" }>, overTable: boolean): boolean {
    const { printer } = this;
    const { from, acted } = this.mark();
    const tests = stmt.test !== undefined && printer.isKept(stmt.test);
    this.emit(stmt.start, "for (");
    const kept = this.statement(stmt.body);
    const works =
      this.acts.length > acted ||
      (this.jumps && this.lines.slice(from + 1).some(({ text }) => WORKS.test(text)));
    const endless = stmt.test === undefined || (stmt.test.kind === "number" && stmt.test.value !== 0);
    // a thread that looks at nothing in an endless loop is one that cannot be stopped: that much is kept
    if (!works && !tests && !(kept && leavesFunction(stmt.body)) && !(this.isThread && endless))
      return this.undo(from, acted);
    if (stmt.test && printer.acts(stmt.test)) this.acts.push(stmt.start);
    const isOnce = overTable && !(stmt.test && printer.acts(stmt.test));
    const { head, behind } = isOnce ? { head: ONCE } : this.head(stmt, from);
    this.rewrite(from, head);
    // others may run between two rounds, whatever the loop does beside; and a round without end is seen to be one
    const once = stmt.kind === "do" && stmt.test.kind === "number" && stmt.test.value === 0;
    if (!once && !WAITS.test(this.lines[from + 1]?.text ?? "")) this.insert(from + 1, ["unoops_yield();"]);
    const end = stmt.kind === "do" ? `} while (${this.test(stmt.test)});` : "}";
    this.emit(stmt.end, end);
    if (behind !== undefined) this.emit(stmt.end, behind);
    return true;
  }

  /** The line that a loop begins with, and one that follows it where it goes round less often than the driver's. */
  private head(
    stmt: Extract<Stmt, { kind: "while" | "do" | "for" }>,
    from: number,
  ): { readonly head: string; readonly behind?: string } {
    if (stmt.kind === "do") return { head: "do {" };
    if (stmt.kind === "while") return { head: `while (${this.test(stmt.test)}) {` };
    const { printer } = this;
    const counter = counterOf(stmt);
    if (counter) {
      const used = this.lines
        .slice(from + 1)
        .some(({ text }) => new RegExp(`\\b${counter.name}\\b`).test(text));
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
          : `${first > 0 ? `${first} + ` : ""}${this.rounds(stmt, used ? counter : undefined, from)}`;
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
  private rounds({ body }: For, counter: Counter | undefined, from: number): string {
    const { facts, printer } = this;
    if (!counter?.bound || !this.areElements(body, counter.name)) return "1";
    if (this.lines.slice(from + 1).some(({ text }) => CREATION.test(text))) facts.countThreads();
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

  private test(expr: Expr | undefined): string {
    return expr ? this.printer.condition(expr, "again") : "1";
  }

  /** `list_for_each_entry(...) body` goes round for each object that the driver made, or for the environment's; `scoped_guard(...) body` is a block. */
  private macro(stmt: Extract<Stmt, { kind: "macro" }>): boolean {
    const { from, acted } = this.mark();
    this.emit(stmt.start, stmt.loop ? ONCE : "{");
    this.statement(stmt.body);
    if (this.acts.length === acted) return this.undo(from, acted);
    const mapped = stmt.loop ? threadMapCall(this.driver, stmt.head, this.fn) : undefined;
    const overMap = mapped && this.printer.onMap(mapped);
    if (overMap !== undefined) this.rewrite(from, `${overMap} {`);
    else if (stmt.loop && stmt.head.kind === "call") {
      this.iterators(stmt.head, from);
      this.entries(stmt.head, stmt.body, from);
    }
    this.emit(stmt.end, "}");
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
        this.insert(from + 1, [
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
    this.rewrite(from, "for (int unoops_n = 0; unoops_n < UNOOPS_MANY; unoops_n++) {");
    this.insert(from + 1, first);
  }

  /** A `switch` on what the slice knows is the driver's; another takes any of its cases. */
  private choice(stmt: Extract<Stmt, { kind: "switch" }>): boolean {
    const body = stmt.body.kind === "block" ? stmt.body.body : [];
    const cases = body.filter((inner) => inner.kind === "case");
    const { from, acted } = this.mark();
    this.emit(stmt.start, "switch (");
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
        this.emit(inner.start, `${label}:;`);
      } else if (this.statement(inner) && inner.kind !== "break") kept = true;
      last = inner;
    }
    if (!kept || (this.acts.length === acted && !leavesFunction(stmt.body))) return this.undo(from, acted);
    const value = labels && this.printer.switched(stmt.value, [...labels.keys()]);
    this.rewrite(from, `switch (${value ?? this.printer.anyWay(stmt.value, cases)}) {`);
    this.emit(last?.end ?? stmt.end, "}");
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
    if (!value || isVoid) this.emit(start, "return;");
    else {
      const text = `return ${this.printer.value(value, `${this.fn.name}()`, undefined)};`;
      if (this.printer.acts(value)) this.act(start, text);
      else this.emit(start, text);
    }
    return true;
  }
}

/** Elements that a loop of a part goes over. */
type Elements = ReturnType<SliceFacts["range"]>;

const FIRST_FEW: Elements = { first: 0, end: FEW };

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

const CREATION = /\bkthread_(run|create)(_worker)?\(/;

/** A call that is kept, as a line. */
const WORKS = /\w\(.*\);$/;

function isAboutThreads(call: string): boolean {
  return CREATES.test(call) || ENDS.test(call);
}
