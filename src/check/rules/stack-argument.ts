import type { Finding } from "../../core/finding.ts";
import { calleeName, walkExpressions, type CFunction, type Expr } from "../../source/index.ts";
import { finding, note, type Case } from "../case.ts";
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
export function* stackArgument({ program, thread, paths }: Case): Generator<Finding> {
  const { fn } = thread;
  const parameter = fn?.parameters[0]?.name;
  if (!fn || parameter === undefined || !thread.wakes || !mentions(fn, parameter)) return;
  for (const creation of thread.creations) {
    const { fn: maker, call } = creation.site;
    const name = localGiven(creation);
    if (name === undefined || callsUnknown(program, maker)) continue;
    if (sitesWithin(program, maker, 2).some((site) => WAITS.test(calleeName(site.call) ?? ""))) continue;
    const left = paths.made.find(
      (made) => made.root === maker && isLeft(made, onlyUnwinds(thread, creation)),
    );
    if (!left) continue;
    yield finding(
      "use-after-free",
      "error",
      `${thread.name}() is given the address of ${name}, a local variable: it is gone when ${maker.name}() returns, and the thread may read it later`,
      maker,
      call,
      [
        note(`thread ${thread.name} reads it through ${parameter}`, fn, fn),
        ...notesOfTrail(left.end.state.trail, maker.name),
      ],
    );
  }
}

/** The creator may wait until the thread has read it. A stop that is waited for is seen on its path. */
const WAITS = /^(?:s?wait_event|wait_for|down|kthread_(?:flush|park)|flush_|msleep|schedule_timeout)/;

/** The variable on the creator's stack whose address is handed to the thread. */
function localGiven({ site, namedAt }: Creation): string | undefined {
  const data = site.call.args[1];
  if (namedAt !== site || data === undefined) return undefined;
  const place = addressed(data);
  if (place === undefined) return undefined;
  const local = site.fn.locals.get(place);
  return local && !local.isStatic && !local.isParameter ? place : undefined;
}

function addressed(expr: Expr): string | undefined {
  if (expr.kind === "cast") return addressed(expr.operand);
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
