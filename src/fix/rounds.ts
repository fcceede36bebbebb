import { walkExpressions, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { CannotEdit } from "./edit.ts";
import { where, wordsOf, type HandleCreation, type HandleStop } from "./handle.ts";
import { declare } from "./error-returns.ts";
import type { Patcher } from "./patcher.ts";
import { placesIn, type StatementPlace } from "./statement-place.ts";

/** A loop that creates one thread a round, and how the one of a round is named. */
export interface Round {
  readonly end: number;
  /** Its counter, and where that begins. */
  readonly index: string;
  readonly from: string;
  /** What it stays below. */
  readonly bound: string | undefined;
  readonly handle: string;
}

/** What a loop counts, from where, and what it stays below. */
interface Counter {
  readonly index: string;
  readonly from: Expr;
  readonly bound: Expr | undefined;
}

/** The innermost loop around a creation, where it counts up and the handle tells the round. */
export function loopOf({ place, handle = "" }: HandleCreation): Round | undefined {
  const loop = loopAround(place);
  if (!loop) return undefined;
  const { fn } = place;
  const counter = loop.kind === "for" ? counterOf(fn, loop) : undefined;
  const named = ofRound(fn, loop, handle);
  if (!counter || !tellsRound(named, counter))
    throw new CannotEdit(`${where(fn, place.stmt)}: the threads of the rounds before cannot be named here`);
  const { index, from, bound } = counter;
  const words = (expr: Expr): string => wordsOf(fn, expr);
  return { index, from: words(from), bound: bound && words(bound), end: loop.end, handle: named };
}

/** What the loop around a stop counts, where the handle tells the round. */
export function counterAround({ place, handle }: Pick<HandleStop, "place" | "handle">): Counter | undefined {
  const loop = loopAround(place);
  const counter = loop?.kind === "for" ? counterOf(place.fn, loop) : undefined;
  return loop && counter && tellsRound(ofRound(place.fn, loop, handle), counter) ? counter : undefined;
}

function loopAround({ around }: StatementPlace): Stmt | undefined {
  return around.findLast(
    ({ kind }) => kind === "for" || kind === "while" || kind === "do" || kind === "macro",
  );
}

/** What the loop around a statement asks before each round, or after it. */
export function testAround(place: StatementPlace): Expr | undefined {
  const loop = loopAround(place);
  return loop?.kind === "for" || loop?.kind === "while" || loop?.kind === "do" ? loop.test : undefined;
}

function tellsRound(named: string, { index }: Counter): boolean {
  return new RegExp(`\\[\\s*${index}\\s*\\]`).test(named);
}

/** `for (i = 0; i < bound; i++)` */
function counterOf(fn: CFunction, { init, test, step }: Extract<Stmt, { kind: "for" }>): Counter | undefined {
  const set =
    init?.kind === "expr" && init.expr.kind === "assign" && init.expr.op === "=" ? init.expr : undefined;
  const declared = init?.kind === "decl" && init.declarators.length === 1 ? init.declarators[0] : undefined;
  const index = set ? wordsOf(fn, set.target) : declared?.name;
  const from = set ? set.value : declared?.init;
  if (index === undefined || from === undefined || !step) return undefined;
  const counts = fn.file.text.slice(step.start, step.end).replace(/\s/g, "");
  if (![`${index}++`, `++${index}`, `${index}+=1`].includes(counts)) return undefined;
  const isBelow = test?.kind === "binary" && test.op === "<" && wordsOf(fn, test.left) === index;
  return { index, from, bound: isBelow ? test.right : undefined };
}

/**
 * `w->task` is `workers[i].task` where the loop sets `w = &workers[i]`, or `w = workers + i`; `t` is `threads[i]` where it
 * is kept there.
 */
function ofRound(fn: CFunction, loop: Stmt, handle: string): string {
  const sets = assignmentsIn(fn, loop);
  if (/^\w+$/.test(handle)) return sets.find(({ value }) => wordsOf(fn, value) === handle)?.target ?? handle;
  const [, pointer, member] = /^(\w+)->(.+)$/.exec(handle) ?? [];
  if (pointer === undefined) return handle;
  const values = sets.filter(({ target }) => target === pointer).map(({ value }) => value);
  const [value] = values;
  if (!value || values.some((each) => wordsOf(fn, each) !== wordsOf(fn, value))) return handle;
  const words = wordsOf(fn, value);
  const [, element] = /^&\s*(\w+\s*\[.*\])$/.exec(words) ?? [];
  if (element !== undefined) return `${element}.${member}`;
  const [, array, index] = /^(\w+)\s*\+\s*(\w+)$/.exec(words) ?? [];
  return array === undefined ? handle : `${array}[${index}].${member}`;
}

/** What a loop sets, by declarations and by assignments, in the order of the text. */
function assignmentsIn(fn: CFunction, loop: Stmt): { readonly target: string; readonly value: Expr }[] {
  const found = new Map<Expr, string>();
  for (const { stmt } of placesIn(fn).filter(({ around }) => around.includes(loop))) {
    if (stmt.kind === "decl") for (const { name, init } of stmt.declarators) if (init) found.set(init, name);
    walkExpressions(stmt, (expr) => {
      if (expr.kind === "assign" && expr.op === "=") found.set(expr.value, wordsOf(fn, expr.target));
    });
  }
  return [...found].map(([value, target]) => ({ target, value }));
}

/**
 * What stops the thread, or each thread of a loop, in another function, whose counter is declared for it; `named` says how that
 * function names what the creator does.
 */
export function stopLines(
  patch: Patcher,
  fn: CFunction,
  created: HandleCreation,
  named: (words: string) => string = (words) => words,
): string[] {
  const round = loopOf(created);
  if (!round) return [`kthread_stop(${named(created.handle ?? "")});`];
  const { index, from, bound, handle } = round;
  const inner = bound?.match(/[A-Za-z_]\w*/g) ?? [];
  if (bound === undefined || inner.some((word) => created.place.fn.locals.has(word) && named(word) === word))
    throw new CannotEdit(`${where(fn, fn)}: ${fn.name}() cannot tell how many threads there are`);
  const counter = fn.locals.get(index);
  if (counter && (counter.isParameter || !/^(unsigned )?(int|long|size_t)$/.test(counter.type)))
    throw new CannotEdit(`${where(fn, fn)}: ${index} means something else in ${fn.name}()`);
  const isEmpty = fn.body?.kind !== "block" || fn.body.body.length === 0;
  if (!counter && !isEmpty) declare(patch, fn, `int ${index};`);
  return [
    ...(isEmpty ? [`int ${index};`, ""] : []),
    `for (${index} = ${from}; ${index} < ${named(bound)}; ${index}++)`,
    `\tkthread_stop(${named(handle)});`,
  ];
}
