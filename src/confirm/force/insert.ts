import { startedFunction } from "../../core/witness-words.ts";
import type { Point } from "./points.ts";

/** Where in a source a wait can be put: at a function's beginning, around a call that is an expression, or before a statement. */
export function insertWait(source: string, point: Point): string | undefined {
  const wait = `unoops_wait(${point.order}, ${Number(point.unload)}, ${Number(point.grace)})`;
  const start = offsetOfLine(source, point.line);
  if (start === undefined) return undefined;
  const begun = startedFunction(point.text);
  if (begun !== undefined) {
    const body = bodyOf(source, start, begun);
    return body === undefined ? undefined : `${source.slice(0, body)} ${wait};${source.slice(body)}`;
  }
  const name = /^([A-Za-z_]\w*)\s*\(/.exec(point.text)?.[1];
  const call = name === undefined || KEYWORDS.has(name) ? undefined : callFrom(source, start, name);
  if (call) {
    const [from, to] = call;
    return `${source.slice(0, from)}({ ${wait}; ${source.slice(from, to)}; })${source.slice(to)}`;
  }
  const begins = start + (/^\s*/.exec(source.slice(start))?.[0].length ?? 0);
  const before = withoutComments(source.slice(0, begins));
  const ends = point.text === "}" && source[begins] === "}" && !/\breturn\b[^;]*;\s*$/.test(before);
  const isStatement = /[;{}]\s*$/.test(before) && !/^[{}]/.test(source.slice(begins));
  return isStatement || ends ? `${source.slice(0, begins)}${wait}; ${source.slice(begins)}` : undefined;
}

const KEYWORDS = new Set(["if", "while", "for", "switch", "return", "sizeof"]);

function offsetOfLine(source: string, line: number): number | undefined {
  let at = 0;
  for (let n = 1; n < line; n++) {
    at = source.indexOf("\n", at) + 1;
    if (at === 0) return undefined;
  }
  return at;
}

/** First and last offset of `name(...)` on the line that starts at `start`; the call itself may go on below. */
function callFrom(source: string, start: number, name: string): [number, number] | undefined {
  const end = source.indexOf("\n", start);
  const line = source.slice(start, end < 0 ? source.length : end);
  const found = new RegExp(`\\b${name}\\s*\\(`).exec(line);
  if (!found) return undefined;
  const from = start + found.index;
  let depth = 0;
  for (let at = from + name.length; at < source.length; at++) {
    if (source[at] === "(") depth++;
    else if (source[at] === ")" && --depth === 0) return [from, at + 1];
  }
  return undefined;
}

/** Behind the brace that opens a function's body; the line that starts at `start` has the brace, or the head above it. */
function bodyOf(source: string, start: number, name: string): number | undefined {
  const head = callFrom(source, start, name);
  const from = head ? head[1] : start;
  const brace = (head ? /^[^;{}]*\{/ : /^[ \t]*\{/).exec(source.slice(from));
  return brace ? from + brace[0].length : undefined;
}

function withoutComments(source: string): string {
  return source.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, "");
}
