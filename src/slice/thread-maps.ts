import { calleeName, type CFunction, type Expr } from "../source/index.ts";
import { callsOf, isCreation, type Call } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";

/** What an argument of a call on a map is: what is not the map, an index or an entry has a value that decides nothing. */
type MapArgument = "map" | "index" | "id" | "entry" | { readonly otherwise: string };

const GFP: MapArgument = { otherwise: "GFP_KERNEL" };
const NUMBER: MapArgument = { otherwise: "0" };

/** Keeps things under numbers, or gives back what is kept there (lib/xarray.c, lib/idr.c). */
const MAP_CALLS: ReadonlyMap<string, readonly MapArgument[]> = new Map<string, readonly MapArgument[]>([
  ["xa_init", ["map"]],
  ["xa_init_flags", ["map", NUMBER]],
  ["xa_load", ["map", "index"]],
  ["xa_erase", ["map", "index"]],
  ["xa_store", ["map", "index", "entry", GFP]],
  ["xa_insert", ["map", "index", "entry", GFP]],
  ["xa_alloc", ["map", "id", "entry", { otherwise: "xa_limit_32b" }, GFP]],
  ["xa_empty", ["map"]],
  ["xa_destroy", ["map"]],
  ["xa_for_each", ["map", "index", "entry"]],
  ["idr_init", ["map"]],
  ["idr_alloc", ["map", "entry", NUMBER, NUMBER, GFP]],
  ["idr_alloc_cyclic", ["map", "entry", NUMBER, NUMBER, GFP]],
  ["idr_find", ["map", "index"]],
  ["idr_remove", ["map", "index"]],
  ["idr_replace", ["map", "entry", "index"]],
  ["idr_is_empty", ["map"]],
  ["idr_destroy", ["map"]],
  ["idr_for_each_entry", ["map", "entry", "index"]],
]);

/** A call on a map of threads, argument by argument. */
export interface ThreadMapCall {
  readonly name: string;
  readonly map: PlaceKey;
  readonly args: readonly { readonly is: MapArgument; readonly expr: Expr }[];
}

/** A call on a map that the driver keeps threads in themselves; what holds objects is told by those (objects.ts). */
export function threadMapCall(driver: Driver, call: Expr, fn: CFunction): ThreadMapCall | undefined {
  const name = calleeName(call);
  const row = name === undefined ? undefined : MAP_CALLS.get(name);
  if (call.kind !== "call" || name === undefined || !row || !driver.model.calls.has(name)) return undefined;
  const map = mapOf(driver, call, fn);
  if (map === undefined || !mapsOf(driver).has(map)) return undefined;
  const args = row.flatMap((is, index) => {
    const expr = call.args[index];
    return expr ? [{ is, expr }] : [];
  });
  return args.length === row.length ? { name, map, args } : undefined;
}

/** Where the numbers are that a map's entries stand under. */
export function indexesOf(map: PlaceKey): PlaceKey {
  return `${map}[]`;
}

const known = new WeakMap<Driver, ReadonlySet<PlaceKey>>();

function mapsOf(driver: Driver): ReadonlySet<PlaceKey> {
  const before = known.get(driver);
  if (before) return before;
  const maps = new Set<PlaceKey>();
  for (const fn of driver.functions.values())
    for (const call of callsOf(fn, (name) => MAP_CALLS.get(name)?.includes("entry") === true)) {
      const entry = call.args[MAP_CALLS.get(calleeName(call) ?? "")?.indexOf("entry") ?? -1];
      const map = mapOf(driver, call, fn);
      const isThread = entry && (isCreation(entry) || driver.tagOf(entry, fn) === "task_struct");
      if (isThread && map !== undefined) maps.add(map);
    }
  known.set(driver, maps);
  return maps;
}

/** A map that a parameter points to may be any. */
function mapOf(driver: Driver, { args: [map] }: Call, fn: CFunction): PlaceKey | undefined {
  const key = map && driver.keyOf(map, fn);
  return key === undefined || /^\?|^\w+:/.test(key) ? undefined : key;
}
