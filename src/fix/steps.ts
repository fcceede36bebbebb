import { sitesWithin, type CallSite, type SourceProgram } from "../check/index.ts";
import { ARMS, waysToUndo } from "../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { wordsOf } from "./handle.ts";
import { endOf } from "./idioms/callbacks.ts";
import type { Repair } from "./repair.ts";
import { followers, innermostLoop, leaves, placeOf, type StatementPlace } from "./statement-place.ts";

/** Something that a function does, and that has to be taken back when a later step fails. */
export interface InitStep {
  readonly place: StatementPlace;
  readonly site: CallSite;
  /** The call that takes it back, and others that would. */
  readonly undo: string;
  readonly ways: readonly string[];
  /** What the variable is called that the step's result is in. */
  readonly result: string | undefined;
  /** What is done where the step itself fails: there is nothing to take back. */
  readonly failing: Stmt | undefined;
}

/** The steps of a function, in the order of its text; those in loops are not followed. */
export function stepsOf(repair: Repair, fn: CFunction): InitStep[] {
  return repair.program
    .callsIn(fn)
    .toSorted((a, b) => a.call.start - b.call.start)
    .flatMap((site) => stepOf(repair, site) ?? []);
}

function stepOf(repair: Repair, site: CallSite): InitStep | undefined {
  const { fn, call, parents } = site;
  const name = calleeName(call) ?? "";
  const place = placeOf(fn, call);
  if (innermostLoop(place)) return undefined;
  const assign = parents.findLast((expr) => expr.kind === "assign");
  const result = assign?.kind === "assign" ? wordsOf(fn, assign.target) : undefined;
  const arming = ARMS.get(name);
  const forms = arming ? [`${endOf(arming.kind, repair)}($${arming.arg})`] : waysToUndo(name);
  const ways = forms.flatMap((form) => written(form, fn, call.args, result) ?? []);
  // the way that the file has already, which the exit function goes
  const undo = ways.find((way) => fn.file.text.includes(`${nameIn(way)}(`)) ?? ways[0];
  if (undo === undefined) return undefined;
  const isPointer = forms.some((form) => /\$[,)]/.test(form));
  const test = ownTest(place, result);
  const failing = test && failingBranch(test, isPointer);
  return test && !failing ? undefined : { place, site, undo, ways, result, failing };
}

/** The call as it would be written here; undefined where nothing keeps what it needs. */
function written(
  form: string,
  fn: CFunction,
  args: readonly Expr[],
  result: string | undefined,
): string | undefined {
  let isWhole = true;
  const text = form.replace(/(\*?)\$(-?\d*)|#(\d)/g, (_, star: string, index: string, number?: string) => {
    const arg = number ?? index;
    const expr = arg === "" ? undefined : args.at(Number(arg));
    const asked = number !== undefined && expr?.kind === "number" && expr.value === 0;
    const words = arg === "" || asked ? result : expr && pointedTo(fn, expr, star === "*");
    isWhole &&= words !== undefined;
    return words ?? "";
  });
  return isWhole ? text : undefined;
}

function pointedTo(fn: CFunction, expr: Expr, follow: boolean): string {
  if (!follow) return wordsOf(fn, expr);
  return expr.kind === "unary" && expr.op === "&" ? wordsOf(fn, expr.operand) : `*${wordsOf(fn, expr)}`;
}

/** The `if` that asks whether the step was done: around the call, or the first behind it that looks at its result. */
function ownTest(
  place: StatementPlace,
  result: string | undefined,
): Extract<Stmt, { kind: "if" }> | undefined {
  if (place.stmt.kind === "if") return place.stmt;
  if (result === undefined) return undefined;
  const isMeant = new RegExp(`(?<![\\w.>])${result.replace(/[^\w]/g, "\\$&")}(?!\\w)`);
  for (const { fn, stmt } of followers(place)) {
    const text = fn.file.text.slice(stmt.start, stmt.kind === "if" ? stmt.test.end : stmt.end);
    if (stmt.kind === "if" && isMeant.test(text)) return stmt;
    if (stmt.kind === "label" || new RegExp(`${isMeant.source}\\s*=[^=]`).test(text)) return undefined;
  }
  return undefined;
}

/** The branch of a step's own failure; undefined where it is what follows the `if`. */
function failingBranch(
  { test, yes, no }: Extract<Stmt, { kind: "if" }>,
  isPointer: boolean,
): Stmt | undefined {
  if (saysFailed(test, isPointer)) return yes;
  return no ?? (leaves(yes) ? undefined : yes);
}

/** Whether a condition holds when the step failed: an error number, IS_ERR(), no pointer. */
function saysFailed(test: Expr, isPointer: boolean): boolean {
  if (test.kind === "call" && /^(un)?likely$/.test(calleeName(test) ?? "") && test.args[0])
    return saysFailed(test.args[0], isPointer);
  if (test.kind === "unary" && test.op === "!")
    return test.operand.kind === "call" && calleeName(test.operand)?.startsWith("IS_ERR") ? false : isPointer;
  if (test.kind === "binary" && test.op === "==") return isPointer;
  if (test.kind === "binary" && (test.op === "!=" || test.op === ">=")) return !isPointer && test.op === "!=";
  return !isPointer || test.kind !== "name";
}

/** The function that a call's text names. */
export function nameIn(call: string): string {
  return /^\w+/.exec(call)?.[0] ?? "";
}

/** Whether one of some statements takes a step back, by itself or in a function that it calls. */
export function isUndone(program: SourceProgram, step: InitStep, inside: readonly Stmt[]): boolean {
  const { fn } = step.place;
  const names = new Set(step.ways.map(nameIn));
  const within = program
    .callsIn(fn)
    .filter(
      ({ call }) =>
        call.start > step.site.call.end &&
        inside.some(({ start, end }) => start <= call.start && call.end <= end),
    );
  return within.some((site) => {
    const name = calleeName(site.call) ?? "";
    if (names.has(name)) return isSame(fn, site, step);
    const callee = program.lookup(name, fn);
    return (
      callee !== undefined &&
      sitesWithin(program, callee, 2).some(({ call }) => names.has(calleeName(call) ?? ""))
    );
  });
}

/** `kfree(a)` is not `kfree(b)`. */
function isSame(fn: CFunction, { call }: CallSite, { ways }: InitStep): boolean {
  const words = bare(`${calleeName(call) ?? ""}(${call.args.map((arg) => wordsOf(fn, arg)).join(",")})`);
  return ways.some((way) => bare(way) === words);
}

function bare(text: string): string {
  return text.replace(/\s/g, "");
}
