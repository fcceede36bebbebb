import { walkExpressions, withoutCasts, type CFunction, type Expr } from "../source/index.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import { handingsOf } from "./stores.ts";

/**
 * The pointers by which a function fills in what a parameter points to: the parameter, a variable that it is copied to (`int *err =
 * data;`), and the parameters of those functions of the driver's that it is handed on to. None, where something else is done with one of
 * them than to put a value there or to look at it, or where nobody puts one there.
 */
export function outPlaces(driver: Driver, fn: CFunction, parameter: string): ReadonlySet<PlaceKey> {
  const places = new Set<PlaceKey>();
  return useOf(driver, fn, parameter, places) === "written" ? places : NONE;
}

const NONE: ReadonlySet<PlaceKey> = new Set();

type Use = "written" | "looked at" | "something else";

/** @param seen pointers that were followed; this one is added */
function useOf(driver: Driver, fn: CFunction, name: string, seen: Set<PlaceKey>): Use {
  const key = `${fn.name}:${name}`;
  if (!fn.body || seen.has(key)) return "something else";
  seen.add(key);
  const uses: Use[] = [];
  walkExpressions(fn.body, (expr, parents, within) => {
    if (expr.kind !== "name" || expr.name !== name) return;
    const around = parents.filter(({ kind }) => kind !== "cast");
    const outer = around.at(-1);
    const copy = within.kind === "decl" && outer?.kind === "assign" ? outer.target : undefined;
    if (copy === expr) return; // its own declaration
    if (copy?.kind === "name") uses.push(useOf(driver, fn, copy.name, seen));
    else if (outer?.kind === "call") {
      const takers = handingsOf(driver, fn, outer).filter(({ arg }) => withoutCasts(arg) === expr);
      uses.push(combined(takers.map(({ own, parameter }) => useOf(driver, own, parameter, seen))));
    } else uses.push(useHere(around));
  });
  return combined(uses);
}

/** What is done where a pointer's name stands, told by what is around it, the innermost last. */
function useHere(around: readonly Expr[]): Use {
  const content = around.at(-1);
  const use = around.at(-2);
  if (content?.kind !== "unary" || content.op !== "*" || use?.kind === "unary") return "something else";
  if (use?.kind !== "assign" || use.target !== content) return "looked at";
  return use.op === "=" ? "written" : "something else";
}

function combined(uses: readonly Use[]): Use {
  if (uses.length === 0 || uses.includes("something else")) return "something else";
  return uses.includes("written") ? "written" : "looked at";
}
