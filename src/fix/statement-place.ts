import { innerStatements, type CFunction, type TextRange, type Stmt } from "../source/index.ts";
import { CannotEdit } from "./edit.ts";

/** A statement, and the statements around it, innermost last. */
export interface StatementPlace {
  readonly fn: CFunction;
  readonly stmt: Stmt;
  readonly around: readonly Stmt[];
}

/** A statement as it is written. */
export function textOf({ fn, stmt }: Pick<StatementPlace, "fn" | "stmt">): string {
  return fn.file.text.slice(stmt.start, stmt.end);
}

/** The innermost statement that holds a range of a function's text. */
export function placeOf(fn: CFunction, range: TextRange): StatementPlace {
  if (fn.isMacro) throw new CannotEdit(`${fn.name}() is a macro, and macros are left alone`);
  if (!fn.body) throw new CannotEdit(`${fn.name}() cannot be read`);
  const around: Stmt[] = [];
  let stmt: Stmt = fn.body;
  for (;;) {
    const inner = innerStatements(stmt).find(({ start, end }) => start <= range.start && range.end <= end);
    if (!inner) return { fn, stmt, around };
    around.push(stmt);
    stmt = inner;
  }
}

/** The statement around a place; `undefined` for a function's body. */
export function parentOf({ fn, around }: StatementPlace): StatementPlace | undefined {
  const stmt = around.at(-1);
  return stmt && { fn, stmt, around: around.slice(0, -1) };
}

/** The block that the statement stands in directly, or `undefined` for the only statement of an `if` or a loop. */
export function blockOf({ around }: StatementPlace): Extract<Stmt, { kind: "block" }> | undefined {
  const outer = around.at(-1);
  return outer?.kind === "block" ? outer : undefined;
}

const LOOPS: ReadonlySet<Stmt["kind"]> = new Set(["for", "while", "do", "macro"]);

/** Whether an `if` may stand in the statement's place: in a block, or as all that a loop does; under an `if`, an `else` could go astray. */
export function mayBeIf(place: StatementPlace): boolean {
  const outer = place.around.at(-1);
  return blockOf(place) !== undefined || (outer !== undefined && LOOPS.has(outer.kind));
}

/** The loop that a statement stands in. */
export function innermostLoop({ around }: StatementPlace): Stmt | undefined {
  return around.findLast(({ kind }) => LOOPS.has(kind));
}

/** The `if` without an `else` that the statement stands in, with braces or without. */
export function ifAround(
  place: StatementPlace,
): (StatementPlace & { readonly stmt: Extract<Stmt, { kind: "if" }> }) | undefined {
  const outer = parentOf(place);
  const around = outer?.stmt.kind === "block" ? parentOf(outer) : outer;
  if (!around || around.stmt.kind !== "if" || around.stmt.no) return undefined;
  return { ...around, stmt: around.stmt };
}

/** What follows in the same block, nearest first. */
export function followers(place: StatementPlace): readonly StatementPlace[] {
  const { fn, stmt, around } = place;
  const body = blockOf(place)?.body ?? [];
  return body.slice(body.indexOf(stmt) + 1).map((next) => ({ fn, stmt: next, around }));
}

/** What precedes in the same block, nearest first. */
export function predecessors(place: StatementPlace): readonly StatementPlace[] {
  const { fn, stmt, around } = place;
  const body = blockOf(place)?.body ?? [];
  return body
    .slice(0, Math.max(0, body.indexOf(stmt)))
    .toReversed()
    .map((before) => ({ fn, stmt: before, around }));
}

/** Every statement of a function, with what is around it, in the order of the text. */
export function placesIn(fn: CFunction): StatementPlace[] {
  const found: StatementPlace[] = [];
  const visit = (stmt: Stmt, around: readonly Stmt[]): void => {
    found.push({ fn, stmt, around });
    for (const inner of innerStatements(stmt)) visit(inner, [...around, stmt]);
  };
  if (fn.body) visit(fn.body, []);
  return found;
}

/** Whether control never goes on behind the statement: it returns, jumps, or ends in something that does. */
export function leaves(stmt: Stmt): boolean {
  if (stmt.kind === "block") return stmt.body.some((inner) => leaves(inner));
  return stmt.kind === "return" || stmt.kind === "goto" || stmt.kind === "break" || stmt.kind === "continue";
}
