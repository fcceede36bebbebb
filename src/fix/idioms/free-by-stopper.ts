import { CREATES } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { endOf, where, wordsOf, type HandleStop } from "../handle.ts";
import { threadFunction, threadOf, type Idiom, type Repair } from "../repair.ts";
import { placesIn, type StatementPlace } from "../statement-place.ts";
import { frees } from "./order.ts";

/** Whoever stops the thread needs what it was given, if only to find its handle: a thread that ends by itself leaves it there. */
export const FREE_BY_STOPPER: Idiom = {
  title: "free what the thread was given when it has been stopped, not in the thread",
  cost: "what was given to a thread that ended early stays until it is stopped",
  weight: 1,
  example: `kthread_stop(ctx->task);
kfree(ctx);		/* without: kfree(ctx); in fn() */`,
  apply(repair) {
    const fn = threadFunction(repair);
    const { stops } = threadOf(repair);
    const own = freesOfArgument(repair, fn);
    const [first] = own;
    if (!first) throw new CannotEdit(`${fn.name}() does not free what it was given`);
    if (stops.length === 0) throw new CannotEdit(`nothing stops ${fn.name}()`);
    for (const { place } of own) repair.patch.remove(place);
    for (const end of stops.map(endOf)) {
      const { place } = end;
      if (place.stmt.kind !== "expr" || place.stmt.expr !== end.site.call)
        throw new CannotEdit(`${where(place.fn, place.stmt)}: the result of the stop is used`);
      if (!isSeenFrom(repair, first, place.fn))
        throw new CannotEdit(`${place.fn.name}() cannot call ${first.callee}()`);
      repair.patch.insertAfter(place, `${first.callee}(${objectAt(repair, end)});`);
    }
  },
};

interface OwnFree {
  readonly place: StatementPlace;
  readonly callee: string;
}

/** The statements in which a thread function frees what it was created with. */
function freesOfArgument(repair: Repair, fn: CFunction): OwnFree[] {
  const [parameter] = [...fn.locals].find(([, { isParameter }]) => isParameter) ?? [];
  if (parameter === undefined) return [];
  const names = new Set([parameter]);
  const found: OwnFree[] = [];
  for (const place of placesIn(fn)) {
    const { stmt } = place;
    if (stmt.kind === "decl")
      for (const { name, init } of stmt.declarators)
        if (init && names.has(wordsOf(fn, init))) names.add(name);
    if (stmt.kind !== "expr" || stmt.expr.kind !== "call") continue;
    const callee = calleeName(stmt.expr);
    const [freed, more] = stmt.expr.args;
    if (callee === undefined || !freed || more || !names.has(wordsOf(fn, freed))) continue;
    if (frees(repair, fn, stmt)) found.push({ place, callee });
  }
  return found;
}

/** Calls of the kernel can be made anywhere; a function of the file only behind where it is defined. */
function isSeenFrom({ program }: Repair, { place, callee }: OwnFree, from: CFunction): boolean {
  const target = program.lookup(callee, place.fn);
  return target === undefined || (target.file === from.file && target.start < from.start);
}

/** How the stopper names what the thread was given: what its handle lies in, or the variable that was handed on. */
function objectAt(repair: Repair, { place, handle }: HandleStop): string {
  const { creations, name } = threadOf(repair);
  for (const { site } of creations) {
    const { fn, call, parents } = site;
    const at = CREATES.get(calleeName(call) ?? "")?.functionArg;
    const given = at === undefined ? undefined : call.args[at + 1];
    const kept = parents.findLast((expr) => expr.kind === "assign");
    if (!given) continue;
    const words = wordsOf(fn, given);
    const [, holder, member] = /^(.+)->(\w+)$/.exec(handle) ?? [];
    if (holder !== undefined && kept?.kind === "assign" && wordsOf(fn, kept.target) === `${words}->${member}`)
      return holder;
    const isGlobal = given.kind === "name" && !fn.locals.has(words) && fn.file.globals.has(words);
    if (isGlobal && fn.file === place.fn.file && !place.fn.locals.has(words)) return words;
  }
  throw new CannotEdit(`${place.fn.name}() cannot name what ${name}() was given`);
}
