import type { Finding } from "../../core/finding.ts";
import {
  calleeName,
  innerStatements,
  walkExpressions,
  withoutCasts,
  type CFunction,
  type Expr,
  type TextRange,
  type Stmt,
} from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import type { SourceProgram } from "../code/program.ts";
import { sitesWithin } from "../code/reach.ts";
import { notesOfTrail } from "../path-notes.ts";
import { CREATED, SEEN_TO } from "../thread/arrival.ts";
import { callsUnknown } from "../thread/joins.ts";
import { loopsAround } from "../thread/loops.ts";
import type { Made } from "../thread/stop-paths.ts";
import type { Creation, Thread } from "../thread/thread.ts";

/**
 * A thread that is given the address of a local variable, and a creator that returns without having waited for it: what the
 * thread then reads is a stack that others use, `use-after-free`.
 */
export function* stackArgument({ program, thread, paths }: ThreadCase): Generator<Finding> {
  const { fn } = thread;
  const parameter = fn?.parameters[0]?.name;
  if (!fn || parameter === undefined || !thread.wakes || !mentions(fn, parameter)) return;
  for (const creation of thread.creations) {
    const maker = creation.site.fn;
    const gift = localGiven(program, creation);
    if (gift === undefined || [maker, gift.owner].some((one) => mayWait(program, one))) continue;
    if (gift.owner !== maker && stopsIn(program, gift.owner, thread)) continue;
    const left = paths.made.find(
      (made) => made.root === maker && isLeft(made, onlyUnwinds(thread, creation)),
    );
    if (!left) continue;
    yield finding(
      "use-after-free",
      "error",
      `${thread.name}() is given the address of ${gift.name}, a local variable: it is gone when ${gift.owner.name}() returns, and the thread may read it later`,
      gift.owner,
      gift.call,
      [
        note(`thread ${thread.name} reads it through ${parameter}`, fn, fn),
        ...notesOfTrail(left.end.state.trail, maker.name),
      ],
    );
  }
}

/** Whether a creator waits for the thread, by a call that nobody here follows. */
function mayWait(program: SourceProgram, fn: CFunction): boolean {
  return (
    callsUnknown(program, fn) ||
    sitesWithin(program, fn, 2).some(({ call }) => WAITS.test(calleeName(call) ?? ""))
  );
}

function stopsIn(program: SourceProgram, fn: CFunction, { stops }: Thread): boolean {
  const calls = new Set(stops.map(({ site }) => site.call));
  return sitesWithin(program, fn, 3).some(({ call }) => calls.has(call));
}

/** The creator may wait until the thread has read it. A stop that is waited for is seen on its path. */
const WAITS = /^(?:s?wait_event|wait_for|down|kthread_(?:flush|park)|flush_|msleep|schedule_timeout)/;

/** A local variable of some function, and the call that hands its address on. */
interface Gift {
  readonly owner: CFunction;
  readonly name: string;
  readonly call: TextRange;
}

/** The variable whose address the thread gets: of its creator, or of one that calls the creator with it. */
function localGiven(program: SourceProgram, { site, namedAt }: Creation): Gift | undefined {
  const data = site.call.args[1];
  if (namedAt !== site || data === undefined) return undefined;
  const own = localIn(site.fn, data);
  if (own !== undefined) return { owner: site.fn, name: own, call: site.call };
  const index = data.kind === "name" ? site.fn.parameters.findIndex(({ name }) => name === data.name) : -1;
  for (const { fn, call } of index < 0 ? [] : program.callersOf(site.fn)) {
    const arg = call.args[index];
    const name = arg && localIn(fn, arg);
    if (name !== undefined) return { owner: fn, name, call };
  }
  return undefined;
}

function localIn(fn: CFunction, data: Expr): string | undefined {
  const place = addressed(data) ?? (data.kind === "name" && isArray(fn, data.name) ? data.name : undefined);
  const local = place === undefined ? undefined : fn.locals.get(place);
  return local && !local.isStatic && !local.isParameter ? place : undefined;
}

function isArray({ body }: CFunction, name: string): boolean {
  const declares = (stmt: Stmt): boolean =>
    (stmt.kind === "decl" && stmt.declarators.some((one) => one.array && one.name === name)) ||
    innerStatements(stmt).some(declares);
  return body !== undefined && declares(body);
}

function addressed(value: Expr): string | undefined {
  const expr = withoutCasts(value);
  if (expr.kind !== "unary" || expr.op !== "&") return undefined;
  return partOf(expr.operand);
}

/** The variable of which `x`, `x.member` or `x[i]` is a part; what a pointer leads to is elsewhere. */
function partOf(place: Expr): string | undefined {
  if (place.kind === "name") return place.name;
  return place.kind === "member" && !place.arrow ? partOf(place.object) : undefined;
}

function mentions({ body }: CFunction, name: string): boolean {
  let found = false;
  if (body)
    walkExpressions(body, (expr) => {
      found ||= expr.kind === "name" && expr.name === name;
    });
  return found;
}

/** Whether the creator stops threads in the loop that creates them alone: to undo those before the one that failed. */
function onlyUnwinds({ stops }: Thread, { site }: Creation): boolean {
  const heads = new Set(loopsAround(site));
  return stops.every(
    (stop) => stop.site.fn !== site.fn || loopsAround(stop.site).some((head) => heads.has(head)),
  );
}

function isLeft({ end: { state } }: Made, onlyUnwound: boolean): boolean {
  const { marks } = state;
  if (marks.has(`stopped:${CREATED}`) || (marks.has(SEEN_TO) && !onlyUnwound)) return false;
  return marks.has("created") && marks.has(`woken:${CREATED}`);
}
