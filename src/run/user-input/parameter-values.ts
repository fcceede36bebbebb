import {
  calleeName,
  constantIn,
  walkExpressions,
  type CFunction,
  type SourceFile,
} from "../../source/index.ts";
import { comparisons } from "./comparisons.ts";
import { namesFrom, namesOf, parametersOfModule, variableNamed } from "./origins.ts";
import { COMPARES_TEXTS } from "./told-apart.ts";

/** A word of insmod's command line. */
export interface ParameterValue {
  readonly name: string;
  readonly value: string;
}

/** More are not tried: each is a search of its own. */
const MOST = 8;

/**
 * What insmod may set that the module tells apart from what it has anyway, one parameter at a time: on and off, and what is compared with it.
 * Of each parameter the first value comes before any second one.
 */
export function parameterValues(files: readonly SourceFile[]): ParameterValue[] {
  const functions = files.flatMap(({ functions: own }) => [...own.values()]);
  const each = files
    .flatMap(parametersOfModule)
    .map(({ name, variable }) => valuesOf(variable, functions, files).map((value) => ({ name, value })));
  const longest = Math.max(0, ...each.map((values) => values.length));
  return Array.from({ length: longest }, (_, turn) => each.flatMap((values) => values.slice(turn, turn + 1)))
    .flat()
    .slice(0, MOST);
}

/** A number, or a text where texts are compared with it. */
function valuesOf(variable: string, functions: readonly CFunction[], files: readonly SourceFile[]): string[] {
  const texts = textsComparedWith(variable, functions);
  if (texts.length > 0) return texts;
  const has = files.map(({ globals }) => globals.get(variable)?.init).find((init) => init !== undefined);
  const already = has?.kind === "number" ? has.value : has?.kind === "name" ? constantIn(has.name, files) : 0;
  const told = comparisons(variableNamed(variable), functions, files).flatMap((one) => one.told);
  return [...new Set([1, 0, ...told])].filter((value) => value !== already).map(String);
}

function textsComparedWith(variable: string, functions: readonly CFunction[]): string[] {
  const names = namesFrom(variableNamed(variable), functions);
  const texts = new Set<string>();
  for (const { body } of functions) {
    if (!body) continue;
    walkExpressions(body, (expr) => {
      if (expr.kind !== "call" || !COMPARES_TEXTS.test(calleeName(expr) ?? "")) return;
      if (!expr.args.some((arg) => namesOf(arg).some((name) => names.has(name)))) return;
      for (const arg of expr.args) if (arg.kind === "string" && /^\w+$/.test(arg.text)) texts.add(arg.text);
    });
  }
  return [...texts];
}
