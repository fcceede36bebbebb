import type { Expr } from "../../source/index.ts";
import type { State } from "./state.ts";

/** The name under which a state keeps how a test turned out in the function at this depth. */
export function testName(test: string, depth: number): string {
  return `${depth}?${test}`;
}

/** Whether a state's name is that of a test made at this depth. */
export function isTestOf(name: string, depth: number): boolean {
  return name.startsWith(`${depth}?`);
}

/** The state in which no test counts any more that asked for this place, which is written now. */
export function withoutTestsOf(place: Expr, state: State): State {
  const word = wordOf(place);
  if (word === undefined || ![...state.values.keys()].some(isTest)) return state;
  const asked = new RegExp(`\\b${word}\\b`);
  return state.keepValues((name) => !isTest(name) || !asked.test(name));
}

/** The state in which no test counts any more: a loop goes round. */
export function withoutTests(state: State): State {
  return state.keepValues((name) => !isTest(name));
}

function isTest(name: string): boolean {
  return /^\d+\?/.test(name);
}

function wordOf(place: Expr): string | undefined {
  if (place.kind === "name") return place.name;
  if (place.kind === "member") return place.field;
  if (place.kind === "index") return wordOf(place.object);
  if (place.kind === "unary" || place.kind === "cast") return wordOf(place.operand);
  return undefined;
}
