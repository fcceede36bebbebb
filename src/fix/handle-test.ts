import { calleeName, walkExpressions, withoutCasts, type CFunction, type Expr } from "../source/index.ts";
import { isPlace, wordsOf, type HandleCreation } from "./handle.ts";
import { followers, type StatementPlace } from "./statement-place.ts";

/** What a condition says about a handle. */
export interface HandleTest {
  readonly says: "failed" | "created";
  /**
   * The part that tells no error from a thread: it compares with NULL, which a creation never returns, or asks whether a number made of
   * the handle is negative or not 0, which that of a thread's address is as well. Undefined when an error is tested for as it should be.
   */
  readonly mistaken: Expr | undefined;
}

/**
 * Whether a condition says that the creation failed, that it did not, or neither for certain. Of `a || b` one part is enough
 * to say "failed": where the whole is false, the thread was created. Of `a && b` it is the same with "created".
 */
export function testOf(fn: CFunction, test: Expr, handle: string): HandleTest | undefined {
  switch (test.kind) {
    case "unary": {
      const inner = test.op === "!" ? testOf(fn, test.operand, handle) : undefined;
      return (
        inner && { ...opposite(inner), mistaken: inner.mistaken === test.operand ? test : inner.mistaken }
      );
    }
    case "binary":
      return test.op === "||" || test.op === "&&" ? joined(fn, test, handle) : comparison(fn, test, handle);
    case "call": {
      const [arg] = test.args;
      const name = calleeName(test) ?? "";
      if (!arg) return undefined;
      if (name === "likely" || name === "unlikely") return testOf(fn, arg, handle);
      if (name === "PTR_ERR" && isHandle(fn, arg, handle)) return { says: "failed", mistaken: test };
      return ERROR_TESTS.has(name) && isHandle(fn, arg, handle)
        ? { says: "failed", mistaken: undefined }
        : undefined;
    }
    case "cast":
      return testOf(fn, test.operand, handle);
    case "assign":
      // `err = PTR_ERR_OR_ZERO(k = kthread_run(...))` is what it assigns
      if (!isHandle(fn, test, handle)) return testOf(fn, test.value, handle);
      return { says: "created", mistaken: test };
    default:
      return isHandle(fn, test, handle) ? { says: "created", mistaken: test } : undefined;
  }
}

/** Functions that are true, or not 0, for an ERR_PTR; include/linux/err.h. */
const ERROR_TESTS = new Set(["IS_ERR", "IS_ERR_OR_NULL", "IS_ERR_VALUE", "PTR_ERR_OR_ZERO", "PTR_RET"]);

function opposite({ says, mistaken }: HandleTest): HandleTest {
  return { says: says === "failed" ? "created" : "failed", mistaken };
}

type Binary = Extract<Expr, { kind: "binary" }>;

function joined(fn: CFunction, { op, left, right }: Binary, handle: string): HandleTest | undefined {
  const says = op === "||" ? "failed" : "created";
  const parts = [left, right].map((part) => testOf(fn, part, handle)).filter((part) => part?.says === says);
  return parts.find((part) => part?.mistaken === undefined) ?? parts[0];
}

function comparison(fn: CFunction, test: Binary, handle: string): HandleTest | undefined {
  const [subject, other] = isNull(test.left) ? [test.right, test.left] : [test.left, test.right];
  if (!isNull(other)) return undefined;
  if (test.op === "<" && subject === test.left) {
    const number = numberOf(fn, subject, handle);
    return number && { says: "failed", mistaken: number === "error" ? undefined : test };
  }
  if (test.op !== "==" && test.op !== "!=") return undefined;
  const inner = testOf(fn, subject, handle);
  if (!inner) return undefined;
  const same = test.op === "!=" ? inner : opposite(inner);
  return { ...same, mistaken: inner.mistaken === undefined ? undefined : test };
}

/** What a number made of the handle is where there is a thread: 0, so that another one is an error, or its address. */
function numberOf(fn: CFunction, subject: Expr, handle: string): "error" | "address" | undefined {
  if (subject.kind === "cast") return isHandle(fn, subject.operand, handle) ? "address" : undefined;
  if (subject.kind === "assign") return numberOf(fn, subject.value, handle);
  const [arg] = subject.kind === "call" ? subject.args : [];
  if (!arg || !isHandle(fn, arg, handle)) return undefined;
  const name = calleeName(subject) ?? "";
  if (name === "PTR_ERR") return "address";
  return name === "PTR_ERR_OR_ZERO" || name === "PTR_RET" ? "error" : undefined;
}

export function isNull(value: Expr): boolean {
  const expr = withoutCasts(value);
  return (expr.kind === "name" && expr.name === "NULL") || (expr.kind === "number" && expr.value === 0);
}

/** The handle itself, or an assignment to it. */
function isHandle(fn: CFunction, value: Expr, handle: string): boolean {
  const expr = withoutCasts(value);
  const kept = expr.kind === "assign" ? expr.target : expr;
  return isPlace(kept) && wordsOf(fn, kept).replace(/\s/g, "") === handle.replace(/\s/g, "");
}

/** The `if` that tests a new handle. */
export interface HandleTestPlace extends HandleTest {
  readonly place: StatementPlace;
}

/**
 * The first `if` of the creation's own block, or around it, that tells whether there is a thread: by the handle, or by what
 * was made of it on the way (`err = PTR_ERR_OR_ZERO(k); if (err)`).
 */
export function testBehind({ place, handle, inTest }: HandleCreation): HandleTestPlace | undefined {
  if (handle === undefined) return undefined;
  const results = new Set<string>();
  for (const next of inTest ? [place, ...followers(place)] : followers(place)) {
    const { stmt, fn } = next;
    if (stmt.kind === "if") {
      const said = testOf(fn, stmt.test, handle) ?? testOfResult(stmt.test, results);
      if (said) return { ...said, place: next };
    }
    for (const name of resultsIn(next, handle)) results.add(name);
  }
  return undefined;
}

/** Variables that a statement sets to what IS_ERR() or PTR_ERR_OR_ZERO() say of the handle. */
function resultsIn({ fn, stmt }: StatementPlace, handle: string): string[] {
  const tells = (value: Expr | undefined): boolean =>
    value?.kind === "call" &&
    testOf(fn, value, handle)?.mistaken === undefined &&
    testOf(fn, value, handle) !== undefined;
  const found: string[] = [];
  if (stmt.kind === "decl") {
    for (const { name, init } of stmt.declarators) if (tells(init)) found.push(name);
  }
  walkExpressions(stmt, (expr) => {
    if (expr.kind === "assign" && expr.op === "=" && expr.target.kind === "name" && tells(expr.value))
      found.push(expr.target.name);
  });
  return found;
}

/** `if (err)`, `if (err < 0)`, `if (err != 0)` say "failed"; `if (!err)`, `if (err == 0)` the opposite. */
function testOfResult(test: Expr, results: ReadonlySet<string>): HandleTest | undefined {
  const failed: HandleTest = { says: "failed", mistaken: undefined };
  if (test.kind === "name") return results.has(test.name) ? failed : undefined;
  if (test.kind === "unary" && test.op === "!") {
    const inner = testOfResult(test.operand, results);
    return inner && opposite(inner);
  }
  if (test.kind === "call" && /^(un)?likely$/.test(calleeName(test) ?? "")) {
    const [arg] = test.args;
    return arg && testOfResult(arg, results);
  }
  if (test.kind !== "binary" || test.left.kind !== "name" || !results.has(test.left.name)) return undefined;
  if (!isNull(test.right)) return undefined;
  if (test.op === "<" || test.op === "!=") return failed;
  return test.op === "==" ? opposite(failed) : undefined;
}
