import type { Token } from "./token.ts";
import { isAttribute } from "./type-words.ts";

/** Something at the top of a file, as a range of tokens: `to` is exclusive. */
export interface Item {
  readonly kind: "function" | "call" | "declaration";
  readonly from: number;
  readonly to: number;
  /** Of a function: the tokens of its name and of the brace that opens its body. */
  readonly nameAt: number;
  readonly bodyAt: number;
  /** A declaration that ends in a parameter list. */
  readonly prototype: boolean;
}

/** Splits a file's tokens into functions, declarations and macro calls, by brackets alone. */
export function* topLevelItems(tokens: readonly Token[], matches: Int32Array): Generator<Item> {
  let from = 0;
  let nameAt = -1;
  let listEnd = -1;
  let assigned = false;
  const restart = (at: number): void => {
    from = at;
    nameAt = -1;
    listEnd = -1;
    assigned = false;
  };
  for (let at = 0; at < tokens.length; at++) {
    const text = tokens[at]?.text ?? "";
    const match = matches[at] ?? -1;
    if (text === "(" && match > at) {
      const before = tokens[at - 1];
      if (!assigned && before?.kind === "name" && !isAttribute(before.text) && at - 1 >= from) {
        nameAt = at - 1;
        listEnd = match;
      }
      at = match;
      if (isMacroCall(tokens, from, nameAt, at)) {
        yield { kind: "call", from, to: at + 1, nameAt, bodyAt: -1, prototype: false };
        if (tokens[at + 1]?.text === ";") at++;
        restart(at + 1);
      }
    } else if (text === "[" && match > at) {
      at = match;
    } else if (text === "=") {
      assigned = true;
    } else if (text === "{") {
      const isBody = !assigned && listEnd >= 0 && followsList(tokens, listEnd, at);
      const close = match > at ? match : endOfBrokenBody(tokens, at);
      if (isBody) {
        yield { kind: "function", from, to: close + 1, nameAt, bodyAt: at, prototype: false };
        restart(close + 1);
      }
      at = close;
    } else if (text === ";") {
      if (at > from) {
        const prototype = !assigned && listEnd >= 0;
        yield { kind: "declaration", from, to: at + 1, nameAt, bodyAt: -1, prototype };
      }
      restart(at + 1);
    } else if (text === "}") {
      restart(at + 1);
    }
  }
}

/** `NAME(...)` that is a whole item: a semicolon follows, or the next item begins. */
function isMacroCall(tokens: readonly Token[], from: number, nameAt: number, close: number): boolean {
  if (nameAt !== from) return false;
  const after = tokens[close + 1];
  return after === undefined || after.text === ";" || (after.kind === "name" && !isAttribute(after.text));
}

/** Whether only attributes, or old-style parameter declarations, stand between the list and the brace. */
function followsList(tokens: readonly Token[], listEnd: number, brace: number): boolean {
  for (let at = listEnd + 1; at < brace; at++) {
    const token = tokens[at];
    if (token?.kind !== "name" && token?.text !== "(" && token?.text !== ")") return false;
  }
  return true;
}

/** A brace nothing closes: the function is taken to end before the next one that begins in column 1. */
function endOfBrokenBody(tokens: readonly Token[], at: number): number {
  const next = tokens.findIndex((token, index) => index > at && token.text === "static");
  return next < 0 ? tokens.length - 1 : next - 1;
}
