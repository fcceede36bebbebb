import type { Finding } from "../../core/finding.ts";
import type { RuleId } from "../../core/rules.ts";
import { ARMS, ENDS_ALL_WORK, STOPPERS, type CallbackKind } from "../../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { finding, note } from "../case.ts";
import { sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { sitesFrom } from "../code/reach.ts";
import { armingsIn, isAlwaysMade, type Arming } from "../thread/callbacks.ts";
import { moduleExitOf, moduleInitOf } from "../thread/module-exit.ts";

/**
 * A timer, work or tasklet that the module's init function sets going, and leaves so on a way on which it fails: the module is freed
 * at once, and its exit function is not called; kernel/module/main.c, do_init_module().
 */
export function* leftPending(
  program: SourceProgram,
  rules: Readonly<Record<CallbackKind, RuleId>>,
  escapes: (key: Key) => boolean,
): Generator<Finding> {
  const told = new Set<Key>();
  for (const arming of armingsIn(program)) {
    const { site, kind, key, isStatic } = arming;
    const init = moduleInitOf(site.fn.file);
    if (!isStatic || key === undefined || told.has(key) || !init || !moduleExitOf(site.fn.file)) continue;
    if (escapes(key)) continue;
    const failure = failureBehind(program, init, arming, key);
    if (!failure) continue;
    told.add(key);
    yield finding(
      rules[kind],
      "error",
      `${init.name}() fails and leaves this ${kind} pending or running: the module is freed at once, and its exit function is not called`,
      site.fn,
      site.call,
      [note(`${init.name} returns an error here`, init, failure)],
    );
  }
}

/** The return of an error behind what surely sets the callback going, with nothing on the way there that may end it. */
function failureBehind(
  program: SourceProgram,
  init: CFunction,
  { site }: Arming,
  key: Key,
): Stmt | undefined {
  const body = init.body?.kind === "block" ? init.body.body : [];
  const start = body.findIndex((stmt) => startsIt(program, init, stmt, site));
  if (start < 0) return undefined;
  const mayEnd = (stmt: Stmt): boolean =>
    program
      .callsIn(init)
      .filter(({ call }) => stmt.start <= call.start && call.end <= stmt.end)
      .flatMap((call) => sitesFrom(program, call, 3))
      .some((call) => isEnd(program, call, key));
  for (const stmt of body.slice(start + 1)) {
    if (stmt.kind === "return" || stmt.kind === "goto" || stmt.kind === "label") return undefined;
    if (stmt.kind === "if" && !stmt.no) {
      const way = wayFrom(body, stmt.yes);
      const last = way.at(-1);
      if (last?.kind === "return" && !way.some(mayEnd) && isError(init, stmt.test, way, last.value))
        return last;
      if (last?.kind === "return") continue;
    }
    if (mayEnd(stmt)) return undefined;
  }
  return undefined;
}

/** A statement that does nothing but set it going, itself or in a function that always does. */
function startsIt(program: SourceProgram, init: CFunction, stmt: Stmt, site: CallSite): boolean {
  if (stmt.kind !== "expr" || stmt.expr.kind !== "call") return false;
  if (stmt.expr === site.call) return true;
  return isAlwaysMade(site) && program.lookup(calleeName(stmt.expr) ?? "", init) === site.fn;
}

/** The statements of a branch, and behind the label that it jumps to, up to the return. */
function wayFrom(body: readonly Stmt[], branch: Stmt): Stmt[] {
  const way = branch.kind === "block" ? [...branch.body] : [branch];
  const jump = way.at(-1);
  if (jump?.kind !== "goto") return way;
  const label = body.findIndex((stmt) => stmt.kind === "label" && stmt.name === jump.label);
  const rest = label < 0 ? [] : body.slice(label + 1);
  const end = rest.findIndex(({ kind }) => kind === "return");
  return end < 0 ? way : [...way.slice(0, -1), ...rest.slice(0, end + 1)];
}

/** Anything that is given it and does not set it going, or that ends all of a queue. */
function isEnd(program: SourceProgram, { fn, call }: CallSite, key: Key): boolean {
  const name = calleeName(call) ?? "";
  if (ENDS_ALL_WORK.has(name) || STOPPERS.has(name)) return true;
  if (ARMS.has(name)) return false;
  return call.args.some((arg) => {
    const given = program.keyOf(arg, fn);
    return given !== undefined && sameKey(given, key);
  });
}

/** Whether what is returned is an error for certain: a constant, PTR_ERR(), or what the test or the way there made one. */
function isError(fn: CFunction, test: Expr, way: readonly Stmt[], value: Expr | undefined): boolean {
  if (!value) return false;
  const words = ({ start, end }: Pick<Expr, "start" | "end">): string => fn.file.text.slice(start, end);
  const returned = words(value);
  if (ERROR.test(returned)) return true;
  if (!/^\w+$/.test(returned)) return false;
  const sets = way
    .filter(({ kind }) => kind === "expr")
    .map((stmt) => /^(\w+)\s*=\s*(.+);$/s.exec(words(stmt)));
  const set = sets.findLast((match) => match?.[1] === returned);
  if (set) return ERROR.test(set[2] ?? "");
  const asked = words(test).replace(/^(?:un)?likely\((.*)\)$/s, "$1");
  return asked === returned || asked.replace(/\s/g, "") === `${returned}<0`;
}

const ERROR = /^-E[A-Z]+$|^PTR_ERR\([^()]*\)$/;
