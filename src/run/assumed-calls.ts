import type { LinkedProgram } from "../compile/program.ts";
import type { AssumedResult } from "../machine/assumed.ts";
import {
  calleeName,
  childrenOf,
  readSource,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../source/index.ts";
import { typeOf } from "./declared-type.ts";
import { placeOf } from "./place.ts";
import type { SourceOf } from "../core/span.ts";

/**
 * Calls that the model does not have and that cannot matter to what it watches: they get numbers and text, so no thread, lock,
 * completion or object that leads to one, and no function to call back. Such a call is taken to return whatever its caller can
 * tell apart, and to touch nothing of the module's. Everything else stays unmodelled, also where a text cannot be read, or
 * where the result is used as a pointer.
 */
export function assumedCalls(
  program: LinkedProgram,
  files: readonly SourceFile[],
): Map<string, AssumedResult> {
  const found = new Map<string, AssumedResult>();
  for (const { name } of program.unmodelled) {
    const uses = files.flatMap((file) => usesOf(file, name));
    const results = uses.map((use) => resultOf(use));
    const [first] = results;
    if (first === undefined || uses.some((use) => use.args.some((arg) => matters(arg, use.fn, files))))
      continue;
    const all = results.includes("condition")
      ? "condition"
      : (results.find((one) => one !== "unused") ?? first);
    if (!results.includes(undefined)) found.set(name, all);
  }
  return found;
}

/** The files of the module that something of is in the program. */
export function sourceFiles(program: LinkedProgram, source: SourceOf): SourceFile[] {
  const names = new Set<string>();
  for (const site of program.sites.keys()) {
    const place = program.sites[site]?.inModule ? placeOf(program, site) : undefined;
    if (place) names.add(place.file);
  }
  return [...names].flatMap((name) => {
    const text = source(name);
    return text === undefined ? [] : [readSource(name, text)];
  });
}

interface Use {
  readonly fn: CFunction;
  readonly args: readonly Expr[];
  /** The expressions around the call, innermost last, and the statement. */
  readonly parents: readonly Expr[];
  readonly within: Stmt;
}

function usesOf(file: SourceFile, name: string): Use[] {
  const uses: Use[] = [];
  for (const fn of file.functions.values()) {
    if (!fn.body) continue;
    walkExpressions(fn.body, (expr, parents, within) => {
      if (expr.kind === "call" && calleeName(expr) === name)
        uses.push({ fn, args: expr.args, parents: [...parents], within });
    });
  }
  return uses;
}

/** What the caller does with the result; undefined when it is taken for a pointer, or handed on unseen. */
function resultOf({ fn, parents, within }: Use): AssumedResult | undefined {
  const outer = parents.at(-1);
  if (!outer) {
    if (within.kind === "expr") return "unused";
    if (within.kind === "return") return fn.returnType.includes("*") ? undefined : "status";
    return within.kind === "if" || within.kind === "while" ? "condition" : undefined;
  }
  if (outer.kind === "unary" && outer.op === "!") return "condition";
  if (outer.kind === "binary") return "status";
  if (outer.kind !== "assign" || outer.op !== "=" || outer.target.kind !== "name") return undefined;
  const type = typeOf(outer.target, fn, [fn.file]);
  return type === undefined || typeMatters(outer.target.name, type, fn.file) ? undefined : "status";
}

/** Types of numbers: what is given as one leads nowhere. */
const PLAIN =
  /^(static |const |unsigned |signed |volatile )*(int|long|short|char|bool|u?int\d+_t|[us](8|16|32|64)|s?size_t|unsigned|signed)( int| long)*$/;

/** Whether what is given could lead to a thread, to what threads wait for, or back into the module. */
function matters(arg: Expr, fn: CFunction, files: readonly SourceFile[]): boolean {
  if (arg.kind === "number" || arg.kind === "string") return false;
  if (arg.kind === "call" || arg.kind === "block" || arg.kind === "opaque" || arg.kind === "list")
    return true;
  if (arg.kind === "unary" && (arg.op === "&" || arg.op === "*")) return true;
  if (arg.kind === "name") {
    if (arg.name === "NULL" || arg.name === "THIS_MODULE") return false;
    if (files.some(({ functions }) => functions.has(arg.name)) || arg.name === "current") return true;
    const type = typeOf(arg, fn, files);
    // a name of no variable is a constant of a header
    return type === undefined ? !/^[A-Z][A-Z0-9_]*$/.test(arg.name) : typeMatters(arg.name, type, fn.file);
  }
  if (arg.kind === "index") return true;
  if (arg.kind === "member") {
    const type = typeOf(arg, fn, files);
    return type === undefined || typeMatters(arg.field, type, fn.file);
  }
  return childrenOf(arg).some((child) => matters(child, fn, files));
}

/** A number goes in and nothing comes out, and so it is with constant text; what else has an address may be changed, or kept. */
function typeMatters(name: string, type: string, file: SourceFile): boolean {
  if (!PLAIN.test(type)) return true;
  // the reader's types are without stars and brackets
  const address = new RegExp(`\\*\\s*(const\\s+)?${name}\\b|\\b${name}\\s*\\[`).test(file.text);
  return address && !/\bconst char\b/.test(type);
}
