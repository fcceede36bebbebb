import type { Finding } from "../../core/finding.ts";
import { childrenOf, innerStatements, type Expr, type Stmt } from "../../source/index.ts";
import { finding, note, type Case } from "../case.ts";
import { isLocal } from "../code/key.ts";
import { notesOfTrail } from "../path-notes.ts";
import { ERROR_NOTICED } from "../paths/semantics.ts";
import type { Program } from "../code/program.ts";
import { BEFORE, CREATED, type Arrival } from "../thread/arrival.ts";
import { indexed } from "../thread/loops.ts";
import type { Made } from "../thread/stop-paths.ts";
import type { Stop, Thread } from "../thread/thread.ts";
import { truthOf } from "../paths/value.ts";

/** kthread_stop() of an ERR_PTR: `kthread-err-ptr`. kthread_run() and kthread_create() never give NULL. */
export function* errPtr(subject: Case): Generator<Finding> {
  const { program, thread, paths } = subject;
  const left = paths.made.find(leavesError);
  const told = new Set<number>();
  for (const arrival of paths.arrivals) {
    const { site } = arrival.stop;
    const why =
      reasonOf(arrival, left, paths.makers.has(arrival.root)) ?? nullReason(program, arrival, thread);
    if (why === undefined || told.has(site.call.start)) continue;
    told.add(site.call.start);
    const [creation] = thread.creations;
    yield finding(
      "kthread-err-ptr",
      arrival.handle.kind === "error" && hasOtherGuard(program, arrival.stop) ? "warning" : "error",
      `kthread_stop() may get ${why.startsWith("NULL") ? why : `an ERR_PTR: ${why}`} (thread function ${thread.name})`,
      site.fn,
      site.call,
      [
        ...(creation
          ? [note(`creating ${thread.name} can fail here`, creation.site.fn, creation.site.call)]
          : []),
        ...notesOfTrail(arrival.state.trail, `stopper ${arrival.root.name}`),
      ],
    );
  }
}

/**
 * A function that stops the thread and leaves NULL in the handle, while another one than its first creator has to create it
 * anew: when that fails (a resume, say), the next stop finds NULL.
 */
function nullReason(program: Program, { stop, handle, state }: Arrival, thread: Thread): string | undefined {
  if (handle.kind !== "task" || handle.id !== BEFORE || state.marks.has(`nonnull:${BEFORE}`))
    return undefined;
  const makers = new Set(thread.creations.map(({ site }) => site.fn));
  if (isLocal(stop.key) || makers.size < 2) return undefined;
  const before = thread.stops.find(({ site, key }) => {
    if (key !== stop.key || site.fn === stop.site.fn) return false;
    const writes = program.writesTo(key).filter((write) => write.fn === site.fn && isNull(write.value));
    return writes.some((write) => write.expr.start > site.call.end);
  });
  const [, second] = [...makers].map(({ name }) => name);
  return (
    before &&
    `NULL: ${before.site.fn.name}() clears the handle, and ${second}() may fail to create the thread again`
  );
}

function isNull(value: Expr | undefined): boolean {
  return value?.kind === "name" && value.name === "NULL";
}

function reasonOf(
  { stop, handle, state }: Arrival,
  left: Made | undefined,
  made: boolean,
): string | undefined {
  if (handle.kind === "error") return made ? "creation failed on this path" : undefined;
  if (handle.kind !== "task" || state.marks.has(`noterr:${handle.id}`)) return undefined;
  if (made && state.marks.has("failing") && isElement(stop)) return "nobody checks whether creation failed";
  if (handle.id === BEFORE && left) return `${left.root.name}() stores one in the handle when creation fails`;
  if (handle.id === CREATED && state.marks.has("failed-element") && stopsAll(stop)) {
    return "the element whose creation failed is stopped like the others";
  }
  return undefined;
}

function isElement({ site }: Stop): boolean {
  const [arg] = site.call.args;
  return arg !== undefined && indexed(arg);
}

/** Whether a function that creates the thread may succeed, or say nothing, with an ERR_PTR left in a lasting place. */
function leavesError({ root, end, places }: Made): boolean {
  if (![...places.values()].some((value) => value.kind === "error")) return false;
  const truth = truthOf(end.value);
  if (/\bvoid\b(?! \*)/.test(root.returnType)) return !end.state.marks.has(ERROR_NOTICED);
  if (root.returnType.includes("*") && truth === false) return false;
  return end.state.marks.has(ERROR_NOTICED) ? truth === false : truth !== true;
}

/** Whether a condition around the stop asks for something else than the handle, which may tell that creation failed. */
function hasOtherGuard(program: Program, { site, key }: Stop): boolean {
  const guards: Expr[] = [];
  const visit = (stmt: Stmt): void => {
    if (site.call.start < stmt.start || site.call.end > stmt.end) return;
    if (stmt.kind === "if" && site.call.start > stmt.test.end) guards.push(stmt.test);
    for (const inner of innerStatements(stmt)) visit(inner);
  };
  if (site.fn.body) visit(site.fn.body);
  return guards.some((guard) => placesIn(guard).some((place) => program.keyOf(place, site.fn) !== key));
}

/** The innermost names, fields and elements that an expression reads. */
function placesIn(expr: Expr): Expr[] {
  if (expr.kind === "member" || expr.kind === "index" || expr.kind === "name") return [expr];
  const children = expr.kind === "call" ? expr.args : childrenOf(expr);
  return children.flatMap(placesIn);
}

/** Whether the innermost loop around a stop is one over everything (`for_each_...`), the element that failed included. */
function stopsAll({ site }: Stop): boolean {
  let innermost: Stmt | undefined;
  const visit = (stmt: Stmt): void => {
    if (site.call.start < stmt.start || site.call.end > stmt.end) return;
    if (/^(while|do|for|macro)$/.test(stmt.kind)) innermost = stmt;
    for (const inner of innerStatements(stmt)) visit(inner);
  };
  if (site.fn.body) visit(site.fn.body);
  return innermost?.kind === "macro" && innermost.loop;
}
