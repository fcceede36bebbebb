import { GETS, PUTS } from "../../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr } from "../../source/index.ts";
import { callsOn } from "../../check/index.ts";
import { keptCreation, whenCreated } from "../creation-edits.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { allEmptyings, onlyCreation, threadFunction, threadOf, type Idiom } from "../repair.ts";
import { blockOf, placeOf, placesIn } from "../statement-place.ts";
import { endsOf, putAfter } from "../stop-edits.ts";

/** The reference that was taken is dropped where the thread is stopped. */
export const PUT_AFTER_STOP: Idiom = {
  title: "drop the reference to the thread after its stop",
  cost: "nothing",
  example: `kthread_stop(k);
put_task_struct(k);`,
  apply(repair) {
    for (const end of endsOf(repair)) putAfter(repair, end);
  },
};

/** A reference that nobody needs is not taken. */
export const DROP_GET: Idiom = {
  title: "take no reference to a thread that only its stop ends",
  cost: "nothing; wrong as soon as the thread gets a second way out",
  example: `k = kthread_run(fn, data, "name");`,
  apply(repair) {
    const { keys } = threadOf(repair);
    const gets = callsOn(repair.program, GETS, keys);
    if (gets.length === 0) throw new CannotEdit("nobody takes a reference");
    for (const { fn, call } of [...gets, ...callsOn(repair.program, PUTS, keys)])
      repair.patch.remove(placeOf(fn, call));
  },
};

/** A handle that is emptied by the thread, or by somebody who does not stop it, tells its stopper nothing that is still true. */
export const KEEP_HANDLE: Idiom = {
  title: "leave the thread's handle to whoever stops it",
  cost: "where somebody else emptied it, the thread runs on until its stop",
  example: `static int fn(void *data)
{
	...
	return 0;	/* without: k = NULL; */
}`,
  apply(repair) {
    const { fn: own, creations, stops } = threadOf(repair);
    const others = new Set([...creations, ...stops].map(({ site }) => site.fn));
    const writes = allEmptyings(repair).filter(({ fn }) => fn === own || !others.has(fn));
    if (writes.length === 0)
      throw new CannotEdit("the handle is emptied only by who starts or stops the thread");
    for (const { fn, expr } of writes) {
      const place = placeOf(fn, expr);
      if (place.stmt.kind !== "expr" || place.stmt.expr !== expr)
        throw new CannotEdit(`${where(fn, expr)}: the handle is set to NULL inside of an expression`);
      repair.patch.remove(place);
    }
  },
};

/** A thread that has not come to run yet has told nobody who it is. */
export const NAME_WHERE_CREATED: Idiom = {
  title: "keep the thread's handle where it is created, not where it runs",
  cost: "nothing",
  example: `t = kthread_run(fn, data, "name");
if (IS_ERR(t))
	return PTR_ERR(t);
k = t;		/* without: k = current; in fn() */`,
  apply(repair) {
    const fn = threadFunction(repair);
    let done = 0;
    for (const place of placesIn(fn)) {
      const { stmt } = place;
      if (stmt.kind !== "expr" || stmt.expr.kind !== "assign" || stmt.expr.op !== "=") continue;
      const { target, value } = stmt.expr;
      if (value.kind !== "name" || value.name !== "current" || !isGlobal(fn, target)) continue;
      const created = keptCreation(onlyCreation(repair));
      whenCreated(repair, created, [`${wordsOf(fn, target)} = ${created.handle};`]);
      repair.patch.remove(place);
      done++;
    }
    if (done === 0) throw new CannotEdit(`${fn.name}() keeps no handle of itself`);
  },
};

function isGlobal({ locals, file }: CFunction, place: Expr): boolean {
  return place.kind === "name" && !locals.has(place.name) && file.globals.has(place.name);
}

/** `allow_signal(SIGKILL | SIGTERM)` is one call for each. */
export const ALLOW_EACH_SIGNAL: Idiom = {
  title: "allow each signal by a call of its own",
  cost: "nothing",
  example: `allow_signal(SIGKILL);
allow_signal(SIGTERM);`,
  apply(repair) {
    let done = 0;
    for (const { fn, call } of repair.program.callsOf("allow_signal")) {
      const [mask] = call.args;
      const signals = mask
        ? wordsOf(fn, mask)
            .split("|")
            .map((word) => word.trim().replace(/^sigmask\((\w+)\)$/, "$1"))
        : [];
      if (signals.length < 2 && !(mask && wordsOf(fn, mask).startsWith("sigmask"))) continue;
      if (!signals.every((word) => /^SIG\w+$/.test(word)))
        throw new CannotEdit(`${where(fn, call)}: the signals cannot be told apart`);
      const place = placeOf(fn, call);
      if (place.stmt.kind !== "expr" || !blockOf(place))
        throw new CannotEdit(`${where(fn, call)}: several statements would need braces here`);
      repair.patch.rewrite(
        place,
        ...signals.map((word) => `${calleeName(call) ?? "allow_signal"}(${word});`),
      );
      done++;
    }
    if (done === 0) throw new CannotEdit("no call allows several signals at once");
  },
};
