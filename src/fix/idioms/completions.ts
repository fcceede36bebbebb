import { ARMS, COMPLETES, CREATES, QUEUES, WAKES } from "../../kernel-api/index.ts";
import { sitesFrom, type CallSite } from "../../check/index.ts";
import { calleeName, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { isLasting } from "../names.ts";
import { CALL_DEPTH, type Idiom, type Repair } from "../repair.ts";
import { followers, leaves, placeOf, predecessors, type StatementPlace } from "../statement-place.ts";

/** Waits for a completion; the second kind may leave before it comes (kernel/sched/completion.c). */
const WAITS = /^wait_for_completion(?:_io)?(_interruptible|_killable|_timeout)*$/;
const LEAVES_EARLY = /^wait_for_completion(?:_io)?(?:_(?:interruptible|killable|timeout))+$/;

function waitsIn({ program }: Repair, names: RegExp): CallSite[] {
  return program.indexed
    .filter(({ isMacro }) => !isMacro)
    .flatMap((fn) => program.callsIn(fn))
    .filter(({ call }) => names.test(calleeName(call) ?? ""));
}

/**
 * A completion counts: complete_all() sets it to done for ever, and complete() for a waiter who has left by then is counted for the next
 * one. Who waits anew begins at nothing; kernel/sched/completion.c, complete_all().
 */
export const REINIT_COMPLETION: Idiom = {
  title: "begin the completion anew before what completes it is set going again",
  cost: "nothing",
  example: `reinit_completion(&done);
schedule_work(&work);
wait_for_completion(&done);`,
  apply(repair) {
    const { patch, program } = repair;
    let done = 0;
    for (const { fn, call } of waitsIn(repair, WAITS)) {
      const [what] = call.args;
      if (!what || isOwn(fn, what) || isBegunAnew(repair, fn, what)) continue;
      const start = predecessors(placeOf(fn, call)).findLast((place) => setsGoing(repair, place));
      if (!start) continue;
      patch.insertBefore(start, `reinit_completion(${wordsOf(fn, what)});`);
      done++;
    }
    const isCompleted = [...COMPLETES].some((name) => program.callsOf(name).length > 0);
    if (done === 0 || !isCompleted)
      throw new CannotEdit(
        "no completion that lasts is waited for behind what is set going in the same block",
      );
  },
};

/** Whether a completion goes with the function's frame, or with an object that only this function is sure to have. */
function isOwn(fn: CFunction, what: Expr): boolean {
  const name = what.kind === "unary" && what.op === "&" ? wordsOf(fn, what.operand) : "";
  const onStack = `\\b(DECLARE_COMPLETION_ONSTACK|COMPLETION_INITIALIZER_ONSTACK)\\(\\s*${name}\\s*\\)`;
  return (
    !isLasting(fn, what) ||
    (/^\w+$/.test(name) && new RegExp(onStack).test(fn.file.code.slice(fn.start, fn.end)))
  );
}

function isBegunAnew({ program }: Repair, fn: CFunction, what: Expr): boolean {
  const words = wordsOf(fn, what).replace(/\s/g, "");
  return program
    .callsIn(fn)
    .some(
      ({ call }) =>
        /^(?:re)?init_completion$/.test(calleeName(call) ?? "") &&
        call.args[0] !== undefined &&
        wordsOf(fn, call.args[0]).replace(/\s/g, "") === words,
    );
}

const starts = (name: string): boolean =>
  ARMS.has(name) || WAKES.has(name) || QUEUES.has(name) || CREATES.has(name) || name.startsWith("wake_up");

/** Whether a statement makes somebody else begin, by itself or in a function that it calls. */
function setsGoing({ program }: Repair, { fn, stmt }: StatementPlace): boolean {
  return program
    .callsIn(fn)
    .filter(({ call }) => stmt.start <= call.start && call.end <= stmt.end)
    .flatMap((site) => sitesFrom(program, site, CALL_DEPTH))
    .some(({ call }) => starts(calleeName(call) ?? ""));
}

/** Whoever completes it writes to it: what lies on the waiter's stack, or goes with the waiter, is there until then. */
export const WAIT_TO_THE_END: Idiom = {
  title: "wait until it is completed, whatever comes between",
  cost: "the waiter can neither be interrupted nor give up",
  weight: 3,
  example: `DECLARE_COMPLETION_ONSTACK(done);
...
wait_for_completion(&done);`,
  apply(repair) {
    let done = 0;
    for (const { fn, call } of waitsIn(repair, LEAVES_EARLY)) {
      const [what] = call.args;
      if (!what || !isOwn(fn, what)) continue;
      waitPlainly(repair, placeOf(fn, call), call, what);
      done++;
    }
    if (done === 0)
      throw new CannotEdit("nobody gives up waiting for a completion of his own stack or object");
  },
};

type Call = CallSite["call"];

function waitPlainly(repair: Repair, place: StatementPlace, call: Call, what: Expr): void {
  const { fn, stmt } = place;
  const wait = `wait_for_completion(${wordsOf(fn, what)});`;
  if (stmt.kind === "expr" && stmt.expr === call) return repair.patch.rewrite(place, wait);
  if (stmt.kind === "if") {
    if (!isOnlyAsked(stmt.test, call))
      throw new CannotEdit(`${where(fn, stmt)}: more is asked than the wait`);
    return withoutBranch(repair, place, stmt, wait);
  }
  if (stmt.kind !== "expr" || stmt.expr.kind !== "assign" || stmt.expr.value !== call)
    throw new CannotEdit(`${where(fn, stmt)}: the result of the wait goes a way that is not followed`);
  const name = wordsOf(fn, stmt.expr.target);
  const [test] = followers(place);
  if (test?.stmt.kind !== "if" || !isOnlyAskedOf(fn, test.stmt.test, name))
    throw new CannotEdit(`${where(fn, stmt)}: nobody asks at once how the wait ended`);
  const rest = fn.file.text.slice(test.stmt.end, fn.end);
  if (new RegExp(`\\b${name}\\b`).test(rest) || !fn.locals.has(name))
    throw new CannotEdit(`${where(fn, stmt)}: ${name} is looked at further down`);
  repair.patch.rewrite(place, wait);
  withoutBranch(repair, test, test.stmt);
}

/** The branch of whoever gave up goes; what was done otherwise stays. */
function withoutBranch(
  { patch }: Repair,
  place: StatementPlace,
  { yes, no }: Extract<Stmt, { kind: "if" }>,
  ...lines: readonly string[]
): void {
  const { fn, stmt } = place;
  if (no ?? !leaves(yes)) throw new CannotEdit(`${where(fn, stmt)}: more depends on how the wait ended`);
  if (lines.length === 0) patch.remove(place);
  else patch.rewrite(place, ...lines);
}

/** `wait(...)`, `!wait(...)`, `wait(...) == 0`, `wait(...) < 0`. */
function isOnlyAsked(test: Expr, asked: Expr): boolean {
  if (test === asked) return true;
  if (test.kind === "unary" && test.op === "!") return isOnlyAsked(test.operand, asked);
  if (test.kind === "call" && /^(?:un)?likely$/.test(calleeName(test) ?? ""))
    return test.args[0] !== undefined && isOnlyAsked(test.args[0], asked);
  return test.kind === "binary" && test.right.kind === "number" && isOnlyAsked(test.left, asked);
}

function isOnlyAskedOf(fn: CFunction, test: Expr, name: string): boolean {
  if (test.kind === "unary" && test.op === "!") return isOnlyAskedOf(fn, test.operand, name);
  if (test.kind === "binary" && test.right.kind === "number") return isOnlyAskedOf(fn, test.left, name);
  return wordsOf(fn, test) === name;
}
