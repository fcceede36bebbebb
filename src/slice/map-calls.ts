import type { Expr } from "../source/index.ts";
import { Conditions } from "./conditions.ts";
import type { PlaceKey } from "./driver.ts";
import { indexesOf, type ThreadMapCall } from "./thread-maps.ts";

/** Goes round for each entry of a map. */
const LOOPS = /_for_each(_entry)?$/;

/** Writes what is done with maps of threads: the model has them, and the driver says under which numbers. */
export abstract class MapCalls extends Conditions {
  /** A call on a map of threads, or the head of a loop over one; undefined where its map or its entry cannot be written. */
  onMap({ name, map, args }: ThreadMapCall): string | undefined {
    const texts = args.map(({ is, expr }) => {
      if (is === "map") return this.path(expr);
      if (is === "index") return this.mapIndex(map, expr, name);
      if (is === "id") return this.path(expr);
      if (is !== "entry") return this.operand(expr) ?? is.otherwise;
      const key = this.driver.keyOf(expr, this.fn);
      if (key !== undefined) {
        this.facts.flow(key, map);
        if (LOOPS.test(name)) this.facts.flow(map, key);
      }
      return this.operand(expr);
    });
    return texts.includes(undefined) ? undefined : `${name}(${texts.join(", ")})`;
  }

  /** A number that entries stand under: those that are looked for are among those that the driver names, if it names any. */
  private mapIndex(map: PlaceKey, expr: Expr, name: string): string | undefined {
    if (LOOPS.test(name)) return this.path(expr);
    const indexes = indexesOf(map);
    const key = this.driver.keyOf(expr, this.fn);
    if (key !== undefined) this.facts.flow(key, indexes);
    const text = this.operand(expr);
    if (text !== undefined) {
      if (key === undefined) this.facts.test(indexes, text);
      return text;
    }
    const named = [...this.facts.valuesOf(indexes)].filter((value) => value !== "NULL" && value !== "ERR");
    return named.length === 0 ? "0" : `unoops_value(${this.why(expr)}, 0, ${named.join(", ")})`;
  }
}
