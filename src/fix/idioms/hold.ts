import { GETS, PUTS } from "../../kernel-api/index.ts";
import { callsOn } from "../../check/index.ts";
import { calleeName, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { createAsleep, keptCreation, whenCreated } from "../creation-edits.ts";
import { includeTaskReferences } from "../include.ts";
import { handleStays, threadOf, type Idiom, type Repair } from "../repair.ts";
import { type HandleStop } from "../handle.ts";
import { testOf } from "../handle-test.ts";
import { placeOf, placesIn, predecessors, type StatementPlace } from "../statement-place.ts";
import { endsOf, putAfter } from "../stop-edits.ts";

/** The reference is taken while the thread cannot run yet, and dropped when it has been stopped. */
export const HOLD_FROM_CREATION: Idiom = {
  title: "hold the thread's task_struct from its creation",
  cost: "one reference; a thread that ended early keeps its task_struct (some kilobytes) until it is stopped",
  weight: 1,
  example: `k = kthread_create(fn, data, "name");
if (IS_ERR(k))
	return PTR_ERR(k);
get_task_struct(k);
wake_up_process(k);
...
kthread_stop(k);
put_task_struct(k);`,
  apply(repair) {
    const thread = threadOf(repair);
    handleStays(repair);
    for (const creation of thread.creations) {
      const created = keptCreation(creation);
      const { fn } = created.place;
      const gets = callsOn(repair.program, GETS, new Set(creation.keys)).filter((site) => site.fn === fn);
      const [get] = gets.toSorted((a, b) => a.call.start - b.call.start);
      const lines = {
        get: `get_task_struct(${created.handle});`,
        wake: `wake_up_process(${created.handle});`,
      };
      if (creation.wakes) {
        createAsleep(repair, created);
        if (get) repair.patch.insertAfter(placeOf(fn, get.call), lines.wake);
        else whenCreated(repair, created, [lines.get, lines.wake]);
      } else if (get) {
        throw new CannotEdit("a reference is already taken before the thread is woken");
      } else whenCreated(repair, created, [lines.get]);
      includeTaskReferences(repair.patch, fn.file, repair.kernels);
    }
    dropOwn(repair);
    for (const end of endsOf(repair)) {
      putAfter(repair, end);
      includeForPut(repair, end.place.fn.file);
    }
  },
};

/** What a thread takes of itself it takes too late, and what it drops too early: it may be stopped before it runs. */
function dropOwn({ thread, patch }: Repair): void {
  if (!thread?.fn) return;
  for (const place of placesIn(thread.fn)) if (isOfCurrent(place.stmt)) patch.remove(place);
}

/** `get_task_struct(current);`, `put_task_struct(current);` */
function isOfCurrent(stmt: Stmt): boolean {
  if (stmt.kind !== "expr" || stmt.expr.kind !== "call") return false;
  const name = calleeName(stmt.expr) ?? "";
  const [task] = stmt.expr.args;
  return (GETS.has(name) || PUTS.has(name)) && task?.kind === "name" && task.name === "current";
}

/** The file that stops is often another one than the file that creates. */
function includeForPut(repair: Repair, file: Parameters<typeof includeTaskReferences>[1]): void {
  if (threadOf(repair).creations.some(({ site }) => site.fn.file === file)) return;
  includeTaskReferences(repair.patch, file, repair.kernels);
}

/** Enough only where nothing but what the stopper does ends the thread early. */
export const HOLD_ACROSS_STOP: Idiom = {
  title: "hold the thread's task_struct while it is told to end and stopped",
  cost: "one reference for a moment; right only as long as nothing but the stopper ends the thread early",
  example: `get_task_struct(k);
send_sig(SIGTERM, k, 1);
kthread_stop(k);
put_task_struct(k);`,
  apply(repair) {
    for (const end of endsOf(repair)) {
      const first = firstOfItsBlock(end);
      if (!first)
        throw new CannotEdit(`${end.place.fn.name}() does nothing before the stop that could end the thread`);
      repair.patch.insertBefore(first, `get_task_struct(${end.handle});`);
      putAfter(repair, end);
      includeTaskReferences(repair.patch, end.place.fn.file, repair.kernels);
    }
  },
};

/** Behind the declarations, and behind a test of the handle. */
function firstOfItsBlock({ place, handle }: HandleStop): StatementPlace | undefined {
  let first: StatementPlace | undefined;
  for (const before of predecessors(place)) {
    const { stmt, fn } = before;
    if (stmt.kind === "decl" || (stmt.kind === "if" && testOf(fn, stmt.test, handle))) break;
    first = before;
  }
  return first;
}
