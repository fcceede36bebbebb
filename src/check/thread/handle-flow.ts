import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { lastWord, sameKey, type Key } from "../code/key.ts";
import { EXCHANGES, KEEPS_NO_TASK, STORES, TRANSPARENT } from "../../kernel-api/index.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";

/** Where a value goes next: into a place, or out of a function. */
type Sink =
  | { readonly kind: "key"; readonly key: Key }
  /** Whatever a function's parameter points to. */
  | { readonly kind: "behind"; readonly parameter: Key }
  | { readonly kind: "return"; readonly fn: CFunction };

/** Copies of a place: `to = from`, `return from`, `f(from)`. */
interface Copy {
  readonly from: Key;
  readonly sinks: readonly Sink[];
}

/** Which places may hold the same thread handle, by following copies, returns and arguments without regard to order. */
export class HandleFlow {
  readonly #program: SourceProgram;
  readonly #copies = new Map<string, Copy[]>();
  /** Parameters: a macro's is what it is given, in both directions; a function's is so behind a pointer. */
  readonly #parameters = new Map<Key, { readonly of: CFunction; readonly at: number }>();

  constructor(program: SourceProgram) {
    this.#program = program;
    for (const fn of program.indexed) this.#index(fn);
  }

  /** All places that the value of a call may reach, the call's own target first; `through`: the use of the macro that it stands in. */
  placesOf(site: CallSite, through?: CallSite): { places: Key[]; returned: boolean } {
    return this.#spread(this.#sinksOf(site.fn, site.call, site.parents, site.within), through);
  }

  /** All places to which what some places hold is copied; themselves first. */
  copiesOf(keys: readonly Key[]): Key[] {
    return this.#spread(keys.map((key) => ({ kind: "key", key }))).places;
  }

  #spread(from: readonly Sink[], through?: CallSite): { places: Key[]; returned: boolean } {
    const found: Key[] = [];
    const returned = new Set<CFunction>();
    const behind = new Set<Key>();
    const work = [...from];
    for (let sink = work.shift(); sink; sink = work.shift()) {
      if (sink.kind === "return") {
        if (returned.has(sink.fn)) continue;
        returned.add(sink.fn);
        for (const caller of this.#program.callersOf(sink.fn)) {
          work.push(...this.#sinksOf(caller.fn, caller.call, caller.parents, caller.within));
        }
      } else if (sink.kind === "behind") {
        if (!behind.has(sink.parameter)) work.push(...this.#givenTo(sink.parameter, through));
        behind.add(sink.parameter);
      } else if (!found.includes(sink.key)) {
        const { key } = sink;
        found.push(key);
        if (this.#parameters.get(key)?.of.isMacro) work.push(...this.#givenTo(key, through));
        for (const copy of this.#copies.get(lastWord(key)) ?? []) {
          if (sameKey(copy.from, key)) work.push(...copy.sinks);
        }
      }
    }
    return { places: found, returned: returned.size > 0 };
  }

  #index(fn: CFunction): void {
    if (!fn.body) return;
    for (const [at, { name }] of fn.parameters.entries())
      this.#parameters.set(parameterKey(fn, name), { of: fn, at });
    walkExpressions(fn.body, (expr, parents, within) => {
      if (expr.kind !== "name" && expr.kind !== "member" && expr.kind !== "index") return;
      const key = this.#program.keyOf(expr, fn);
      if (key === undefined) return;
      const sinks = this.#sinksOf(fn, expr, parents, within);
      if (sinks.length === 0) return;
      const word = lastWord(key);
      const list = this.#copies.get(word);
      if (list) list.push({ from: key, sinks });
      else this.#copies.set(word, [{ from: key, sinks }]);
    });
  }

  /** What a parameter stands for, or points to: in one use of the function or macro, if that is asked for, else in any. */
  #givenTo(parameter: Key, through: CallSite | undefined): Sink[] {
    const place = this.#parameters.get(parameter);
    if (!place) return [];
    const uses = this.#program.callersOf(place.of);
    const asked = uses.filter(({ call }) => call === through?.call);
    return (asked.length > 0 ? asked : uses).flatMap(({ fn, call }): Sink[] => {
      const arg = call.args[place.at];
      const key = arg && this.#program.keyOf(arg, fn);
      if (key === undefined) return [];
      if (place.of.isMacro || (arg?.kind === "unary" && arg.op === "&")) return [{ kind: "key", key }];
      return this.#parameters.has(key) ? [{ kind: "behind", parameter: key }] : [];
    });
  }

  /** Where the value of an expression goes, outward through what surrounds it. */
  #sinksOf(fn: CFunction, expr: Expr, parents: readonly Expr[], within: Stmt): Sink[] {
    const sinks: Sink[] = [];
    let inner = expr;
    for (const parent of parents.toReversed()) {
      if (parent.kind === "assign") {
        if (parent.value !== inner || parent.op !== "=") return sinks;
        const key = this.#program.keyOf(parent.target, fn);
        if (key !== undefined) sinks.push({ kind: "key", key });
        if (key !== undefined && parent.target.kind === "unary" && parent.target.op === "*")
          sinks.push({ kind: "behind", parameter: key });
      } else if (parent.kind === "conditional") {
        if (parent.test === inner) return sinks;
      } else if (parent.kind === "comma") {
        if (parent.items.at(-1) !== inner) return sinks;
      } else if (parent.kind === "call") {
        const name = calleeName(parent);
        const [target, value] = parent.args;
        if (name !== undefined && STORES.has(name) && value === inner && target) {
          const key = this.#program.keyOf(target, fn);
          return key === undefined ? sinks : [...sinks, { kind: "key", key }];
        }
        if (name === undefined || !isHandedOn(name))
          return [...sinks, ...this.#argumentSink(fn, parent, inner)];
      } else if (parent.kind === "unary") {
        if (parent.op !== "*" && parent.op !== "&") return sinks;
      } else if (parent.kind === "block") {
        if (!endsWith(parent.body, inner)) return sinks;
      } else if (parent.kind !== "cast") {
        return sinks;
      }
      inner = parent;
    }
    if (within.kind === "return" && within.value === inner) sinks.push({ kind: "return", fn });
    return sinks;
  }

  #argumentSink(fn: CFunction, call: Extract<Expr, { kind: "call" }>, inner: Expr): Sink[] {
    const name = calleeName(call);
    if (name === undefined || KEEPS_NO_TASK.has(name)) return [];
    const callee = this.#program.lookup(name, fn);
    const parameter = callee?.parameters[call.args.indexOf(inner)];
    if (!callee || !parameter) return [];
    return [{ kind: "key", key: parameterKey(callee, parameter.name) }];
  }
}

function parameterKey({ file, name }: CFunction, parameter: string): Key {
  return `local:${file.path}:${name}:${parameter}`;
}

/** Calls whose value is that of their argument: checked reads, and exchanges that give the old value. */
function isHandedOn(name: string): boolean {
  return TRANSPARENT.has(name) || EXCHANGES.has(name) || name === "get_task_struct";
}

/** Whether a `({ ... })` ends with this expression. */
function endsWith(body: Stmt, expr: Expr): boolean {
  const last = body.kind === "block" ? body.body.at(-1) : undefined;
  return last?.kind === "expr" && last.expr === expr;
}
