import { FREES_POINTER } from "../../kernel-api/index.ts";
import {
  calleeName,
  structTag,
  walkExpressions,
  type CFunction,
  type Expr,
  type Stmt,
} from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { wordsOf } from "../handle.ts";
import { include } from "../include.ts";
import { exitFunction, type Idiom, type Repair } from "../repair.ts";
import { placesIn, type StatementPlace } from "../statement-place.ts";
import { isCall } from "./order.ts";
import { insertAtExit } from "./unload.ts";

/** After them who begins to read does not come to the object any more: include/linux/rcupdate.h, rculist.h. */
const HIDES =
  /^(rcu_assign_pointer|rcu_replace_pointer|RCU_INIT_POINTER|h?list_(?:bl_)?(?:del|replace)(?:_init)?_rcu)$/;
const WAITS = /^synchronize_(?:rcu|net|srcu)(?:_expedited)?$/;

interface Freed {
  readonly place: StatementPlace;
  readonly object: Expr;
}

/** Where memory is freed at once which readers may have found before it was hidden from them, further up in the function. */
function freedUnderReaders({ program }: Repair): Freed[] {
  const found = program.indexed.filter(({ isMacro }) => !isMacro).flatMap((fn) => freedIn(program, fn));
  if (found.length === 0) throw new CannotEdit("nothing is freed behind the place where RCU readers lose it");
  const lost = found.filter(({ place: { fn } }) => hidingsIn(program, fn).some(isNothing));
  return lost.length > 0 ? lost : found;
}

function freedIn(program: Repair["program"], fn: CFunction): Freed[] {
  const hidings = hidingsIn(program, fn);
  return placesIn(fn).flatMap((place) => {
    const { stmt } = place;
    const [object] = stmt.kind === "expr" && stmt.expr.kind === "call" ? stmt.expr.args : [];
    if (!object || !isCall(stmt, FREES_POINTER)) return [];
    const before = hidings.filter(({ start }) => start < stmt.start);
    const waits = program
      .callsIn(fn)
      .some(({ call }) => call.start < stmt.start && WAITS.test(calleeName(call) ?? ""));
    const isShown = before.some(
      (call) => call.args[1] !== undefined && wordsOf(fn, call.args[1]) === wordsOf(fn, object),
    );
    return before.length > 0 && !waits && !isShown ? [{ place, object }] : [];
  });
}

type Call = Extract<Expr, { kind: "call" }>;

function hidingsIn(program: Repair["program"], fn: CFunction): Call[] {
  return program
    .callsIn(fn)
    .map(({ call }) => call)
    .filter((call) => HIDES.test(calleeName(call) ?? ""));
}

function isNothing({ args: [, value] }: Call): boolean {
  return value?.kind === "name" && value.name === "NULL";
}

/** Readers that may stand on it are waited for. */
export const FREE_AFTER_READERS: Idiom = {
  title: "wait for RCU readers before the memory is freed",
  cost: "the caller sleeps for a grace period",
  weight: 2,
  example: `rcu_assign_pointer(config, NULL);
synchronize_rcu();
kfree(old);`,
  apply(repair) {
    for (const { place } of freedUnderReaders(repair)) {
      include(repair.patch, place.fn.file, "linux/rcupdate.h");
      repair.patch.insertBefore(place, "synchronize_rcu();");
    }
  },
};

/** Nobody waits: the memory goes when the readers have; include/linux/rcupdate.h, kfree_rcu(). */
export const FREE_BEHIND_READERS: Idiom = {
  title: "free the memory when RCU readers are done with it",
  cost: "the memory goes a grace period later",
  example: `rcu_assign_pointer(config, new);
kfree_rcu(old, rcu);`,
  apply(repair) {
    for (const { place, object } of freedUnderReaders(repair)) {
      const { fn, stmt } = place;
      const head = headOf(repair, fn, object);
      if (head === undefined || stmt.kind !== "expr" || calleeName(stmt.expr) !== "kfree")
        throw new CannotEdit("what is freed has no struct rcu_head");
      include(repair.patch, fn.file, "linux/rcupdate.h");
      repair.patch.rewrite(place, `kfree_rcu(${wordsOf(fn, object)}, ${head});`);
    }
  },
};

/** The member by which the object of a local pointer can be given to RCU. */
function headOf({ program }: Repair, { locals }: CFunction, object: Expr): string | undefined {
  const type = object.kind === "name" ? locals.get(object.name)?.type : undefined;
  const tag = type === undefined ? undefined : structTag(type);
  const fields = program.files.map(({ structs }) => structs.get(tag ?? "")).find(Boolean);
  return [...(fields ?? [])].find(([, field]) =>
    /\bstruct (?:rcu_head|callback_head)$/.test(field.type),
  )?.[0];
}

/** Callbacks that are on their way have run when rcu_barrier() returns; kernel/rcu/tree.c, and srcutree.c for those of SRCU. */
export const RCU_BARRIER: Idiom = {
  title: "wait for RCU callbacks when the module is unloaded",
  cost: "unloading waits for a grace period",
  weight: 2,
  example: `static void __exit foo_exit(void)
{
	...
	rcu_barrier();
}`,
  apply(repair) {
    const exit = exitFunction(repair);
    include(repair.patch, exit.file, "linux/rcupdate.h");
    insertAtExit(repair, exit, "last", "rcu_barrier();");
  },
};

export const SRCU_BARRIER: Idiom = {
  title: "wait for SRCU callbacks when the module is unloaded",
  cost: "unloading waits for a grace period",
  weight: 2,
  example: `static void __exit foo_exit(void)
{
	...
	srcu_barrier(&readers);
}`,
  apply(repair) {
    const exit = exitFunction(repair);
    const domains = new Set(
      repair.program.callsOf("call_srcu").flatMap(({ fn, call }) => {
        const [domain] = call.args;
        return domain && fn.file === exit.file ? [wordsOf(fn, domain)] : [];
      }),
    );
    if (domains.size === 0) throw new CannotEdit("nobody gives a callback to SRCU");
    const lines = [...domains].map((domain) => `srcu_barrier(${domain});`);
    const end = placesIn(exit).find(({ stmt }) => endsDomain(stmt));
    if (end) repair.patch.insertBefore(end, ...lines);
    else insertAtExit(repair, exit, "last", ...lines);
  },
};

function endsDomain(stmt: Stmt): boolean {
  let ends = false;
  if (stmt.kind === "expr")
    walkExpressions(stmt, (expr) => (ends ||= calleeName(expr) === "cleanup_srcu_struct"));
  return ends;
}
