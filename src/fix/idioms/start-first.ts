import { SHOWN } from "../../kernel-api/index.ts";
import { calleeName, walkExpressions, type CFunction, type Stmt } from "../../source/index.ts";
import { keptCreation } from "../creation-edits.ts";
import { applyEdits, CannotEdit, type Edit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { testBehind } from "../handle-test.ts";
import { indentAt } from "../layout.ts";
import { onlyCreation, type Idiom, type Repair } from "../repair.ts";
import { followers, leaves, placesIn, predecessors, type StatementPlace } from "../statement-place.ts";
import { linesOf } from "../text-places.ts";
import { moveStops, names } from "./order.ts";

/** Who opens a file that is there already meets no thread yet, or the error of one that could not be created. */
export const START_BEFORE_SHOWING: Idiom = {
  title: "start the thread before others can see the device or file that uses it",
  cost: "where the device cannot be registered, a thread was started for nothing",
  weight: 1,
  example: `k = kthread_run(fn, data, "name");
if (IS_ERR(k))
	return PTR_ERR(k);
err = misc_register(&device);
if (err) {
	kthread_stop(k);
	return err;
}`,
  apply(repair) {
    const created = keptCreation(onlyCreation(repair));
    const { place, handle } = created;
    const { fn } = place;
    const before = predecessors(place);
    const first = before.findLast(({ stmt }) => shownIn(stmt).length > 0);
    if (!first) throw new CannotEdit("nothing is registered before the thread is created");
    const passed = before.slice(0, before.indexOf(first) + 1).toReversed();
    const own = followers(place);
    const test = testBehind(created)?.place;
    const last = test && own.find(({ stmt }) => stmt === test.stmt);
    const moved = [place, ...(last ? own.slice(0, own.indexOf(last) + 1) : [])];
    const order = { repair, fn, handle, passed, moved };
    const failing = failureOf(order);
    const lines = movedLines(order, failing);
    needsNothing(order, lines.join("\n"));
    repair.patch.insertBefore(first, ...lines);
    repair.patch.replace(fn.file, spanOf(fn, moved), "");
    stopWhereTheyFail(order, failing);
    removeDeadLabels(order);
    tellsNoError(order);
  },
};

/** The change of order: these statements go before those. */
interface Order {
  readonly repair: Repair;
  readonly fn: CFunction;
  readonly handle: string;
  /** What shows the device or file, first, and what comes between that and the creation. */
  readonly passed: readonly StatementPlace[];
  /** The creation and its test. */
  readonly moved: readonly StatementPlace[];
}

/** What takes back the things that a statement shows. */
function shownIn(stmt: Stmt): RegExp[] {
  const found: RegExp[] = [];
  walkExpressions(stmt, (expr) => {
    const name = calleeName(expr) ?? "";
    found.push(...SHOWN.flatMap(({ shows, hides }) => (shows.test(name) ? [hides] : [])));
  });
  return found;
}

function hides(stmt: Stmt, undo: readonly RegExp[]): boolean {
  return stmt.kind === "expr" && undo.some((name) => name.test(calleeName(stmt.expr) ?? ""));
}

const isWithin = (outer: Stmt, { stmt, around }: StatementPlace): boolean =>
  stmt === outer || around.includes(outer);

/** Where a statement leaves the function's straight way. */
function waysOutOf(fn: CFunction, outer: Stmt): StatementPlace[] {
  return placesIn(fn).filter(
    (place) => isWithin(outer, place) && place.stmt.kind !== "block" && leaves(place.stmt),
  );
}

/** How the function goes on where the first of what is shown cannot be: with that, nothing is there yet. */
function failureOf({ fn, passed }: Order): {
  readonly test: StatementPlace;
  readonly ways: readonly StatementPlace[];
} {
  const test = passed.slice(0, 2).find(({ stmt }) => stmt.kind === "if");
  const ways = test ? waysOutOf(fn, test.stmt) : [];
  if (!test || ways.length === 0)
    throw new CannotEdit(`${where(fn, passed[0]?.stmt ?? fn)}: nobody asks whether this fails`);
  return { test, ways };
}

type Failure = ReturnType<typeof failureOf>;

const textOf = ({ file }: CFunction, places: readonly StatementPlace[]): string =>
  file.text.slice(places[0]?.stmt.start, places.at(-1)?.stmt.end);

/** The lines of statements that follow one another. */
function spanOf({ file }: CFunction, places: readonly StatementPlace[]): { start: number; end: number } {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) throw new CannotEdit("nothing to move");
  return { start: linesOf(file, first.stmt).start, end: linesOf(file, last.stmt).end };
}

/** The creation and its test, as they are where nothing has been shown yet. */
function movedLines(order: Order, { ways: [way] }: Failure): string[] {
  const { fn, handle, moved, passed } = order;
  const [first] = moved;
  if (!first || !way) return [];
  const base = first.stmt.start;
  const undo = passed.flatMap(({ stmt }) => shownIn(stmt));
  const edits: Edit[] = [];
  for (const { stmt } of moved.flatMap((outer) => placesIn(fn).filter((one) => isWithin(outer.stmt, one)))) {
    if (hides(stmt, undo)) edits.push({ ...linesOf(fn.file, stmt), text: "" });
    if (stmt.kind === "goto") edits.push({ start: stmt.start, end: stmt.end, text: wayBack(order, way) });
  }
  const words = applyEdits(
    textOf(fn, moved),
    edits.map(({ start, end, text }) => ({ start: start - base, end: end - base, text })),
  );
  const indent = indentAt(fn.file.text, base);
  const lines = words
    .split(/\r?\n/)
    .map((line, i) => (i === 0 || !line.startsWith(indent) ? line : line.slice(indent.length)));
  return moved.length > 1 || first.stmt.kind === "if"
    ? withoutBraces(lines)
    : [...lines, `if (IS_ERR(${handle}))`, `\treturn PTR_ERR(${handle});`];
}

/** `if (a) {`, one line and `}` are two lines. */
function withoutBraces(lines: readonly string[]): string[] {
  const at = lines.findIndex((line, i) => /^if \(.*\) \{$/.test(line) && lines[i + 2] === "}");
  const head = lines[at];
  if (head === undefined) return [...lines];
  return [...lines.slice(0, at), head.slice(0, -2), ...lines.slice(at + 1, at + 2), ...lines.slice(at + 3)];
}

/** @throws CannotEdit when the moved words need what is only set by the statements that they go before */
function needsNothing({ fn, passed, moved }: Order, words: string): void {
  const own = new Set(moved.flatMap(({ stmt }) => setIn(fn, stmt)));
  const missing = passed
    .flatMap(({ stmt }) => setIn(fn, stmt))
    .find((name) => !own.has(name) && names(words, name));
  if (missing !== undefined)
    throw new CannotEdit(
      `${where(fn, passed[0]?.stmt ?? fn)}: the thread needs ${missing}, which is set here`,
    );
}

/** The places that a statement sets, as they are written. */
function setIn(fn: CFunction, stmt: Stmt): string[] {
  const found: string[] = [];
  walkExpressions(stmt, (expr) => {
    if (expr.kind === "assign") found.push(wordsOf(fn, expr.target));
  });
  return found;
}

/** What a failed creation does in place of its jump: what the first failure did. */
function wayBack({ fn }: Order, { stmt }: StatementPlace): string {
  if (stmt.kind === "goto") return fn.file.text.slice(stmt.start, stmt.end);
  const last = fn.body?.kind === "block" ? fn.body.body.at(-1) : undefined;
  if (last?.kind !== "return" || last.value?.kind !== "name")
    throw new CannotEdit(`${where(fn, stmt)}: how ${fn.name}() tells of an error is not plain`);
  return fn.file.text.slice(last.start, last.end);
}

/** Who fails behind the creation stops the thread, when nobody else can see it any more. */
function stopWhereTheyFail({ repair, fn, handle, passed, moved }: Order, { test, ways }: Failure): void {
  const stop = `kthread_stop(${handle});`;
  for (const way of ways) repair.patch.insertBefore(firstBeside(way), stop);
  const [first] = passed;
  const undo = first ? shownIn(first.stmt) : [];
  const later = passed
    .filter(({ stmt }) => stmt !== first?.stmt && stmt !== test.stmt)
    .flatMap(({ stmt }) => waysOutOf(fn, stmt));
  const staying = placesIn(fn).filter((place) => !moved.some(({ stmt }) => isWithin(stmt, place)));
  const stopped = new Set<Stmt>();
  for (const way of later) {
    const undone =
      way.stmt.kind === "goto"
        ? staying.find(({ stmt }) => stmt.start > way.stmt.end && hides(stmt, undo))
        : predecessors(way).find(({ stmt }) => hides(stmt, undo));
    if (!undone) throw new CannotEdit(`${where(fn, way.stmt)}: what was registered is not taken back here`);
    if (!stopped.has(undone.stmt)) repair.patch.insertAfter(undone, stop);
    stopped.add(undone.stmt);
  }
}

/** The first statement of the branch that a way out ends: what is freed in it may hold the handle. */
function firstBeside(way: StatementPlace): StatementPlace {
  const before = predecessors(way).filter(({ stmt }) => stmt.kind !== "decl");
  return before.at(-1) ?? way;
}

/** A label that only the failed creation jumped to, with what it undid. */
function removeDeadLabels({ repair, fn, moved }: Order): void {
  const jumps = placesIn(fn).filter(({ stmt }) => stmt.kind === "goto");
  const isMoved = (jump: StatementPlace): boolean => moved.some(({ stmt }) => isWithin(stmt, jump));
  const kept = new Set(jumps.filter((jump) => !isMoved(jump)).map(labelOf));
  for (const label of new Set(jumps.filter(isMoved).map(labelOf))) {
    const place = placesIn(fn).find(({ stmt }) => stmt.kind === "label" && stmt.name === label);
    if (!place || kept.has(label)) continue;
    const [above] = predecessors(place);
    if (!above || !leaves(above.stmt)) {
      repair.patch.remove(place);
      continue;
    }
    const rest = followers(place);
    const next = rest.findIndex(({ stmt }) => stmt.kind === "label");
    const dead = [place, ...(next < 0 ? rest : rest.slice(0, next))];
    repair.patch.replace(fn.file, spanOf(fn, dead), "");
  }
}

function labelOf({ stmt }: StatementPlace): string | undefined {
  return stmt.kind === "goto" ? stmt.label : undefined;
}

/** `return PTR_ERR_OR_ZERO(k);` behind a creation that was tested before. */
function tellsNoError({ repair, fn, handle, moved }: Order): void {
  const [only, more] = moved;
  if (!only || more) return;
  const told = followers(only).find(({ stmt }) => stmt.kind === "return")?.stmt;
  const isTold = told?.kind === "return" && told.value && calleeName(told.value) === "PTR_ERR_OR_ZERO";
  if (!isTold) throw new CannotEdit(`${where(fn, only.stmt)}: nobody asks whether there is a thread`);
  if (!fn.file.text.slice(told.start, told.end).includes(handle))
    throw new CannotEdit(`${where(fn, told)}: another handle than the thread's is returned`);
  repair.patch.replace(fn.file, told, "return 0;");
}

/** As long as others see the device or file, they use the thread: so hide it first. */
export const STOP_AFTER_HIDING: Idiom = {
  title: "stop the thread when nobody can see the device or file that uses it",
  cost: "nothing",
  example: `misc_deregister(&device);
kthread_stop(k);`,
  apply(repair) {
    const all = SHOWN.map((one) => one.hides);
    moveStops(
      repair,
      (stop) => followers(stop).findLast(({ stmt }) => hides(stmt, all)),
      "after",
      "no device or file is taken away behind the stop",
    );
  },
};
