import { NO_INPUT, type UserInput } from "../machine/user-input.ts";
import {
  calleeName,
  childrenOf,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../source/index.ts";

/** Calls that compare texts (lib/string.c, lib/string_helpers.c), or look for one in another. */
const COMPARES_TEXTS =
  /^(strn?cmp|strn?casecmp|strnicmp|sysfs_streq|strn?str|strstarts|str_has_prefix|memcmp|bcmp|(__)?(sysfs_)?match_string)$/;

/** Calls that read numbers from a text, or copy what user space has, and where they put it (lib/kstrtox.c, lib/vsprintf.c). */
const PUTS: readonly (readonly [calls: RegExp, from: number, to?: number])[] = [
  [/^(kstrto\w+|strict_strto\w+)$/, -1],
  [/^(copy_from_user|__copy_from_user|get_user|__get_user)$/, 0, 1],
  [/^sscanf$/, 2],
  [/^debugfs_create_(u8|u16|u32|u64|x8|x16|x32|x64|ulong|size_t|atomic_t|bool)$/, 3, 4],
];
const RETURNS = /^(simple_strto\w+|memparse)$/;

/** More texts and numbers than this are not tried: each is one more way on for everybody who writes. */
const MOST = { texts: 16, numbers: 6 };

/** The texts and numbers of user space that a module tells apart. */
export function toldApart(files: readonly SourceFile[]): UserInput {
  const functions = files.flatMap(({ functions: own }) => [...own.values()]);
  const chars = new Set<string>();
  const numbers = new Set<number>();
  const words = new Set<string>(files.flatMap(wordsIn));
  for (const { told, isChar } of comparisons(functions)) {
    if (!isChar) for (const number of told) numbers.add(number);
    else for (const code of told) if (code > 32 && code < 127) chars.add(String.fromCharCode(code));
  }
  const others = [...numbers].filter((number) => number !== 0 && number !== 1);
  const records = recordsIn(files);
  if (words.size + chars.size + others.length === 0) return { ...NO_INPUT, records };
  const texts = [...chars, ...words].filter((text) => text !== "0" && text !== "1");
  const written = [...texts.flatMap(withNewline), ...others.map((number) => `${number}\n`)];
  const kept = { texts: written.slice(0, MOST.texts), numbers: others.slice(0, MOST.numbers) };
  return {
    ...kept,
    records,
    leftOut: written.length - kept.texts.length + others.length - kept.numbers.length,
  };
}

/** Whether a write() copies a struct, `copy_from_user(&order, from, sizeof(order))`, and compares its size with what it was given. */
function recordsIn(files: readonly SourceFile[]): UserInput["records"] {
  let records: UserInput["records"] = "none";
  for (const { body, parameters } of files.flatMap((file) => functionsOfTables(file, "write"))) {
    const size = parameters[2]?.name;
    if (!body) continue;
    walkExpressions(body, (expr) => {
      if (expr.kind === "call" && PUTS_RECORD.test(calleeName(expr) ?? "") && isSize(expr.args[2])) {
        if (records === "none") records = "any size";
      } else if (expr.kind === "binary" && /^([<>]=?|[=!]=)$/.test(expr.op)) {
        const [one, other] = isSize(expr.left) ? [expr.left, expr.right] : [expr.right, expr.left];
        if (size !== undefined && isSize(one) && namesOf(other).includes(size)) records = "one size";
      }
    });
  }
  return records;
}

const PUTS_RECORD = /^(__)?copy_from_user$/;

function isSize(expr: Expr | undefined): boolean {
  return (
    (expr?.kind === "unary" && expr.op === "sizeof") ||
    (expr?.kind === "opaque" && /^sizeof\b/.test(expr.text))
  );
}

/** `echo start` and `echo -n start`: a module may look at the text's end. */
function withNewline(text: string): string[] {
  return text.endsWith("\n") ? [text, text.slice(0, -1)] : [`${text}\n`, text];
}

/** The texts that a file's functions compare with, those in its tables too where one is compared that is not written there. */
function wordsIn(file: SourceFile): string[] {
  const words: string[] = [];
  let looksUp = false;
  for (const { body } of file.functions.values()) {
    if (!body) continue;
    walkExpressions(body, (expr) => {
      const name = calleeName(expr) ?? "";
      if (expr.kind !== "call") return;
      if (name === "sscanf") words.push(...exampleOf(textOf(expr.args[1], file)));
      if (!COMPARES_TEXTS.test(name)) return;
      const written = expr.args.flatMap((arg) => textOf(arg, file) ?? []);
      words.push(...written);
      looksUp ||= written.length === 0;
    });
  }
  if (looksUp) for (const { init } of file.globals.values()) if (init) words.push(...tableOf(init));
  return words.filter((word) => word !== "" && word.length < 64);
}

/** What `sscanf(buf, "level %d")` reads; a format that begins with a number reads any. */
function exampleOf(format: string | undefined): string[] {
  if (format === undefined || /^\s*%/.test(format)) return [];
  return [format.replace(/%\d*(?:hh?|ll?|z)?[diux]/g, "1").replace(/%\d*[sc]/g, "a")];
}

/** The text that an expression is: written there, or by a macro's name. */
function textOf(expr: Expr | undefined, file: SourceFile): string | undefined {
  if (expr?.kind === "string") return unescaped(expr.text);
  const macro = expr?.kind === "name" ? file.defines.get(expr.name) : undefined;
  if (!macro || macro.parameters) return undefined;
  const text = /^\s*\(?\s*"((?:[^"\\]|\\.)*)"\s*\)?\s*$/.exec(
    file.text.slice(macro.bodyStart, macro.bodyEnd),
  )?.[1];
  return text === undefined ? undefined : unescaped(text);
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

interface Comparison {
  /** Values on both sides of where it changes. */
  readonly told: readonly number[];
  /** Of characters: `'s'`. */
  readonly isChar: boolean;
}

/** What functions compare characters with, and what comes from user space. */
function comparisons(functions: readonly CFunction[]): Comparison[] {
  const names = namesFromUser(functions);
  return functions.flatMap(({ body, file }) => (body ? comparisonsIn(body, file, names) : []));
}

function comparisonsIn(body: Stmt, file: SourceFile, names: ReadonlySet<string>): Comparison[] {
  const found: Comparison[] = [];
  const add = (other: Expr, constant: Expr, op: string): void => {
    const value = constantOf(constant, file);
    const isChar = constant.kind === "number" && file.text[constant.start] === "'";
    if (value !== undefined && (isChar || namesOf(other).some((name) => names.has(name))))
      found.push({ told: told(op, value), isChar });
  };
  walkExpressions(body, (expr) => {
    if (expr.kind !== "binary" || !/^([<>]=?|[=!]=)$/.test(expr.op)) return;
    add(expr.left, expr.right, expr.op);
    add(expr.right, expr.left, mirrored(expr.op));
  });
  const walk = (stmt: Stmt, value: Expr | undefined): void => {
    if (stmt.kind === "case" && stmt.value && value) {
      add(value, stmt.value, "==");
      if (stmt.to) add(value, stmt.to, "==");
    }
    for (const inner of innerStatements(stmt)) walk(inner, stmt.kind === "switch" ? stmt.value : value);
  };
  walk(body, undefined);
  return found;
}

function told(op: string, value: number): number[] {
  if (op === "<" || op === ">=") return [value - 1, value];
  return op === ">" || op === "<=" ? [value, value + 1] : [value];
}

function mirrored(op: string): string {
  return op.replace(/[<>]/, (sign) => (sign === "<" ? ">" : "<"));
}

function constantOf(expr: Expr, file: SourceFile): number | undefined {
  if (expr.kind === "number") return expr.value;
  if (expr.kind === "unary" && expr.op === "-" && expr.operand.kind === "number") return -expr.operand.value;
  return expr.kind === "name" ? (file.constant(expr.name) ?? enumerator(expr.name, file)) : undefined;
}

/** The value of `name` in an `enum { a, b = 5, name }` of the file whose values are numbers. */
function enumerator(name: string, { code }: SourceFile): number | undefined {
  for (const [, body = ""] of code.matchAll(/\benum\b[^;{}()]*\{([^{}]*)\}/g)) {
    let next: number | undefined = 0;
    for (const item of body.split(",")) {
      const [, one, written] = /^\s*(\w+)\s*(?:=\s*(\S+)\s*)?$/.exec(item) ?? [];
      if (written !== undefined) next = /^-?(0x[\da-f]+|\d+)$/i.test(written) ? Number(written) : undefined;
      if (one === name) return next;
      if (next !== undefined) next++;
    }
  }
  return undefined;
}

/** Names of variables, members and parameters that hold what comes from user space, whatever function they stand in. */
function namesFromUser(functions: readonly CFunction[]): ReadonlySet<string> {
  const names = new Set<string>(
    functions.flatMap(({ file }) => [...parametersOfModule(file), ...variablesOfTables(file)]),
  );
  const own = new Map(functions.map((fn) => [fn.name, fn]));
  const holds = (expr: Expr): boolean => namesOf(expr).some((name) => names.has(name));
  const visit = (expr: Expr): void => {
    if (expr.kind === "assign") {
      const callee = calleeName(behindCast(expr.value)) ?? "";
      if (RETURNS.test(callee) || holds(expr.value)) addTo(names, expr.target);
    } else if (expr.kind === "call") {
      const callee = calleeName(expr) ?? "";
      for (const [calls, from, to] of PUTS)
        if (calls.test(callee)) for (const arg of expr.args.slice(from, to)) addTo(names, arg);
      for (const [index, { name }] of (own.get(callee)?.parameters ?? []).entries()) {
        const arg = expr.args[index];
        if (arg && holds(arg)) names.add(name);
      }
    }
  };
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const { body } of functions) if (body) walkExpressions(body, visit);
  }
  return names;
}

function addTo(names: Set<string>, target: Expr): void {
  const [innermost] = namesOf(target);
  if (innermost !== undefined) names.add(innermost);
}

/** The names along `a->b.c`, what it is first; empty for what is no place. */
function namesOf(expr: Expr): string[] {
  switch (expr.kind) {
    case "name":
      return [expr.name];
    case "member":
      return [expr.field, ...namesOf(expr.object)];
    case "index":
      return namesOf(expr.object);
    case "unary":
    case "cast":
      return namesOf(expr.operand);
    default:
      return [];
  }
}

function behindCast(expr: Expr): Expr {
  return expr.kind === "cast" ? behindCast(expr.operand) : expr;
}

/** `module_param(level, int, 0644)`: root writes it while the module is there. */
function parametersOfModule({ topLevelCalls }: SourceFile): string[] {
  return topLevelCalls.flatMap(({ name, args }) =>
    /^module_param(_array)?$/.test(name)
      ? args.slice(0, 1)
      : name === "module_param_named"
        ? args.slice(1, 2)
        : [],
  );
}

/** Which parameter of a function in a table is a number of user space's, by the member: file_operations, led_classdev, hwmon_ops, iio_info. */
const NUMBERS_IN: Readonly<Record<string, number>> = {
  unlocked_ioctl: 2,
  brightness_set: 1,
  brightness_set_blocking: 1,
  write: 4,
  write_raw: 2,
};

/** What functions in tables call such parameters, and the variables of files whose handler is the kernel's (`.data = &level`). */
function variablesOfTables(file: SourceFile): string[] {
  const { functions, topLevelCalls } = file;
  const names: (string | undefined)[] = [];
  const parameter = (fn: string | undefined, index: number): string | undefined =>
    fn === undefined ? undefined : functions.get(fn)?.parameters[index]?.name;
  for (const { field, value } of tableMembers(file)) {
    const index = NUMBERS_IN[field];
    if (index !== undefined && value.kind === "name") names.push(parameter(value.name, index));
    if (field === "data") names.push(namesOf(value)[0]);
  }
  for (const { name, args } of topLevelCalls)
    if (/^DEFINE_(SIMPLE|DEBUGFS)_ATTRIBUTE$/.test(name)) names.push(parameter(args[2], 1));
  return names.filter((name) => name !== undefined);
}

/** The functions that stand in a file's tables as this member. */
function functionsOfTables(file: SourceFile, member: string): CFunction[] {
  return tableMembers(file).flatMap(({ field, value }) => {
    const fn = field === member && value.kind === "name" ? file.functions.get(value.name) : undefined;
    return fn ? [fn] : [];
  });
}

/** `.field = value` of the tables in a file, those in others too. */
function tableMembers({ globals }: SourceFile): { readonly field: string; readonly value: Expr }[] {
  const members = (expr: Expr): { readonly field: string; readonly value: Expr }[] => [
    ...(expr.kind === "list" ? expr.items.map(({ field = "", value }) => ({ field, value })) : []),
    ...childrenOf(expr).flatMap(members),
  ];
  return [...globals.values()].flatMap(({ init }) => (init ? members(init) : []));
}
