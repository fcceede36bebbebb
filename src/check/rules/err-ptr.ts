import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { hasOtherGuard, isSaidByThread } from "../thread/other-guard.ts";
import { notesOfTrail } from "../path-notes.ts";
import { nullReason } from "./null-handle.ts";
import { ERROR_NOTICED } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { atFailed, BEFORE, CREATED, type Arrival } from "../thread/arrival.ts";
import { stopsOfErrors } from "../thread/error-arrives.ts";
import { indexOf, isElement, statementsAround } from "../thread/loops.ts";
import { rootOf } from "../thread/objects.ts";
import { madeByCallers, type Made } from "../thread/stop-paths.ts";
import type { Stop, Thread } from "../thread/thread.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import type { CFunction, Expr, Stmt } from "../../source/index.ts";
import { truthOf } from "../paths/value.ts";

/** kthread_stop() of an ERR_PTR, or of a handle that is still or again NULL: `kthread-err-ptr`. Creating never gives NULL. */
export function* errPtr(subject: ThreadCase): Generator<Finding> {
  const { program, thread, paths } = subject;
  const said = new Set(thread.stops.filter((stop) => isSaidByThread(program, thread, stop)));
  const arrivals = paths.arrivals.filter(({ stop }) => !said.has(stop));
  const left = leftBy(subject, arrivals.length > 0);
  const told = new Set<number>();
  const arrives = errorArrivals(subject);
  const reasons = [
    (arrival: Arrival) => reasonOf(arrival, left, paths.makers.has(arrival.root), subject, arrives),
    (arrival: Arrival) => nullReason(subject, arrival),
  ];
  for (const [reason, arrival] of reasons.flatMap((one) => arrivals.map((at) => [one, at] as const))) {
    const { site } = arrival.stop;
    const why = told.has(site.call.start) ? undefined : reason(arrival);
    if (why === undefined) continue;
    told.add(site.call.start);
    const [creation] = thread.creations;
    yield finding(
      "kthread-err-ptr",
      arrival.handle.kind !== "task" && hasOtherGuard(program, arrival.stop) ? "warning" : "error",
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

function reasonOf(
  arrival: Arrival,
  left: readonly CFunction[],
  made: boolean,
  { program, thread }: ThreadCase,
  arrives: (maker: CFunction, arrival: Arrival) => boolean,
): string | undefined {
  const { stop, handle, state } = arrival;
  if (handle.kind === "error") return made ? "creation failed on this path" : undefined;
  if (handle.kind !== "task" || state.marks.has(`noterr:${handle.id}`)) return undefined;
  if (made && state.marks.has("failing") && isElement(stop)) return "nobody checks whether creation failed";
  const maker = handle.id === BEFORE ? left.find((fn) => arrives(fn, arrival)) : undefined;
  if (maker) return `${maker.name}() stores one in the handle when creation fails`;
  if (
    handle.id === CREATED &&
    state.marks.has("failed-element") &&
    (stopsAll(program, stop, thread) || stopsFailed(stop, state))
  ) {
    return "the element whose creation failed is stopped like the others";
  }
  return undefined;
}

/** Whether an ERR_PTR that one function left comes to a stop; what two functions do together is followed once. */
function errorArrivals({ program, thread }: ThreadCase): (maker: CFunction, arrival: Arrival) => boolean {
  const known = new Map<CFunction, Map<CFunction, ReadonlySet<Stop> | undefined>>();
  return (maker, { root, stop }) => {
    const ofMaker = known.get(maker) ?? new Map<CFunction, ReadonlySet<Stop> | undefined>();
    known.set(maker, ofMaker);
    if (!ofMaker.has(root)) ofMaker.set(root, stopsOfErrors(program, thread, maker, root, leavesError));
    return ofMaker.get(root)?.has(stop) ?? true;
  };
}

/** The functions that end well with an ERR_PTR in the handle. */
function leftBy(subject: ThreadCase, withCallers: boolean): readonly CFunction[] {
  const makers = [...new Set(subject.paths.made.filter(leavesError).map(({ root }) => root))];
  const caller = makers.length === 0 && withCallers ? ignored(subject) : undefined;
  return caller ? [caller.root] : makers;
}

/** A caller that goes on as if nothing had happened where the function that creates the thread left an ERR_PTR, and said so. */
function ignored({ program, thread, paths }: ThreadCase): Made | undefined {
  const tell = new Set(paths.made.filter(keepsError).map(({ root }) => root));
  for (const maker of tell) {
    if (!keepsInGiven(program, thread, maker)) continue;
    const left = madeByCallers(program, thread, maker).find(leavesError);
    if (left) return left;
  }
  return undefined;
}

/** Whether the handle's object is the caller's: one that the function made itself goes when it fails. */
function keepsInGiven(program: SourceProgram, { keys }: Thread, maker: CFunction): boolean {
  return [...keys]
    .flatMap((key) => program.writesTo(key))
    .filter(({ fn }) => fn === maker)
    .every(({ expr }) => {
      const root = expr.kind === "assign" ? rootOf(expr.target) : undefined;
      const local = root === undefined ? undefined : maker.locals.get(root);
      return root !== undefined && (!local || local.isParameter);
    });
}

const keepsError = ({ places }: Made): boolean => [...places.values()].some(({ kind }) => kind === "error");

/** Whether a function that creates the thread may succeed, or say nothing, with an ERR_PTR left in a lasting place. */
function leavesError(made: Made): boolean {
  const { root, end } = made;
  if (!keepsError(made)) return false;
  const truth = truthOf(end.value);
  if (/\bvoid\b(?! \*)/.test(root.returnType)) return !end.state.marks.has(ERROR_NOTICED);
  if (root.returnType.includes("*") && truth === false) return false;
  return end.state.marks.has(ERROR_NOTICED) ? truth === false : truth !== true;
}

/** `for (; i >= 0; i--)` begins with the element whose creation failed. */
function stopsFailed({ site: { call } }: Stop, { marks }: State): boolean {
  const [handle] = call.args;
  const index = handle && indexOf(handle);
  return index !== undefined && marks.has(atFailed(index));
}

/** Whether the innermost loop around a stop is one over everything, the element that failed included: `for_each_...`, or as far as the creations'. */
function stopsAll(program: SourceProgram, { site }: Stop, { creations }: Thread): boolean {
  const innermost = innermostLoop(site);
  if (innermost?.kind === "macro") return innermost.loop;
  const bound = innermost && boundOf(innermost);
  // a count that another function calls by the same name is another one, where the threads are created beside the stop
  const own = creations.filter(({ site: created }) => created.fn === site.fn);
  return (own.length > 0 ? own : creations).some(({ site: created }) => {
    const creating = innermostLoop(created);
    const end = creating && boundOf(creating);
    return (
      bound && end && words(site.fn, bound) === words(created.fn, end) && !isCutBack(program, created, end)
    );
  });
}

function innermostLoop(site: CallSite): Stmt | undefined {
  return statementsAround(site).findLast(({ kind }) => /^(while|do|for|macro)$/.test(kind));
}

/** `N` of `for (i = 0; i < N; i++)`. */
function boundOf(loop: Stmt): Expr | undefined {
  if (loop.kind !== "for" || loop.test?.kind !== "binary" || loop.test.op !== "<") return undefined;
  const { init } = loop;
  const first = init?.kind === "expr" ? init.expr : undefined;
  const from =
    first?.kind === "assign" ? first.value : init?.kind === "decl" ? init.declarators[0]?.init : undefined;
  return from?.kind === "number" && from.value === 0 ? loop.test.right : undefined;
}

/** Whether the bound is set anew behind the creation: `count = i;` where it fails. */
function isCutBack(program: SourceProgram, { fn, call }: CallSite, bound: Expr): boolean {
  const key = program.keyOf(bound, fn);
  return (
    key !== undefined &&
    program.writesTo(key).some((write) => write.fn === fn && write.expr.start > call.start)
  );
}

const words = ({ file }: CFunction, { start, end }: Expr): string => file.text.slice(start, end);
