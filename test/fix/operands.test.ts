import { expect, test } from "vitest";
import { operandOf } from "../../src/fix/handle.ts";
import { readSource, type CFunction, type Expr } from "../../src/source/index.ts";

/** The condition of the one `if` in a function. */
function conditionOf(text: string): readonly [CFunction, Expr] {
  const fn = readSource("m.c", `void f(void) { if (${text}) g(); }`).functions.get("f");
  const [stmt] = fn?.body?.kind === "block" ? fn.body.body : [];
  if (!fn || stmt?.kind !== "if") throw new Error(text);
  return [fn, stmt.test];
}

test.each([
  ["s == 0", "s == 0", "s == 0"],
  ["!up", "!up", "!up"],
  ["a && b", "a && b", "(a && b)"],
  ["a || b", "(a || b)", "a || b"],
  ["a ? b : c", "(a ? b : c)", "(a ? b : c)"],
  ["a = next()", "(a = next())", "(a = next())"],
  ["flags & UP", "flags & UP", "flags & UP"],
])("%s beside && is %s, and beside || it is %s", (text, and, or) => {
  const condition = conditionOf(text);
  expect([operandOf("&&", ...condition), operandOf("||", ...condition)]).toEqual([and, or]);
});
