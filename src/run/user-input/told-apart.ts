import type { UserInput } from "../../machine/user-input.ts";
import {
  calleeName,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
} from "../../source/index.ts";
import { comparisons } from "./comparisons.ts";
import { looksOf } from "./looks.ts";
import { threadsLookAt } from "./ways-out.ts";
import { framesOf, recordOfFrame, typed } from "./frames.ts";
import { examplesOf, pairsOf, rowsOf, type Fillings } from "./formats.ts";
import { DEVICE, LENGTH, USER, variableNamed } from "./origins.ts";
import { patternsIn } from "./patterns.ts";
import { recordsOf, recordsWritten } from "./records.ts";
import { functionsOfTables } from "./tables.ts";

/** Calls that compare texts (lib/string.c, lib/string_helpers.c), or look for one in another. */
export const COMPARES_TEXTS =
  /^(strn?cmp|strn?casecmp|strnicmp|sysfs_streq|strn?str|strstarts|str_has_prefix|memcmp|bcmp|(__)?(sysfs_)?match_string)$/;

/** More texts and numbers than this are not tried: each is one more way on for everybody who writes. */
const MOST = { texts: 24, numbers: 6, records: 16, deviceNumbers: 4, lengths: 4 };

/** The texts, numbers and structs of user space that a module tells apart. */
export function toldApart(files: readonly SourceFile[]): UserInput {
  const functions = files.flatMap(({ functions: own }) => [...own.values()]);
  const compared = comparisons(USER, functions, files);
  const frames = framesOf(functions, files, sizesWritten(files));
  const binary = frames.filter((frame) => typed(frame) === undefined);
  const records = [...recordsOf(functions, files, compared), ...binary.map(recordOfFrame)];
  const chars = new Set<string>();
  const numbers = new Set<number>();
  for (const { told, isChar } of compared) {
    if (!isChar) for (const number of told) numbers.add(number);
    else for (const code of told) if (code > 32 && code < 127) chars.add(String.fromCharCode(code));
  }
  const given = new Set(comparisons(DEVICE, functions, files).flatMap(({ told }) => told));
  const deviceNumbers = [...given].filter((number) => number !== 0 && number !== -1);
  const others = [...numbers].filter((number) => number !== 0 && number !== 1);
  const fillings = { chars: [...chars], numbers: others.slice(0, 3) };
  const words = new Set<string>(files.flatMap((file) => wordsIn(file, files, fillings)));
  for (const frame of frames) words.add(typed(frame) ?? "");
  for (const length of lengthsOf(functions, files)) words.add("a".repeat(length));
  const texts = [...chars, ...words].filter((text) => text !== "" && text !== "0" && text !== "1");
  const written = [...texts.flatMap(withNewline), ...others.map((number) => `${number}\n`)];
  if (readsHex(functions)) written.push(...others.map((number) => `0x${number.toString(16)}\n`));
  const writesRecords = recordsWritten(files, compared);
  let leftOut = 0;
  const most = <T>(found: readonly T[], limit: number): T[] => {
    leftOut += Math.max(0, found.length - limit);
    return found.slice(0, limit);
  };
  return {
    texts: most(written, MOST.texts),
    numbers: most(others, MOST.numbers),
    records: most(records, MOST.records),
    deviceNumbers: most(deviceNumbers, MOST.deviceNumbers),
    writesRecords: writesRecords === "none" && binary.length > 0 ? "any size" : writesRecords,
    looksAt: looksOf(functions, files),
    threadsLookAt: threadsLookAt(functions),
    leftOut,
  };
}

/** `echo start` and `echo -n start`: a module may look at the text's end. */
function withNewline(text: string): string[] {
  return text.endsWith("\n") ? [text, text.slice(0, -1)] : [`${text}\n`, text];
}

/** The sizes that a write() asks for: `if (n != 4)`. */
function sizesWritten(files: readonly SourceFile[]): number[] {
  const sizes = files
    .flatMap((file) => functionsOfTables(file, "write"))
    .flatMap((fn) => {
      const size = fn.parameters[2]?.name;
      return size === undefined ? [] : comparisons(variableNamed(size), [fn], files);
    });
  return [...new Set(sizes.flatMap(({ told }) => (told.length === 1 ? told : [])))].filter(
    (size) => size > 1,
  );
}

/** Calls that take a text apart at characters (lib/string.c, lib/argv_split.c). */
const TAKES_APART = /^(strsep|strpbrk|strtok(_r)?|argv_split|str(n|r)?chr(nul)?|memchr)$/;

/** How long texts are on both sides of what the length of one is compared with, or how much write() was given: up to a line. */
function lengthsOf(functions: readonly CFunction[], files: readonly SourceFile[]): number[] {
  const written = files
    .flatMap((file) => functionsOfTables(file, "write"))
    .flatMap((fn) => {
      const size = fn.parameters[2]?.name;
      return size === undefined ? [] : comparisons(variableNamed(size), [fn], files);
    })
    // of one size, there are structs
    .filter(({ told }) => told.length > 1);
  const lengths = [...comparisons(LENGTH, functions, files), ...written].flatMap(({ told }) => told);
  return [...new Set(lengths)].filter((length) => length > 2 && length < 64).slice(0, MOST.lengths);
}

/** The texts that a file's functions compare with, those in its tables too where one is compared that is not written there. */
function wordsIn(
  file: SourceFile,
  files: readonly SourceFile[],
  fillings: Omit<Fillings, "words">,
): string[] {
  const words: string[] = [];
  const formats: string[] = [];
  const patterns: string[] = [];
  const delimiters: string[] = [];
  const texts = (expr: Expr | undefined): string[] => {
    if (expr?.kind === "string") return [unescaped(expr.text)];
    return files
      .flatMap((one) => (expr?.kind === "name" ? (macroText(expr.name, one) ?? []) : []))
      .slice(0, 1);
  };
  let looksUp = false;
  for (const { body } of file.functions.values()) {
    if (!body) continue;
    patterns.push(...patternsIn(file, body));
    walkExpressions(body, (expr) => {
      const name = calleeName(expr) ?? "";
      if (expr.kind !== "call") return;
      if (TAKES_APART.test(name)) delimiters.push(...delimiterOf(expr.args[1], texts(expr.args[1])[0], file));
      if (name === "sscanf") formats.push(...texts(expr.args[1]));
      if (!COMPARES_TEXTS.test(name)) return;
      const written = expr.args.flatMap(texts);
      words.push(...written);
      looksUp ||= written.length === 0;
    });
  }
  if (looksUp) for (const { init } of file.globals.values()) if (init) words.push(...tableOf(init));
  const scanned = formats.flatMap((format) => examplesOf(format, { ...fillings, words }));
  const known = [...new Set(words)];
  const [delimiter] = delimiters;
  const pairs = delimiter === undefined ? [] : pairsOf(known, fillings.numbers, delimiter);
  const rows = rowsOf(known, delimiters);
  return [...scanned, ...words, ...patterns, ...pairs, ...rows].filter(
    (word) => word !== "" && word.length < 64,
  );
}

/** `','`, `" ,"`; a line's end, which is looked for to be cut off, and a text's end take none apart. What is written elsewhere may be a blank. */
function delimiterOf(expr: Expr | undefined, written: string | undefined, { text }: SourceFile): string[] {
  const isChar = expr?.kind === "number" && text[expr.start] === "'";
  const signs = isChar ? String.fromCharCode(expr.value) : (written ?? " ");
  return [...signs].filter((sign) => sign >= " " && sign <= "~").slice(0, 1);
}

/** Whether numbers are read that are written with the base 16: `0x40` is that, and 40 to nobody who reads another base. */
function readsHex(functions: readonly CFunction[]): boolean {
  let found = false;
  for (const { body } of functions) {
    if (!body) continue;
    walkExpressions(body, (expr) => {
      if (expr.kind !== "call" || !/^(kstrto|strict_strto|simple_strto)/.test(calleeName(expr) ?? "")) return;
      found ||= expr.args.some((arg) => arg.kind === "number" && arg.value === 16);
    });
  }
  return found;
}

/** The text that a macro is: `#define GO "go"`. */
function macroText(name: string, { defines, text }: SourceFile): string | undefined {
  const macro = defines.get(name);
  if (!macro || macro.parameters) return undefined;
  const [, written] =
    /^\s*\(?\s*"((?:[^"\\]|\\.)*)"\s*\)?\s*$/.exec(text.slice(macro.bodyStart, macro.bodyEnd)) ?? [];
  return written === undefined ? undefined : unescaped(written);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ({ n: "\n", t: "\t", r: "\r" })[char] ?? char);
}

/** `{ "on", "off" }`, `{ { "start", start }, { "stop", stop } }` */
function tableOf(init: Expr): string[] {
  if (init.kind !== "list") return [];
  return init.items.flatMap(({ field, value }) => {
    if (value.kind === "string") return field === undefined ? [unescaped(value.text)] : [];
    if (value.kind !== "list") return [];
    return value.items.flatMap((item) => (item.value.kind === "string" ? [unescaped(item.value.text)] : []));
  });
}
