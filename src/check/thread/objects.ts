import { walkExpressions, type CFunction, type Expr } from "../../source/index.ts";
import { keyOfName, sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";

/**
 * Tells apart the handles of several objects in one function: in `replace(new, old)` what happens to `new->thread` says nothing
 * of `old->thread`. Where a function knows one object only, whatever names it has, nothing is told apart.
 */
export class Objects {
  readonly #program: SourceProgram;
  readonly #keys: ReadonlySet<Key>;
  readonly #several = new Map<CFunction, ReadonlySet<string>>();

  constructor(program: SourceProgram, keys: ReadonlySet<Key>) {
    this.#program = program;
    this.#keys = keys;
  }

  /** What to add to a place's key: the variable through which the object is reached, or nothing. */
  mark(place: Expr, fn: CFunction): string {
    const root = rootOf(place);
    if (root === undefined) return "";
    let several = this.#several.get(fn);
    if (!several) this.#several.set(fn, (several = this.#severalIn(fn)));
    return several.has(root) ? `@${root}` : "";
  }

  /** Variables of one type, none copied from another, through which the function reaches the handle. */
  #severalIn(fn: CFunction): Set<string> {
    const roots = new Set<string>();
    if (fn.body)
      walkExpressions(fn.body, (expr) => {
        const key = expr.kind === "member" ? this.#program.keyOf(expr, fn) : undefined;
        const root = key !== undefined && this.#isHandle(key) ? rootOf(expr) : undefined;
        if (root !== undefined && fn.locals.has(root)) roots.add(root);
      });
    const types = new Set([...roots].map((root) => fn.locals.get(root)?.type));
    const copied = [...roots].some((root) =>
      this.#program
        .writesTo(keyOfName(root, fn, this.#program))
        .some(({ value }) => value === undefined || value.kind === "name"),
    );
    return roots.size > 1 && types.size === 1 && !copied ? roots : new Set();
  }

  #isHandle(key: Key): boolean {
    return [...this.#keys].some((handle) => sameKey(handle, key));
  }
}

/** The variable at the left end of `a->b.c`. */
export function rootOf(place: Expr): string | undefined {
  if (place.kind === "name") return place.name;
  return place.kind === "member" ? rootOf(place.object) : undefined;
}
