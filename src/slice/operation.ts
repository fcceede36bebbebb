import type { Expr } from "../source/index.ts";
import { behind } from "./calls.ts";
import type { Driver } from "./driver.ts";

/** A function that the kernel calls, and what makes it call. */
export interface Operation {
  readonly name: string;
  /** The words by which its pair is known: first the field of its table that holds it, or its own name. */
  readonly words: readonly string[];
  /** The table of operations that it stands in: the two of a pair stand in one, or have what is left of their names in common. */
  readonly table: string | undefined;
}

export function operationOf(driver: Driver, name: string): Operation {
  for (const { globals } of driver.files)
    for (const { name: table, init } of globals.values()) {
      const field = init && fieldWith(init, name);
      if (field !== undefined) return { name, words: wordsOf(field), table };
    }
  return { name, words: wordsOf(name), table: undefined };
}

/** The field of a table of operations that holds a function; tables within tables too. */
export function fieldWith(expr: Expr, name: string): string | undefined {
  if (expr.kind !== "list") return undefined;
  for (const { field, value } of expr.items) {
    // `pm_ptr(fn)`, `__exit_p(fn)`
    const bare = behind(value);
    const [only, another] = bare.kind === "call" ? bare.args : [];
    const inner = only && !another ? only : bare;
    if (inner.kind === "name" && inner.name === name) return field;
    const deeper = fieldWith(inner, name);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** `ndo_open` is known by `ndo_open`, `open`; `start_streaming` by itself, `start`, `streaming`. */
function wordsOf(name: string): string[] {
  const parts = name
    .toLowerCase()
    .split("_")
    .filter((part) => part !== "");
  const pairs = parts.slice(1).map((part, index) => `${parts[index]}_${part}`);
  return [name.toLowerCase(), ...pairs, ...parts.toReversed()];
}
