import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readKbuild } from "../compile/kbuild.ts";
import { entriesOf, textIfAny } from "./read.ts";
import { CREATES, SPEAKS_OF_THREADS, STOPPERS } from "../kernel-api/index.ts";
import {
  calleeName,
  childrenOf,
  readSource,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
} from "../source/index.ts";

/** A file beside a driver's that is larger than this is generated. */
const LARGEST = 2 << 20;

/**
 * The files of a driver's folder that have the functions which its threads run, where the driver's own have not, or where none has
 * them there, of its module: the file that creates a thread is often not the one that has its function.
 * @param files the driver's, by path, as they were read
 */
export function threadFunctionFiles(files: ReadonlyMap<string, string>): string[] {
  const [first] = files.keys();
  if (first === undefined) return [];
  const sources = [...files].map(([path, text]) => read(path, text));
  const absent = threadFunctions(sources).filter((name) => !sources.some((source) => defines(source, name)));
  if (absent.length === 0) return [];
  const beside = entriesOf(dirname(first))
    .filter(({ name }) => name.endsWith(".c"))
    .map(({ name }) => join(dirname(first), name))
    .filter((path) => !files.has(path) && isFile(path));
  const found = definers(beside, absent);
  return found.length > 0 ? found : definers(sameModule(first), absent);
}

function definers(paths: readonly string[], names: readonly string[]): string[] {
  return paths.filter((path) => {
    const text = textIfAny(path);
    const speaksOf = names.filter((name) => text.includes(name));
    return speaksOf.some((name) => defines(read(path, text), name));
  });
}

/** A folder may have a name that ends like a file's, and a link may lead nowhere. */
function isFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size < LARGEST;
}

/** Of `#if` branches that the configuration decides between, the one with threads in it counts. */
function read(path: string, text: string): SourceFile {
  return readSource(path, text, { prefers: SPEAKS_OF_THREADS });
}

/** Names of functions that threads are created with, those that are handed over in a variable too. */
function threadFunctions(sources: readonly SourceFile[]): string[] {
  const functions = sources.flatMap(functionsOf);
  const names = new Set(functions.flatMap(createdWith));
  for (const name of names)
    for (const fn of functions)
      if (mayName(fn, name) && fn.body)
        walkExpressions(fn.body, (expr) => {
          if (expr.kind !== "assign" || nameIn(expr.target) !== name) return;
          const given = nameIn(expr.value);
          if (given !== undefined) names.add(given);
        });
  return [...names];
}

/** Files of a module that are read because a driver's functions are called there. */
const MOST_CALLERS = 4;

/**
 * The files of a driver's module that call what creates its threads, where nothing in its own files is called by the kernel on the way
 * there, or what stops them; and those that stop them themselves, where its own do not. Its module is what its folder's Makefile builds
 * together with it.
 * @param files the driver's, by path, as they were read
 */
export function callerFiles(files: ReadonlyMap<string, string>): string[] {
  const [first] = files.keys();
  const members = first === undefined ? [] : sameModule(first).filter((path) => !files.has(path));
  const own = [...files].map(([path, text]) => read(path, text));
  const found = stoppersBeside(own, members);
  for (let entries = entriesFor(own); entries.length > 0;) {
    const news = members
      .filter((path) => !found.has(path))
      .map((path) => [path, textIfAny(path)] as const)
      .filter(([, text]) => entries.some((name) => text.includes(name)))
      .map(([path, text]) => [path, read(path, text)] as const)
      .filter(([, source]) => functionsOf(source).some((fn) => entries.some((name) => uses(fn, name))));
    if (news.length === 0 || found.size + news.length > MOST_CALLERS) break;
    for (const [path, source] of news) found.set(path, source);
    entries = entriesFor([...own, ...found.values()]);
  }
  return [...found.keys()];
}

/** The files that stop threads which others create, told by the fields that their handles are kept in, where these others stop none of them. */
function stoppersBeside(own: readonly SourceFile[], members: readonly string[]): Map<string, SourceFile> {
  const functions = own.flatMap(functionsOf);
  const fields = new Set(functions.flatMap(handleFields));
  const stopped = new Set(functions.flatMap(stoppedPlaces));
  const left = [...fields].filter((field) => !stopped.has(field));
  const found = members
    .map((path) => [path, textIfAny(path)] as const)
    .filter(([, text]) => left.some((field) => text.includes(field)))
    .map(([path, text]) => [path, read(path, text)] as const)
    .filter(([, source]) =>
      functionsOf(source)
        .flatMap(stoppedPlaces)
        .some((place) => left.includes(place)),
    );
  return new Map(found.length > MOST_CALLERS ? [] : found);
}

/** The fields that a function keeps handles of the threads in which it creates. */
function handleFields(fn: CFunction): string[] {
  const fields: string[] = [];
  const locals = new Set<string>();
  const isHandle = (value: Expr): boolean =>
    CREATES.has(calleeName(value) ?? "") || (value.kind === "name" && locals.has(value.name));
  if (mayName(fn, SPEAKS_OF_THREADS) && fn.body)
    walkExpressions(fn.body, (expr) => {
      if (expr.kind !== "assign" || !isHandle(expr.value)) return;
      if (expr.target.kind === "member") fields.push(expr.target.field);
      if (expr.target.kind === "name") locals.add(expr.target.name);
    });
  return fields;
}

/** The names of the fields and variables whose threads a function stops, those apart that it only takes back. */
function stoppedPlaces(fn: CFunction): string[] {
  const places: string[] = [];
  const created = new Set<string>();
  if (mayName(fn, "kthread_") && fn.body)
    walkExpressions(fn.body, (expr) => {
      if (expr.kind === "assign" && expr.target.kind === "name" && CREATES.has(calleeName(expr.value) ?? ""))
        created.add(expr.target.name);
      const [thread] = expr.kind === "call" && STOPPERS.has(calleeName(expr) ?? "") ? expr.args : [];
      const name = thread && nameIn(thread);
      if (name !== undefined) places.push(name);
    });
  return places.filter((name) => !created.has(name));
}

/** Folders above a file's own in which its module's Makefile is looked for. */
const MAKEFILE_ABOVE = 3;

/** The .c files that are linked with one into a module, as far as a Makefile tells: its folder's, or where there is none, the next one above. */
function sameModule(path: string): string[] {
  const kbuild = kbuildFor(path);
  if (kbuild === undefined) return [];
  const folder = dirname(kbuild);
  const { modules } = readKbuild(textIfAny(kbuild));
  const own = relative(folder, resolve(path));
  const units = modules.find((module) => module.units.includes(own))?.units ?? [];
  const shown = join(dirname(path), relative(dirname(resolve(path)), folder));
  return units.map((unit) => join(shown, unit)).filter((unit) => isFile(unit));
}

export function kbuildFor(path: string): string | undefined {
  let folder = dirname(resolve(path));
  for (let above = 0; above <= MAKEFILE_ABOVE; above++, folder = dirname(folder))
    for (const name of ["Kbuild", "Makefile"]) if (existsSync(join(folder, name))) return join(folder, name);
  return undefined;
}

/**
 * Functions on the way to a creation that only other files can call, or, where the kernel itself gets to a creation, on the way to a stop.
 */
function entriesFor(sources: readonly SourceFile[]): string[] {
  const functions = sources.flatMap(functionsOf);
  const handed = new Set(sources.flatMap((source) => [...handedOn(source)]));
  const creators = functions.filter((fn) => createdWith(fn).length > 0);
  const begun = topsAbove(creators, functions, handed);
  return begun.length > 0
    ? begun
    : topsAbove(
        functions.filter((fn) => stoppedPlaces(fn).length > 0),
        functions,
        handed,
      );
}

/** Functions on the way to others that nobody here calls; empty where the kernel calls one on that way, which is static, exported, or stands in a table. */
function topsAbove(
  ends: readonly CFunction[],
  functions: readonly CFunction[],
  handed: ReadonlySet<string>,
): string[] {
  const way = new Set(ends.map(({ name }) => name));
  const tops: string[] = [];
  for (const name of way) {
    const callers = functions.filter((one) => one.name !== name && uses(one, name));
    for (const caller of callers) way.add(caller.name);
    if (callers.length > 0) continue;
    if (handed.has(name) || functions.some((one) => one.name === name && one.isStatic)) return [];
    tops.push(name);
  }
  return tops;
}

/** Functions, and macros that read as one. */
function functionsOf({ functions, macros }: SourceFile): CFunction[] {
  return [...functions.values(), ...macros.values()];
}

/** The names of the functions that a function creates threads with. */
function createdWith(fn: CFunction): string[] {
  const names: string[] = [];
  if (mayName(fn, SPEAKS_OF_THREADS) && fn.body)
    walkExpressions(fn.body, (expr) => {
      const place = CREATES.get(calleeName(expr) ?? "")?.functionArg;
      const given = expr.kind === "call" && place !== undefined ? expr.args[place] : undefined;
      const name = given && nameIn(given);
      if (name !== undefined) names.push(name);
    });
  return names;
}

/** Whether a name stands in a function's body. */
function uses(fn: CFunction, name: string): boolean {
  let found = false;
  if (mayName(fn, name) && fn.body)
    walkExpressions(fn.body, (expr) => void (found ||= expr.kind === "name" && expr.name === name));
  return found;
}

/** Bodies are read where this is so; most are not. */
function mayName({ file, start, end }: CFunction, word: string): boolean {
  return file.code.slice(start, end).includes(word);
}

/** Names that stand in tables, or are handed to a macro outside of functions: the kernel gets to know what they stand for. */
function handedOn({ globals, topLevelCalls }: SourceFile): ReadonlySet<string> {
  const names = new Set(topLevelCalls.flatMap(({ args }) => args));
  const gather = (expr: Expr): void => {
    if (expr.kind === "name") names.add(expr.name);
    for (const child of childrenOf(expr)) gather(child);
  };
  for (const { init } of globals.values()) if (init) gather(init);
  return names;
}

/** The variable, member or function that an expression names, casts and `&` aside. */
function nameIn(expr: Expr): string | undefined {
  switch (expr.kind) {
    case "name":
      return expr.name;
    case "member":
      return expr.field;
    case "unary":
    case "cast":
      return nameIn(expr.operand);
    default:
      return undefined;
  }
}

/** Whether a function's body stands in a file. */
function defines({ functions }: SourceFile, name: string): boolean {
  return functions.get(name)?.body !== undefined;
}
