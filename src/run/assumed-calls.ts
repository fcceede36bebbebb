import type { LinkedProgram } from "../compile/program.ts";
import { BOOK, whyMissing } from "../kernel-api/index.ts";
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
import { kernelsOwn, onlyLooks } from "./kernels-own.ts";
import { placeOf } from "./place.ts";
import type { SourceOf } from "../core/span.ts";

/**
 * Calls that the model does not have and that cannot matter to what it watches: they get numbers, text and things of the
 * kernel's that lead nowhere (`kernels-own.ts`), so no thread, lock, completion or object that leads to one, and no function to call
 * back. Such a call is taken to return whatever its caller can tell apart, and to touch nothing of the module's. A pointer that it
 * returns may be handed on; who looks behind it ends the run. Everything else stays unmodelled, also where a text cannot be read.
 */
export function assumedCalls(
  program: LinkedProgram,
  files: readonly SourceFile[],
): Map<string, AssumedResult> {
  const found = new Map<string, AssumedResult>();
  const given = new Set<string>();
  // what one call gives another may be handed, so all results are looked at first
  const calls = program.unmodelled.map(({ name }) => {
    const uses = files.flatMap((file) => usesOf(file, name));
    return { callee: name, uses, result: resultOfAll(uses.map((use) => resultOf(use, given))) };
  });
  for (const { callee, uses, result } of calls) {
    const of = { callee, given, files };
    // what is not there cannot be loaded, and what ends the caller does not return
    if (whyMissing(program.target.kernel, callee) !== undefined || BOOK.get(callee)?.exits) continue;
    if (result && !uses.some((use) => use.args.some((arg) => matters(arg, use.fn, of))))
      found.set(callee, result);
  }
  return found;
}

/** What all callers together can tell apart; undefined where one hands the result on unseen, or nobody calls. */
function resultOfAll(results: readonly (AssumedResult | undefined)[]): AssumedResult | undefined {
  if (results.includes(undefined)) return undefined;
  const wide = (["condition", "handle-or-error", "handle-or-null"] as const).find((one) =>
    results.includes(one),
  );
  return wide ?? results.find((one) => one !== "unused") ?? results[0];
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

/** What the caller does with the result; undefined when it is handed on unseen. */
function resultOf({ fn, parents, within }: Use, given: Set<string>): AssumedResult | undefined {
  const outer = parents.at(-1);
  if (!outer) {
    if (within.kind === "expr") return "unused";
    if (within.kind === "return") return fn.returnType.includes("*") ? undefined : "status";
    if (within.kind !== "decl")
      return within.kind === "if" || within.kind === "while" ? "condition" : undefined;
    const [declared, another] = within.declarators;
    return declared?.init?.kind === "call" && !another
      ? kept(declared.name, declared.type, declared.pointer, fn, given)
      : undefined;
  }
  if (outer.kind === "unary" && outer.op === "!") return "condition";
  if (outer.kind === "binary") return "status";
  if (outer.kind !== "assign" || outer.op !== "=" || outer.target.kind !== "name") return undefined;
  const { name } = outer.target;
  const type = typeOf(outer.target, fn, [fn.file]);
  return type === undefined ? undefined : kept(name, type, isAddress(name, fn.file), fn, given);
}

/** Of a result that is kept in a variable, what can be told of it. */
function kept(
  name: string,
  type: string,
  isPointer: boolean,
  { file, start, end }: CFunction,
  given: Set<string>,
): AssumedResult | undefined {
  if (!isPointer) return PLAIN.test(type) ? "status" : undefined;
  const tag = kernelsOwn(type, [file]);
  if (tag === undefined) return undefined;
  given.add(tag);
  const text = file.code.slice(start, end);
  if (new RegExp(`\\bIS_ERR(_OR_NULL)?\\s*\\(\\s*${name}\\b`).test(text)) return "handle-or-error";
  const asks = new RegExp(
    `!\\s*${name}\\b|\\b${name}\\s*[!=]=\\s*NULL\\b|NULL\\s*[!=]=\\s*${name}\\b|\\(\\s*${name}\\s*\\)`,
  );
  return asks.test(text) ? "handle-or-null" : "handle";
}

/** Types of numbers: what is given as one leads nowhere. */
const PLAIN =
  /^(static |const |unsigned |signed |volatile )*(int|long|short|char|bool|u?int\d+_t|[us](8|16|32|64)|s?size_t|unsigned|signed)( int| long)*$/;

interface Given {
  readonly callee: string;
  /** Structs of what calls gave that the model lacks. */
  readonly given: ReadonlySet<string>;
  readonly files: readonly SourceFile[];
}

/** Whether what is given could lead to a thread, to what threads wait for, or back into the module. */
function matters(arg: Expr, fn: CFunction, of: Given): boolean {
  const { files } = of;
  if (arg.kind === "number" || arg.kind === "string") return false;
  if (arg.kind === "call" || arg.kind === "block" || arg.kind === "opaque" || arg.kind === "list")
    return true;
  if (arg.kind === "unary" && (arg.op === "&" || arg.op === "*")) return true;
  if (arg.kind === "name") {
    if (arg.name === "NULL" || arg.name === "THIS_MODULE") return false;
    if (files.some(({ functions }) => functions.has(arg.name)) || arg.name === "current") return true;
    const type = typeOf(arg, fn, files);
    // a name of no variable is a constant of a header
    return type === undefined ? !/^[A-Z][A-Z0-9_]*$/.test(arg.name) : typeMatters(arg.name, type, fn, of);
  }
  if (arg.kind === "index") return true;
  if (arg.kind === "member") {
    const type = typeOf(arg, fn, files);
    return type === undefined || typeMatters(arg.field, type, fn, of);
  }
  return childrenOf(arg).some((child) => matters(child, fn, of));
}

/** A number goes in and nothing comes out; what else has an address may be changed, or kept, unless it is the kernel's own. */
function typeMatters(
  name: string,
  type: string,
  { file }: CFunction,
  { callee, given, files }: Given,
): boolean {
  const tag = kernelsOwn(type, files);
  if (tag !== undefined) return !(given.has(tag) || onlyLooks(callee));
  if (!PLAIN.test(type)) return true;
  return isAddress(name, file) && !/\bconst char\b/.test(type);
}

/** The reader's types are without stars and brackets. */
function isAddress(name: string, { text }: SourceFile): boolean {
  return new RegExp(`\\*\\s*(const\\s+)?${name}\\b|\\b${name}\\s*\\[`).test(text);
}
