import {
  calleeName,
  conjunctsOf,
  walkExpressions,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../../source/index.ts";

/** Compares the beginning, or all, of a text with another one. */
const BEGINS_WITH = /^(strn?cmp|strn?casecmp|strstarts|str_has_prefix|memcmp)$/;

/**
 * Texts that hold all that one condition asks of a text at once: `b[0] == 's' && b[2] == 'x'`, `!strncmp(b, "speed", 5) && b[5] == '='`. What it
 * asks nothing of is `a`.
 */
export function patternsIn({ text }: SourceFile, body: Stmt): string[] {
  const found: string[] = [];
  walkExpressions(body, (expr, parents) => {
    const around = parents.at(-1);
    if (around?.kind === "binary" && around.op === "&&") return;
    const asked = new Map<string, Map<number, string>>();
    for (const part of conjunctsOf(expr)) {
      const [name, at, chars] = askedIn(part, text) ?? [];
      if (name === undefined || at === undefined || chars === undefined) continue;
      const places = asked.get(name) ?? new Map<number, string>();
      asked.set(name, places);
      for (const [index, char] of [...chars].entries()) places.set(at + index, char);
    }
    for (const places of asked.values()) {
      const length = Math.max(...places.keys()) + 1;
      // the first character by itself, and a word by itself, are written anyway
      const isMore = length > 1 && (places.size < length || expr.kind === "binary");
      if (isMore && length < MOST_LONG)
        found.push(Array.from({ length }, (_, index) => places.get(index) ?? "a").join(""));
    }
  });
  return [...new Set(found)];
}

/** A text that is longer is none that somebody types. */
const MOST_LONG = 60;

/** The text that a condition is about, from where, and what it has to be there. */
function askedIn(expr: Expr, text: string): [name: string, at: number, chars: string] | undefined {
  if (expr.kind === "unary" && expr.op === "!") return beginning(expr.operand);
  if (expr.kind === "call")
    return /^(strstarts|str_has_prefix)$/.test(calleeName(expr) ?? "") ? beginning(expr) : undefined;
  if (expr.kind !== "binary" || expr.op !== "==") return undefined;
  if (expr.right.kind === "number" && expr.right.value === 0) return beginning(expr.left);
  const { left, right } = expr;
  if (right.kind !== "number" || text[right.start] !== "'" || right.value < 32 || right.value > 126)
    return undefined;
  const char = String.fromCharCode(right.value);
  if (left.kind === "unary" && left.op === "*" && left.operand.kind === "name")
    return [left.operand.name, 0, char];
  return left.kind === "index" && left.object.kind === "name" && left.index.kind === "number"
    ? [left.object.name, left.index.value, char]
    : undefined;
}

function beginning(expr: Expr): [name: string, at: number, chars: string] | undefined {
  if (expr.kind !== "call" || !BEGINS_WITH.test(calleeName(expr) ?? "")) return undefined;
  const [text, word, count] = expr.args;
  if (text?.kind !== "name" || word?.kind !== "string" || !/^[ -~]*$/.test(word.text)) return undefined;
  return [text.name, 0, count?.kind === "number" ? word.text.slice(0, count.value) : word.text];
}
