import { lastingKey } from "../../check/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { whenCreated } from "../creation-edits.ts";
import { handleCreation, returnsResult, where, wordsOf, type HandleCreation } from "../handle.ts";
import { testOf } from "../handle-test.ts";
import { include } from "../include.ts";
import { loopOf, stopLines } from "../rounds.ts";
import { spelling } from "../rename-call.ts";
import { exitFunction, onlyCreation, threadFunction, threadOf, type Idiom, type Repair } from "../repair.ts";
import { followers, placesIn, predecessors, textOf, type StatementPlace } from "../statement-place.ts";
import { freeName } from "../names.ts";
import { frees } from "./order.ts";
import { waysOut } from "./wait-for-stop.ts";

/** Where in the exit function: before all else, before what is freed, or behind what tells the thread to end. */
type When = "first" | "before free" | "last";

const WHEN: Readonly<Record<When, string>> = {
  first: "when the module is unloaded",
  "before free": "when it was told to end, before what it uses is freed",
  last: "at the end of unloading, when it was told to end",
};

export function insertAtExit(repair: Repair, exit: CFunction, when: When, ...lines: string[]): void {
  const { patch } = repair;
  if (when === "before free") patch.insertBefore(firstFreeing(repair, exit), ...lines);
  else if (exit.body?.kind === "block" && exit.body.body.length === 0) patch.fill(exit, ...lines);
  else if (when === "first") patch.insertBefore(firstOf(exit), ...lines);
  else patch.insertAfter(lastOf(exit), ...lines);
}

/** The exit function stops the thread, whose handle is kept already. */
function stopAtExit(when: When): Idiom {
  return {
    title: `stop the thread ${WHEN[when]}`,
    cost: "unloading waits for the thread",
    weight: 2,
    example: `static void __exit foo_exit(void)
{
	...
	kthread_stop(k);
}`,
    apply(repair) {
      const created = handleCreation(onlyCreation(repair));
      const exit = exitFunction(repair);
      const kept =
        created.handle !== undefined && outlivesFunction(created) ? created.handle : keptHandle(repair);
      const handle = kept ?? newHandle(repair, created);
      if (exit.file !== created.place.fn.file)
        throw new CannotEdit("the module's exit function is in another file than the handle");
      if (threadOf(repair).stops.some(({ site }) => site.fn === exit))
        throw new CannotEdit(`${exit.name}() stops the thread already`);
      insertAtExit(repair, exit, when, ...stopLines(repair.patch, exit, { ...created, handle }));
    },
  };
}

export const STOP_AT_EXIT = stopAtExit("first");
export const STOP_AT_END_OF_EXIT = stopAtExit("last");

/** A global is there when the module is unloaded. */
function outlivesFunction(created: HandleCreation): boolean {
  const { place } = created;
  const handle = loopOf(created)?.handle ?? created.handle ?? "";
  const [, array] = /^(\w+)\s*\[/.exec(handle) ?? [];
  if (array !== undefined) return place.fn.file.globals.has(array) && !place.fn.locals.has(array);
  const name = /^\w+$/.exec(handle)?.[0];
  if (name === undefined) return place.fn.file.globals.has(/^(\w+)\./.exec(handle)?.[1] ?? "");
  return !place.fn.locals.has(name) || place.fn.locals.get(name)?.isStatic === true;
}

/** The one global that the handle gets into from there: `if (!IS_ERR(t)) k = t;` */
function keptHandle(repair: Repair): string | undefined {
  const [, name] = /^global:(?:[^:]*:)?(\w+)$/.exec(lastingKey(threadOf(repair)) ?? "") ?? [];
  const { file } = exitFunction(repair);
  if (name === undefined || !/\btask_struct$/.test(file.globals.get(name)?.type ?? "")) return undefined;
  const isArray = new RegExp(`\\b${name}\\s*\\[`).test(file.code);
  return isArray ? undefined : name;
}

/** A thread whose handle is dropped, or dies with the function that created it, gets a variable that stays. */
function newHandle(repair: Repair, created: HandleCreation): string {
  const { place, site } = created;
  const { fn, stmt } = place;
  const handle = freeName(fn, `${threadOf(repair).name}_task`);
  repair.patch.above(fn, `static struct task_struct *${handle};`);
  if (created.handle !== undefined) {
    whenCreated(repair, created, [`${handle} = ${created.handle};`]);
    return handle;
  }
  if (returnsResult(place, site.call)) {
    const creation = fn.file.text.slice(site.call.start, site.call.end);
    repair.patch.rewrite(place, `${handle} = ${creation};`, `return PTR_ERR_OR_ZERO(${handle});`);
    return handle;
  }
  const words = textOf({ fn, stmt });
  const back = /\b(int|long)\b/.test(fn.returnType);
  if (!back)
    throw new CannotEdit(
      `${where(fn, site.call)}: ${fn.name}() cannot tell its caller that there is no thread`,
    );
  repair.patch.rewrite(
    place,
    `${handle} = ${words}`,
    `if (IS_ERR(${handle}))`,
    `\treturn PTR_ERR(${handle});`,
  );
  return handle;
}

/** The first statement behind the declarations. */
function firstOf(fn: CFunction): StatementPlace {
  const body = fn.body?.kind === "block" ? fn.body : undefined;
  const first = body?.body.find(({ kind }) => kind !== "decl");
  if (!body || !first) throw new CannotEdit(`${fn.name}() is empty`);
  return { fn, stmt: first, around: [body] };
}

/** The first statement that frees, where something else is done before it. */
function firstFreeing(repair: Repair, fn: CFunction): StatementPlace {
  const first = placesIn(fn).find((place) => place.around.length === 1 && frees(repair, fn, place.stmt));
  if (!first || !predecessors(first).some(({ stmt }) => stmt.kind !== "decl"))
    throw new CannotEdit(`${fn.name}() does nothing before it frees`);
  return first;
}

/** The last statement that is no return. */
function lastOf(fn: CFunction): StatementPlace {
  const body = fn.body?.kind === "block" ? fn.body : undefined;
  const last = body?.body.findLast(({ kind }) => kind !== "return");
  if (!body || !last) throw new CannotEdit(`${fn.name}() is empty`);
  return { fn, stmt: last, around: [body] };
}

/** A thread that nobody stops tells its end from inside the kernel's text, and unloading waits for that. */
function completeAndExit(when: When): Idiom {
  return {
    title: `wait for the end of the thread ${WHEN[when]}`,
    cost: "unloading waits for the thread; nobody can make it hurry",
    weight: 3,
    example: `static DECLARE_COMPLETION(done);
...
	kthread_complete_and_exit(&done, 0);	/* complete_and_exit() before 5.17 */
...
static void __exit foo_exit(void)
{
	...
	wait_for_completion(&done);
}`,
    apply(repair) {
      const fn = threadFunction(repair);
      const created = handleCreation(onlyCreation(repair));
      const exit = exitFunction(repair);
      if (threadOf(repair).stops.length > 0) throw new CannotEdit("the thread is stopped somewhere");
      if (exit.file !== fn.file || created.place.fn.file !== fn.file)
        throw new CannotEdit("thread, creation and exit are not in one file");
      const name = exitName(repair);
      const done = freeName(fn, `${fn.name}_done`);
      repair.patch.above(fn, `static DECLARE_COMPLETION(${done});`);
      include(repair.patch, fn.file, "linux/completion.h");
      for (const place of waysOut(fn)) repair.patch.rewrite(place, `${name}(&${done}, ${resultOf(place)});`);
      completeWhenFailed(repair, created, done);
      insertAtExit(repair, exit, when, `wait_for_completion(&${done});`);
    },
  };
}

export const COMPLETE_AND_EXIT = completeAndExit("first");
export const COMPLETE_BEFORE_FREE_IN_EXIT = completeAndExit("before free");
export const COMPLETE_AT_END_OF_EXIT = completeAndExit("last");

/** Without a thread, nobody else would complete what unloading waits for. */
function completeWhenFailed({ patch }: Repair, { place, handle, site }: HandleCreation, done: string): void {
  const { fn, stmt } = place;
  if (returnsResult(place, site.call)) return; // then the module is not loaded
  if (handle === undefined) {
    const words = textOf({ fn, stmt }).replace(/;$/, "");
    patch.rewrite(place, `if (IS_ERR(${words}))`, `\tcomplete(&${done});`);
    return;
  }
  const isTested = followers(place).some(
    (next) => next.stmt.kind === "if" && testOf(fn, next.stmt.test, handle),
  );
  if (!isTested) patch.insertAfter(place, `if (IS_ERR(${handle}))`, `\tcomplete(&${done});`);
}

function exitName({ kernels }: Repair): string {
  return spelling(kernels, "complete_and_exit", "kthread_complete_and_exit");
}

function resultOf({ fn, stmt }: StatementPlace): string {
  if (stmt.kind === "return" && stmt.value) return wordsOf(fn, stmt.value);
  const [code] = stmt.kind === "expr" && stmt.expr.kind === "call" ? stmt.expr.args.slice(-1) : [];
  return code ? wordsOf(fn, code) : "0";
}

/** What init allocated is freed by exit. */
export const FREE_AT_EXIT: Idiom = {
  title: "free the module's memory when it is unloaded",
  cost: "nothing",
  example: `static void __exit foo_exit(void)
{
	...
	kfree(buffer);
}`,
  apply(repair) {
    const exit = exitFunction(repair);
    for (const fn of repair.program.indexed) {
      for (const place of placesIn(fn)) {
        const { stmt } = place;
        if (stmt.kind !== "expr" || stmt.expr.kind !== "assign") continue;
        const name = calleeName(stmt.expr.value) ?? "";
        const target = wordsOf(fn, stmt.expr.target);
        if (!/^k[mzc]alloc|^kmemdup$|^kstrdup$/.test(name) || !/^\w+$/.test(target) || fn.locals.has(target))
          continue;
        if (fn.file !== exit.file || new RegExp(`\\bk?v?free\\w*\\(${target}\\)`).test(exit.file.text))
          continue;
        insertAtExit(repair, exit, "last", `kfree(${target});`);
        return;
      }
    }
    throw new CannotEdit("no global variable holds the memory that is left");
  },
};
